/**
 * Mode accueil: when somebody can see the screen, names become « Marie L. », sums and phone
 * numbers dots. What the person in front must hear, the price they pay, stays.
 */

import { formatEuros } from "./rules/cents.js";
import { W } from "./words.js";

const KEPT = "maillage.mask";

let on = read();

function read() {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false;
  }
}

export function masked() {
  return on;
}

/** @param {boolean} value */
export function setMask(value) {
  on = value;
  try {
    localStorage.setItem(KEPT, value ? "1" : "0");
  } catch {
    // Refused storage: the mask lasts as long as the page.
  }
}

/** @param {{first: string, last: string}} person */
export function nameOf({ first, last }) {
  if (!on || !last) {
    return `${first} ${last}`.trim();
  }
  return `${first} ${[...last][0].toUpperCase()}.`;
}

/** A sum that tells about somebody else, or about the till. @param {number} cents */
export function privately(cents) {
  return on ? W.hiddenSum : formatEuros(cents);
}

/** @param {string} number */
export function phoneOf(number) {
  return on ? W.hiddenPhone : number;
}
