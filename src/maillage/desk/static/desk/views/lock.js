/** The page of a locked desk: the place, the hour, the team's first names, a PIN. No visitor. */

import { button, choices, chosen, h, icon, swap } from "../dom.js";
import { hour, now } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../lock.js").Lock} Lock */
/** @typedef {import("../types.js").Snapshot} Snapshot */

const SHORTEST = 4;
const LONGEST = 6;
const TICK = 5000;

/** @param {Lock} lock @param {Snapshot} head @param {string} why @param {string} typed digits already typed */
export function lockScreen(lock, head, why, typed) {
  const clock = h("time", { class: "lock-hour" });
  const top = h("div", { class: "lock-top" }, h("h1", { id: "lock-title" }, head.place.name), clock);
  const { form, begin } = pinForm(lock, head);
  const screen = h("main", { class: "lock", "aria-labelledby": "lock-title" }, top, form, otherwise(lock));
  screen.addEventListener("shown", () => {
    tick(clock, screen);
    begin(why, typed);
  });
  return screen;
}

/** Who, and their digits: tried at the last one where their number is known, else by Enter. @param {Lock} lock @param {Snapshot} head */
function pinForm(lock, head) {
  const said = h("p", { class: "lock-said", id: "lock-said", role: "alert" });
  const label = h("label", { for: "lock-pin" });
  const pin = h("input", { id: "lock-pin", class: "lock-pin", type: "password", inputmode: "none", autocomplete: "off", maxlength: LONGEST, "aria-describedby": said.id });
  const who = () => lock.member(chosen(form, "staff"));
  let busy = false;

  const ready = (/** @type {string} */ words) => {
    said.textContent = words;
    pin.value = "";
    pin.focus();
  };
  const choose = () => {
    const one = who();
    swap(label, one ? W.lock.pinOf(one.first_name) : W.team.pin);
    ready(one && !lock.passes.of(one) ? W.lock.first : "");
  };
  const enter = async () => {
    busy = true;
    said.textContent = W.lock.opening;
    const fault = await lock.enter(chosen(form, "staff"), pin.value);
    busy = false;
    ready(fault);
  };
  const look = () => {
    pin.value = pin.value.replace(/\D/g, "");
    if (!busy && pin.value.length === lock.passes.of(who())?.digits) {
      enter();
    }
  };
  const put = (/** @type {string} */ value) => {
    pin.value = value.slice(0, LONGEST);
    look();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (pin.value.length < SHORTEST) {
      said.textContent = W.lock.short;
    } else if (!busy) {
      enter();
    }
  };
  pin.addEventListener("input", look);
  const people = head.team.filter((one) => one.has_pin).map((one) => ({ value: one.id, label: one.first_name }));
  const pad = digits((digit) => put(pin.value + digit), () => put(pin.value.slice(0, -1)));
  const form = h("form", { class: "lock-card", novalidate: true, on: { submit } }, choices(W.lock.who, "staff", people, head.actor.id, choose), h("div", { class: "lock-typing" }, label, pin, said, pad));
  const begin = (/** @type {string} */ why, /** @type {string} */ typed) => {
    choose();
    said.textContent = why || said.textContent;
    put(typed);
  };
  return { form, begin };
}

/** Ten digits to touch, one to erase, one to say that it is all. @param {(digit: string) => void} press @param {() => void} erase */
function digits(press, erase) {
  const key = (/** @type {string} */ digit) => button(digit, () => press(digit), { class: "lock-key" });
  const go = h("button", { type: "submit", class: "button button-go lock-key", "aria-label": W.lock.ok }, icon("check", 32));
  const back = button("", erase, { class: "lock-key", "aria-label": W.lock.erase }, icon("erase", 32));
  return h("div", { class: "lock-pad" }, ...[..."123456789"].map(key), back, key("0"), go);
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
