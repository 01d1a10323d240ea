/**
 * French folding in the browser: how names and phone numbers are found again.
 *
 * The twin of `maillage/core/folding.py` (the rules are told there); both run
 * `maillage/core/vectors/folding.json`.
 */

const DROPPED = /[\p{M}\p{Cf}]+/gu; // accents, invisible hyphens and joiners
const NOT_KEPT = /[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]+/gu; // without Lm: it holds apostrophes
const LATIN = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
const LATIN_LETTER = new RegExp(`[${Object.keys(LATIN).join("")}]`, "gu");
const NOT_DIGITS = /[^0-9]+/g;

/** Return `text` as it is compared: lower case, no accent, punctuation to one space. */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(DROPPED, "")
    .replace(NOT_KEPT, " ")
    .toLowerCase()
    .replace(LATIN_LETTER, (letter) => LATIN[letter])
    .trim();
}

/** Return the folded words of `text`, in order. */
export function words(text) {
  const folded = fold(text);
  return folded ? folded.split(" ") : [];
}

/** Return whether each word of `query` begins some word of `folded` (already folded). */
export function startsAnyWord(query, folded) {
  const targets = folded.split(" ");
  return words(query).every((word) => targets.some((target) => target.startsWith(word)));
}

/** Return the first letter of each name, in capitals without accents; "" when there is none. */
export function initials(firstName, lastName) {
  const firstLetter = (name) => [...fold(name)].slice(0, 1).join("").toUpperCase();
  return firstLetter(firstName) + firstLetter(lastName);
}

/** Return the last four digits of a phone number, however it is written. */
export function lastFour(phone) {
  return phone.replace(NOT_DIGITS, "").slice(-4);
}
