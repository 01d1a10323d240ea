/** Keys that work everywhere: `/` the search, `+` one more, `=` a sale, Ctrl+Z undo, Escape back, `?` help. */

import { countUnnamed } from "./acts.js";

/** @param {import("./desk.js").Desk} desk */
export function listenToKeys(desk) {
  addEventListener("keydown", (event) => {
    if (desk.lock.on || document.querySelector("dialog[open]") || event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      desk.back();
      return;
    }
    if (event.ctrlKey && event.key.toLowerCase() === "z" && !typedIn(event.target)) {
      event.preventDefault();
      desk.toast.undo();
      return;
    }
    if (event.key === "/" && event.target === desk.search.input && !desk.ui.query) {
      event.preventDefault();
      return;
    }
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !isField(event.target)) {
      plain(desk, event);
    }
  });
}

/** @param {import("./desk.js").Desk} desk @param {KeyboardEvent} event */
function plain(desk, event) {
  if (event.key === "/") {
    event.preventDefault();
    desk.search.focus();
  } else if (event.key === "?") {
    event.preventDefault();
    desk.open.help();
  } else if (event.key === "!") {
    event.preventDefault();
    desk.open.lock();
  } else if (event.key === "+" && !desk.ui.basket) {
    event.preventDefault();
    countUnnamed(desk);
  } else if (event.key === "=" && !desk.ui.basket) {
    event.preventDefault();
    desk.openSale();
  }
}

/** @param {EventTarget | null} target */
function isField(target) {
  const text = target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type);
  return text || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** @param {EventTarget | null} target a field where the browser's own undo has something to undo */
function typedIn(target) {
  return target instanceof HTMLInputElement && isField(target) && target.value !== "";
}
