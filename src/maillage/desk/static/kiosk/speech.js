/**
 * What is written, said aloud by the browser's own voice. A voice that would send the words
 * elsewhere is not used; without a voice of the page's language, the buttons are not there.
 */

import { h, icon } from "../desk/dom.js";
import { W } from "./words.js";

const synth = window.speechSynthesis;

function voice() {
  const language = document.documentElement.lang.slice(0, 2);
  return synth?.getVoices().find((one) => one.localService && one.lang.slice(0, 2).toLowerCase() === language);
}

/** @param {string} text */
function say(text) {
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice() ?? null;
  said.rate = 0.9;
  synth.cancel();
  synth.speak(said);
}

/** A button that says `text`. @param {string} text */
export function speaker(text) {
  const props = { type: "button", class: "speak", hidden: !voice(), "aria-label": W.listen(text) };
  return h("button", { ...props, on: { click: () => say(text) } }, icon("speaker", 40));
}

// Browsers learn their voices a little after the page.
synth?.addEventListener("voiceschanged", () => {
  document.querySelectorAll(".speak").forEach((one) => one.toggleAttribute("hidden", !voice()));
});
