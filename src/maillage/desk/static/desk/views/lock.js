/** The page of a locked desk: the place, the hour, the team's first names, a PIN. No visitor. */

import { button, choices, chosen, h, icon, swap } from "../dom.js";
import { hour, now } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../lock.js").Lock} Lock */
/** @typedef {import("../types.js").Snapshot} Snapshot */

const SHORTEST = 4;
const LONGEST = 6;
const KEYS = [..."123456789"];
const TICK = 5000;

/** @param {Lock} lock @param {Snapshot} head @param {string} why @param {string} typed digits already typed */
export function lockScreen(lock, head, why, typed) {
  const able = head.team.filter((one) => one.has_pin);
  const said = h("p", { class: "lock-said", id: "lock-said", role: "alert" }, why);
  const label = h("label", { for: "lock-pin" });
  const pin = h("input", { id: "lock-pin", class: "lock-pin", type: "password", inputmode: "none", autocomplete: "off", maxlength: LONGEST, "aria-describedby": "lock-said" });
  const people = able.map((one) => ({ value: one.id, label: one.first_name }));
  const who = () => lock.member(chosen(form, "staff"));
  const name = () => {
    const one = who();
    swap(label, one ? W.lock.pinOf(one.first_name) : W.team.pin);
    if (one && one.id !== head.actor.id && !lock.passes.of(one)) {
      said.textContent = W.lock.first;
    }
    pin.value = "";
    pin.focus();
  };
  let busy = false;
  const enter = async () => {
    const staff = chosen(form, "staff");
    if (busy || pin.value.length < SHORTEST) {
      said.textContent = busy ? said.textContent : W.lock.short;
      return;
    }
    busy = true;
    said.textContent = W.lock.opening;
    const fault = await lock.enter(staff, pin.value);
    busy = false;
    said.textContent = fault;
    pin.value = "";
    pin.focus();
  };
  /** The number of digits of a PIN known here: at the last one, it is tried. */
  const full = () => pin.value.length === lock.passes.of(who())?.digits;
  const onInput = () => {
    pin.value = pin.value.replace(/\D/g, "");
    if (full()) {
      enter();
    }
  };
  const press = (/** @type {string} */ key) => {
    pin.value = (pin.value + key).slice(0, LONGEST);
    onInput();
  };
  const erase = () => {
    pin.value = pin.value.slice(0, -1);
  };
  const key = (/** @type {string} */ digit) => button(digit, () => press(digit), { class: "lock-key" });
  const form = h(
    "form",
    { class: "lock-card", novalidate: true, on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); enter(); } } },
    choices(W.lock.who, "staff", people, head.actor.id, name),
    h(
      "div",
      { class: "lock-typing" },
      label,
      pin,
      said,
      h("div", { class: "lock-pad" }, ...KEYS.map(key), button("", erase, { class: "lock-key", "aria-label": W.lock.erase }, icon("erase", 32)), key("0"), h("button", { type: "submit", class: "button button-go lock-key", "aria-label": W.lock.ok }, icon("check", 32))),
    ),
  );
  pin.addEventListener("input", onInput);
  const clock = h("time", { class: "lock-hour" });
  const screen = h("main", { class: "lock", "aria-labelledby": "lock-title" }, h("div", { class: "lock-top" }, h("h1", { id: "lock-title" }, head.place.name), clock), form, otherwise(lock));
  tick(clock, screen);
  screen.addEventListener("shown", () => {
    name();
    said.textContent ||= why;
    [...typed].forEach(press);
  });
  return screen;
}

/** The hour, as long as the page shows it. @param {Element} clock @param {Element} screen */
function tick(clock, screen) {
  clock.textContent = hour(new Date(now()).toISOString());
  setTimeout(() => screen.isConnected && tick(clock, screen), TICK);
}

/** Who has no PIN signs in by a password, once this desk is signed out. @param {Lock} lock */
function otherwise({ desk }) {
  return h("details", { class: "lock-otherwise" }, h("summary", {}, W.lock.otherwise), h("p", {}, W.lock.otherwiseHow), button(W.team.leave, () => desk.leave()));
}
