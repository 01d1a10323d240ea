/**
 * The toast: what was just done, its receipt, and « Annuler » for 60 seconds.
 *
 * The sentence is said once by screen readers; the seconds that run are not.
 */

import { undoing } from "./arrive.js";
import { button, h, swap } from "./dom.js";
import { W } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./types.js").Entry} Entry */
/**
 * @typedef {{text: string, entries?: Entry[], extra?: {label: string, run: () => void} | null,
 *   tone?: "" | "stop"}} Told
 */

export const UNDO_SECONDS = 60;

export class Toast {
  /** @type {Told | null} */
  #told = null;
  #timer = 0;
  #since = 0;

  /** @param {Desk} desk @param {Element} host @param {Element} live */
  constructor(desk, host, live) {
    this.desk = desk;
    this.host = host;
    this.live = live;
  }

  /** @param {Told} told */
  show(told) {
    this.#told = told;
    this.#since = Date.now();
    this.live.textContent = told.text;
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  hide() {
    clearInterval(this.#timer);
    this.#told = null;
    swap(this.host);
  }

  /** Undo what the toast shows, if it still can be. */
  undo() {
    const told = this.#told;
    if (!told || this.#left() <= 0 || !undoable(told.entries).length) {
      return;
    }
    const { desk } = this;
    const about = W.done.undone(told.text);
    desk.outbox.add(undoing(undoable(told.entries), desk.store.series).map((one) => ({ ...one, about })));
    this.show({ text: about });
  }

  #left() {
    const [first] = this.#told?.entries ?? [];
    return first ? UNDO_SECONDS - Math.floor((Date.now() - first.typedAt) / 1000) : 0;
  }

  #draw() {
    const told = this.#told;
    if (!told) {
      return;
    }
    if (told.tone !== "stop" && Date.now() - this.#since > UNDO_SECONDS * 1000) {
      this.hide();
      return;
    }
    const left = this.#left();
    const may = left > 0 && this.desk.store.world.may("undo") && undoable(told.entries).length > 0;
    const seconds = h("span", { "aria-hidden": "true" }, W.toast.undo(left));
    swap(
      this.host,
      h(
        "div",
        { class: `toast ${told.tone ? `toast-${told.tone}` : ""}` },
        h("p", {}, told.text),
        told.extra && button(told.extra.label, told.extra.run, { class: "button-link", data: { key: "toast-extra" } }),
        may && button("", () => this.undo(), { class: "button-link", "aria-label": W.toast.undoLabel, data: { key: "toast-undo" } }, seconds),
        button("×", () => this.hide(), { class: "button-cross", "aria-label": W.close, data: { key: "toast-close" } }),
      ),
    );
  }
}

/** Kinds tapped at the desk that have an inverse. */
const INVERSE = new Set([
  "people.greet",
  "people.count_anonymous",
  "people.accept_document",
  "programme.register",
  "programme.cancel_registration",
  "programme.add_chair",
  "programme.mark_attendance",
  "programme.sign",
  "money.sell",
  "money.pay",
  "counter.arrive",
  "counter.check_in",
  "counter.charge_use",
  "booking.come",
  "booking.start",
  "booking.leave",
]);

/** Those that have an inverse; none once one of them was refused. @param {Entry[]} [entries] */
function undoable(entries = []) {
  const refused = entries.some((one) => one.state === "refused");
  return refused ? [] : entries.filter((one) => INVERSE.has(one.command.kind));
}
