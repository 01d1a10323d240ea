/** The tally of an open place: one big button, the number of today, the last taps taken back. */

import { h, hidden, icon } from "../desk/dom.js";
import { openDoor, UNDO_FOR, undoable } from "./door.js";
import { speaker } from "./speech.js";
import { W } from "./words.js";

/** @typedef {import("../desk/types.js").Entry} Entry */

const door = await openDoor();
let heads = Number(document.body.dataset.heads) + door.held;
/** @type {Entry[]} taps that may still be taken back, in order */
let taps = [];

const total = h("b", { class: "tally-total", "aria-hidden": "true" });
const today = h("p", { class: "tally-today", role: "status" });
const plus = h("button", { type: "button", class: "tally-button", on: { click: count } }, icon("plus", 120), total, hidden(W.count));
const undo = h("button", { type: "button", class: "kiosk-undo", on: { click: takeBack } }, icon("undo", 44), W.undoLast);

function count() {
  taps.push(door.ring());
  heads += 1;
  navigator.vibrate?.(30);
  setTimeout(draw, UNDO_FOR + 100);
  draw();
}

function takeBack() {
  const last = taps.pop();
  if (last && undoable(last)) {
    door.undo(last);
    heads -= 1;
  }
  draw();
}

function draw() {
  taps = taps.filter(undoable);
  total.textContent = String(heads);
  today.textContent = W.today(heads);
  undo.disabled = !taps.length;
}

document.getElementById("stage")?.replaceChildren(
  h("div", { class: "kiosk-title" }, h("h1", {}, W.count), speaker(W.count)),
  plus,
  today,
  undo,
);
draw();
document.body.dataset.ready = "";
