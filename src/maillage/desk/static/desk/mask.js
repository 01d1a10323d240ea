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

/** A number as it is said: « 06 12 34 56 78 » for France and overseas. @param {string} number */
export function phoneOf(number) {
  if (on) {
    return W.hiddenPhone;
  }
  const national = number.replace(/^\+(33|262|508|590|594|596|687|689)(?=\d{9}$)/, "0");
  return /^0\d{9}$/.test(national) ? national.replace(/(\d\d)(?=\d)/g, "$1\u00a0") : number;
}
