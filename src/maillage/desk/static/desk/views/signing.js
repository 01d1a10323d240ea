/**
 * People sign for a session, a half-day at a time: the whole screen, very large. Tap a name, sign
 * with a finger, a pen or « Je signe ». Leaving is the team's: it asks who is at the desk.
 */

import { sign } from "../acts.js";
import { button, choices, field, focusOn, h, icon, swap } from "../dom.js";
import { nameOf } from "../mask.js";
import { fold } from "../rules/fold.js";
import { now } from "../when.js";
import { W } from "../words.js";
import { seated } from "../world.js";
import { pinField, whenTyped } from "./team.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Session} Session */
/** @typedef {import("../types.js").Registration} Registration */

const WIDE = 1000;
const HIGH = 300;
const LEAST_MOVE = 6;
const MOST_NUMBERS = 3900;
const NOON = 13;
const THANKS_MS = 2500;

/** The half-day it is at the place. @param {string} timeZone @param {number} [at] milliseconds */
export function halfNow(timeZone, at = now()) {
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "numeric", hourCycle: "h23", timeZone }).format(new Date(at));
  return Number(hour) < NOON ? "morning" : "afternoon";
}

/** @param {Desk} desk @param {Session} asked */
export function signingDialog(desk, asked) {
  let timer = 0;
  let half = halfNow(desk.world.snapshot.time_zone);
  const heading = h("h2", { id: "signing-title" }, asked.title);
  const stage = h("div", { class: "signing-stage" });
  const dialog = h("dialog", { class: "signing", "aria-labelledby": heading.id });
  const session = () => desk.world.sessions.get(asked.id) ?? asked;

  const list = () => {
    const rows = seated(session()).filter((seat) => seat.person).map((seat) => nameRow(desk, seat, half, () => frame(seat)));
    const pick = (/** @type {string} */ value) => {
      half = value;
      list();
    };
    const halves = Object.entries(W.signing.halves).map(([value, label]) => ({ value, label }));
    show(h("p", { class: "lead" }, W.signing.lead), choices(W.signing.half, "half", halves, half, pick), h("ul", { class: "signing-names" }, ...rows));
  };
  const frame = (/** @type {Registration} */ seat) => {
    const who = desk.world.person(seat.person);
    const pad = drawingPad();
    const done = () => {
      sign(desk, session(), seat, half, pad.strokes());
      show(h("p", { class: "signing-thanks", role: "status", tabindex: "-1", data: { first: "" } }, icon("check", 96), W.signing.thanks));
      timer = window.setTimeout(list, THANKS_MS);
    };
    show(
      h("h3", { class: "signing-who", tabindex: "-1", data: { first: "" } }, who ? nameOf(who) : W.session.stranger),
      h("p", {}, W.signing.how),
      pad.canvas,
      h("div", { class: "row" }, button(W.signing.sign, done, { class: "button-go button-big" }), button(W.signing.erase, pad.clear, { class: "button-big" }), button(W.back, list, { class: "button-link" })),
    );
  };
  const show = (/** @type {any[]} */ ...nodes) => {
    clearTimeout(timer);
    swap(stage, ...nodes);
    focusOn(stage, "[data-first]");
  };

  const leave = button(W.signing.leave, () => show(leaveForm(desk, () => dialog.close(), list)), { class: "button-link" });
  dialog.append(h("div", { class: "signing-head" }, heading, leave), stage);
  dialog.addEventListener("cancel", (/** @type {Event} */ event) => event.preventDefault());
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    dialog.remove();
    desk.draw();
  });
  document.body.append(dialog);
  list();
  dialog.showModal();
}

/** A name to tap, once for each half-day. @param {Desk} desk @param {Registration} seat @param {string} half @param {() => void} onTap */
function nameRow(desk, seat, half, onTap) {
  const who = desk.world.person(seat.person);
  const name = who ? nameOf(who) : W.session.stranger;
  const signed = seat.signed?.includes(half);
  return h("li", {}, button("", onTap, { class: "signing-name", disabled: signed, data: { key: seat.id } }, h("b", {}, name), signed && h("span", {}, W.signing.signed)));
}

/** Who is at the desk says that it is over: by their PIN where it is known, else their first name. @param {Desk} desk @param {() => void} close @param {() => void} back */
function leaveForm(desk, close, back) {
  const form = h("form", { class: "stack signing-leave", novalidate: true });
  const byPin = desk.lock.ready;
  const { first_name } = desk.world.snapshot.actor;
  const who = byPin
    ? pinField({ data: { first: "" } })
    : field(W.signing.leaveWho, { autocomplete: "off", maxlength: 60, data: { first: "" } }, { help: W.signing.leaveHow });
  const named = () => (fold(who.input.value) === fold(first_name) ? "" : W.signing.leaveWrong);
  whenTyped(form, who, async () => (byPin ? desk.lock.check(who.input.value) : named()), close);
  form.append(who.node, h("div", { class: "row" }, h("button", { type: "submit", class: "button button-go button-big" }, W.signing.leave), button(W.back, back, { class: "button-link" })));
  return form;
}

/** A frame to sign in; `strokes` gives lines in a box of 1000 × 300. */
function drawingPad() {
  const canvas = h("canvas", { class: "signing-pad", width: WIDE, height: HIGH, role: "img", "aria-label": W.signing.box });
  const pen = canvas.getContext("2d");
  Object.assign(pen, { lineWidth: 8, lineCap: "round", lineJoin: "round" });
  /** @type {number[][]} */
  let lines = [];
  /** @type {number[] | null} */
  let line = null;

  /** Add a point unless it hardly moved. @param {PointerEvent} event */
  const add = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = within(Math.round(((event.clientX - box.left) / box.width) * WIDE), WIDE);
    const y = within(Math.round(((event.clientY - box.top) / box.height) * HIGH), HIGH);
    const [px, py] = line?.slice(-2) ?? [];
    const full = lines.reduce((sum, one) => sum + one.length, 0) > MOST_NUMBERS;
    if (!line || full || Math.hypot(x - px, y - py) < LEAST_MOVE) {
      return;
    }
    pen.beginPath();
    pen.moveTo(px ?? x, py ?? y);
    pen.lineTo(x, y);
    pen.stroke();
    line.push(x, y);
  };
  canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    canvas.setPointerCapture(event.pointerId);
    line = [];
    lines.push(line);
    add(event);
  });
  canvas.addEventListener("pointermove", add);
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => (line = null)));
  return {
    canvas,
    strokes: () => lines.filter((one) => one.length > 2),
    clear: () => {
      lines = [];
      pen.clearRect(0, 0, WIDE, HIGH);
    },
  };
}

/** @param {number} value @param {number} most */
const within = (value, most) => Math.min(most, Math.max(0, value));
