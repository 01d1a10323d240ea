/**
 * Numbers of this device's receipts, from 1 without a hole.
 *
 * The snapshot gives the next number the server would take; what was numbered here since is added.
 * Numbers never go back, even after an undo: a reversal has a number of its own.
 */

import { newId } from "./ids.js";

export class Series {
  #next = 1;
  #epoch = "";

  /**
   * Hear the server: `next` counts what it holds, `waiting` the receipts it has not seen yet.
   *
   * @param {{next: number, epoch: string, waiting: number[]}} news
   */
  hear({ next, epoch, waiting }) {
    const after = Math.max(next, ...waiting.map((number) => number + 1));
    this.#next = epoch === this.#epoch ? Math.max(this.#next, after) : after;
    this.#epoch = epoch;
  }

  /** The number the next receipt would take. */
  get next() {
    return this.#next;
  }

  /** Take a number, for good. @returns {{receipt: string, number: number}} */
  take() {
    const number = this.#next;
    this.#next += 1;
    return { receipt: newId(), number };
  }
}

/** Numbers of the receipts that a command issues. @param {import("./types.js").Command} command */
export function numbersIn({ payload }) {
  const receipts = [payload.receipt, payload.sale?.receipt, payload.given?.receipt];
  return receipts.filter((one) => one?.number).map((one) => one.number);
}
