/** Days and hours as they are said, in the place's time zone. */

import { gettext as _, LOCALE } from "./gettext.js";

const MINUTE = 60_000;

let zone = "Europe/Paris";
let read = Date.now;

/** @param {string} timeZone the place's */
export function setZone(timeZone) {
  zone = timeZone;
}

/** @param {() => number} now the hour it is, in milliseconds: the device's clock may be wrong */
export function setClock(now) {
  read = now;
}

/** The hour it is, in milliseconds: to choose a session or print a receipt, never to sign a command. */
export function now() {
  return read();
}

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options });

/** « 14 h » or « 14 h 30 ». @param {string} instant */
export function hour(instant) {
  const parts = format({ hour: "numeric", minute: "2-digit", hour12: false }).formatToParts(new Date(instant));
  const value = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  const minutes = value("minute");
  const told = { hour: Number(value("hour")), minutes };
  return minutes === "00" ? _("{hour}\u00a0h", told) : _("{hour}\u00a0h\u00a0{minutes}", told);
}

/** « mardi 24 novembre », « 31 août 2027 » when `year`, « 31 août » when `short`. @param {string} day YYYY-MM-DD @param {"weekday" | "year" | "short"} [how] */
export function dayName(day, how = "weekday") {
  const noon = new Date(`${day}T12:00:00Z`);
  const options = { year: { year: "numeric" }, weekday: { weekday: "long" }, short: {} }[how];
  const written = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", day: "numeric", month: "long", .../** @type {any} */ (options) });
  return written.format(noon).replace(/\b1 /, `${_("1er")} `);
}

/** The hour and the day as printed on a receipt. @param {number} ms */
export function stamp(ms) {
  return format({ dateStyle: "short", timeStyle: "short" }).format(new Date(ms));
}

/** « 45 min », « 2 h », « 1 h 30 ». @param {number} minutes */
export function length(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (!hours) {
    return _("{minutes}\u00a0min", { minutes: rest });
  }
  const told = { hour: hours, minutes: String(rest).padStart(2, "0") };
  return rest ? _("{hour}\u00a0h\u00a0{minutes}", told) : _("{hour}\u00a0h", told);
}

/** An hour of today, or the day too. @param {string} instant @param {string} today YYYY-MM-DD */
export function hourOn(instant, today) {
  const day = format({ year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(new Date(instant));
  const part = (/** @type {string} */ type) => day.find((one) => one.type === type)?.value ?? "";
  const said = `${part("year")}-${part("month")}-${part("day")}`;
  return said === today ? hour(instant) : _("{day}, {hour}", { day: dayName(said), hour: hour(instant) });
}

/** Minutes from now until an instant, negative when past. @param {string} instant */
export function minutesUntil(instant) {
  return (Date.parse(instant) - now()) / MINUTE;
}
