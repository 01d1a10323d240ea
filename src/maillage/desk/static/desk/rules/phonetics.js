/**
 * French phonetics in the browser: what a name sounds like, so that spellings of one name meet.
 *
 * The twin of `maillage/core/phonetics.py` (the rules are told there); both run
 * `maillage/core/vectors/phonetics.json`. Written without looking back, which older browsers
 * cannot read.
 */

import { words } from "./fold.js";

const LONGEST = 80;
/** @type {Record<string, string>} */
const IN_FULL = { st: "saint", ste: "sainte" };
/** @type {[RegExp, string | ((found: string, at: number) => string)][]} */
const RULES = [
  [/[^a-z]/g, ""],
  [/s?ch(?=[rl]|ae?l)/g, "k"], // Christophe, Michael
  [/s?ch|sh/g, "2"], // 2 stands for ch, while c is rewritten
  [/ph/g, "f"],
  [/h/g, ""],
  [/qu|q|ck/g, "k"],
  [/sc(?=[eiy])/g, "s"],
  [/c(?=[eiy])/g, "s"],
  [/c/g, "k"],
  [/gu(?=[eiy])/g, "g3"], // 3 keeps g hard before e and i
  [/g(?=[eiy])/g, "j"],
  [/3/g, ""],
  [/w/g, "v"],
  [/b(?=v)/g, ""], // Lefebvre
  [/aul(?=[dtx]s?$)/g, "au"], // Renault, Renaud
  [/(.)[dtsxz]+$/, "$1"], // silent at the end: Dupont, Dupond
  [/x/g, "ks"],
  [/z/g, "s"],
  [/eau|au/g, "o"],
  [/(?:ai|ei|i|y)[nm](?![aeiouynm])/g, "in"],
  [/[ae][nm](?![aeiouynm])/g, "an"],
  [/o[nm](?![aeiouynm])/g, "on"],
  [/ou/g, "u"],
  [/^(?:ai|ei|ay|ey|oe)/, "e"],
  [/ai|ei|ay|ey|eu|e/g, (found, at) => (at ? "" : found)], // Lemaire, Lemère; Le Gall, Legall
  [/y/g, "i"],
  [/(.)\1+/g, "$1"],
  [/2/g, "c"],
];

/** Return what `text` sounds like, as letters without spaces; "" without a Latin letter. @param {string} text */
export function sound(text) {
  return soundOfWords(words(text));
}

/** The same, of words already folded. @param {string[]} folded */
export function soundOfWords(folded) {
  let key = folded.map((word) => IN_FULL[word] ?? word).join("");
  for (const [pattern, to] of RULES) {
    key = key.replace(pattern, /** @type {any} */ (to));
  }
  return key.slice(0, LONGEST);
}

/** Return what a whole name sounds like, at most 80 letters. @param {string} firstName @param {string} lastName */
export function soundOfName(firstName, lastName) {
  return (sound(firstName) + sound(lastName)).slice(0, LONGEST);
}
