/**
 * The identity of a place as it is typed: on the desk, on a receipt, on a poster; and whether a
 * white text can be read on its colour. The words come from the page.
 */

import { contrast, parse, properties } from "../core/identity.js";

const WHITE = [255, 255, 255];
const OWN = ["--go", "--go-soft", "--go-text"];
const [GOOD, LEAST] = [7, 4.5];

const preview = /** @type {HTMLElement} */ (document.querySelector("[data-preview]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("main form[method=post]"));

/** What a field holds now. @param {string} name */
function typed(name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field.value : "";
}

function showWords() {
  for (const place of preview.querySelectorAll("[data-shows]")) {
    place.textContent = typed(/** @type {HTMLElement} */ (place).dataset.shows ?? "");
  }
}

function showColour() {
  const colour = typed("colour");
  const own = properties(colour);
  for (const name of OWN) {
    preview.style.setProperty(name, own[name] ?? "");
  }
  const share = contrast(parse(colour) ?? WHITE, WHITE);
  const words = preview.dataset;
  const said = share >= GOOD ? words.wordsGood : share >= LEAST ? words.wordsDark : words.wordsLight;
  const figure = share.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  const line = preview.querySelector(".preview-contrast");
  if (line) {
    line.textContent = (said ?? "").replace("%s", figure);
  }
}

function show() {
  showWords();
  showColour();
}

form.addEventListener("input", show);
show();
