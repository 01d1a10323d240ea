/**
 * The kiosk at the door: a card number, a first name, or « J’arrive ». Then a big check, and the
 * start again by itself. It shows nothing of anybody: not even whether a card is known.
 */

import { focusOn, h, icon, swap } from "../desk/dom.js";
import { openDoor } from "./door.js";
import { speaker } from "./speech.js";
import { W } from "./words.js";

const DONE_MS = 8000;
const IDLE_MS = 45_000;
const DIGITS = [..."123456789", "", "0"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZÉÈËÏÇ-"];

const door = await openDoor();
const stage = /** @type {HTMLElement} */ (document.getElementById("stage"));
const said = document.getElementById("said");
let timer = 0;

/** Go back to the start by itself, after a while without a touch. @param {number} ms */
function backIn(ms) {
  clearTimeout(timer);
  timer = window.setTimeout(start, ms);
}

/** @param {any[]} nodes */
function show(...nodes) {
  swap(stage, ...nodes);
  focusOn(stage, "[data-first]");
}

/** A title, with its voice. @param {string} text @param {string} [aloud] */
function title(text, aloud = text) {
  return h("div", { class: "kiosk-title" }, h("h1", { tabindex: "-1", data: { first: "" } }, text), speaker(aloud));
}

function start() {
  clearTimeout(timer);
  show(
    title(W.hello),
    h(
      "div",
      { class: "ways" },
      way("card", W.card, () => type("card", W.card, W.cardHow, DIGITS)),
      way("letters", W.name, () => type("first_name", W.name, W.nameHow, LETTERS)),
      way("arrive", W.arrive, () => arrive({})),
    ),
  );
}

/** @param {"card" | "letters" | "arrive"} picture @param {string} label @param {() => void} onClick */
function way(picture, label, onClick) {
  const face = [icon(picture, 128), h("span", {}, label)];
  return h("div", { class: "way" }, h("button", { type: "button", class: "way-button", on: { click: onClick } }, ...face), speaker(label));
}

/**
 * Something to type, with keys on the screen or true ones.
 *
 * @param {"card" | "first_name"} what @param {string} label @param {string} how @param {string[]} keys
 */
function type(what, label, how, keys) {
  const card = what === "card";
  const input = h("input", {
    class: "typed", type: "text", inputmode: "none", autocomplete: "off", spellcheck: "false",
    maxlength: card ? 12 : 40, "aria-label": card ? W.cardField : W.nameField,
    data: { first: "" },
  });
  const press = (/** @type {string} */ key) => {
    const capital = !input.value || /[- ]$/.test(input.value);
    input.value = (input.value + (capital ? key : key.toLowerCase())).slice(0, input.maxLength);
    backIn(IDLE_MS);
  };
  const erase = () => {
    input.value = input.value.slice(0, -1);
    backIn(IDLE_MS);
  };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (input.value.trim()) {
      arrive({ [what]: input.value.trim() });
    } else {
      input.focus();
    }
  };
  show(
    h("div", { class: "kiosk-title" }, back(), h("h1", {}, label), speaker(how)),
    h(
      "form",
      { class: "typing", on: { submit: send, input: () => backIn(IDLE_MS) } },
      h("div", { class: "typed-line" }, input, h("button", { type: "button", class: "key", "aria-label": W.erase, on: { click: erase } }, icon("erase", 44))),
      h("div", { class: card ? "pad pad-digits" : "pad" }, ...keys.map((key) => (key ? h("button", { type: "button", class: "key", on: { click: () => press(key) } }, key) : h("span")))),
      h("button", { type: "submit", class: "kiosk-ok" }, icon("check", 56), W.ok),
    ),
  );
  backIn(IDLE_MS);
}

function back() {
  return h("button", { type: "button", class: "key key-back", "aria-label": W.back, on: { click: start } }, icon("back", 44));
}

/** Somebody is here: say so, whoever they are. @param {{card?: string, first_name?: string}} typed */
function arrive(typed) {
  const entry = door.ring(typed);
  tell(W.welcome, W.noted, "check");
  stage.append(
    h("button", { type: "button", class: "kiosk-undo", on: { click: () => { door.undo(entry); tell(W.undone, "", "undo"); } } }, icon("undo", 44), W.undo),
  );
}

/** @param {string} text @param {string} more @param {"check" | "undo"} picture */
function tell(text, more, picture) {
  show(
    h("div", { class: "kiosk-done" }, h("span", { class: `seal seal-${picture}` }, icon(picture, 160)), title(text, `${text} ${more}`), more && h("p", {}, more)),
  );
  if (said) {
    said.textContent = `${text} ${more}`;
  }
  backIn(DONE_MS);
}

start();
document.body.dataset.ready = "";
