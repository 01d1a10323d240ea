/**
 * Money in the browser: integer cents, unit rates in ten-thousandths of a euro, never a fraction.
 *
 * The twin of `maillage/core/cents.py` (rules, rounding and messages are told there); both run
 * `maillage/core/vectors/cents.json`. Products are BigInt; an answer that a Number cannot hold
 * exactly is a RangeError.
 */

import { gettext as _ } from "../gettext.js";

const RATE_UNITS_PER_CENT = 100n;
const WHOLE = 10_000n; // basis points in 100 %
const LARGEST_EUROS = 999_999_999;

const THOUSANDS = _("\u202f"); // between thousands: a narrow no-break space

const SPACES = /[ \t\u00a0\u2009\u202f]+/g;
const EDGES = /^ +| +$/g;
const AMOUNT = /^([-\u2212]?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?(?: ?(?:€|euros?|eur))?$/i;
const DECIMAL = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

const NOT_UNDERSTOOD = _("Montant non compris\u00a0: écrivez des euros, par exemple 8 ou 8,50.");
const TOO_PRECISE = _("Écrivez au plus deux chiffres après la virgule, par exemple 8,50.");
const TOO_LARGE = _("Montant trop grand\u00a0: écrivez moins d'un milliard d'euros.");
const NOT_A_NUMBER = _("La quantité doit être un nombre, par exemple 1,5.");

const DENOMINATIONS = [100, 500, 1000, 2000, 5000, 10_000]; // cents: what people hold out
const MOST_SUGGESTIONS = 3;

/** Return `numerator / denominator` (BigInt) rounded half away from zero, as a safe Number. */
function halfUp(numerator, denominator) {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return checked(Number(numerator < 0n ? -rounded : rounded));
}

/** Return `cents`, or throw RangeError unless it is a safe integer. */
function checked(cents) {
  if (!Number.isSafeInteger(cents)) {
    throw new RangeError(`Not an exact number of cents: ${cents}`);
  }
  return cents;
}

/** Return a quantity ("1.5", "-2", 3) as a BigInt numerator over a power of ten. */
function fraction(quantity) {
  const found = DECIMAL.exec(String(quantity));
  if (!found) {
    throw new RangeError(NOT_A_NUMBER);
  }
  const [, sign, whole, decimals = ""] = found;
  const numerator = BigInt(whole + decimals);
  return [sign ? -numerator : numerator, 10n ** BigInt(decimals.length)];
}

/** Return the cents of one line: `rate` (1/10,000 €) times `quantity`, a decimal string. */
export function lineCents(rate, quantity) {
  const [numerator, denominator] = fraction(quantity);
  return halfUp(BigInt(rate) * numerator, denominator * RATE_UNITS_PER_CENT);
}

/** Return a share of `cents`; 10,000 basis points are the whole. */
export function percentOf(cents, basisPoints) {
  return halfUp(BigInt(cents) * BigInt(basisPoints), WHOLE);
}

/** Return [net, VAT] of a price that includes VAT: the net is rounded, the VAT is the rest. */
export function vatParts(grossCents, rateBasisPoints) {
  const net = halfUp(BigInt(grossCents) * WHOLE, WHOLE + BigInt(rateBasisPoints));
  return [net, checked(grossCents - net)];
}

/** Return "1 234,50 €", with no-break spaces, or as the language of the page writes it. */
export function formatEuros(cents) {
  const magnitude = Math.abs(checked(cents));
  const rest = magnitude % 100;
  const euros = String((magnitude - rest) / 100).replace(/\B(?=(\d{3})+$)/g, THOUSANDS);
  const sum = _("{euros},{cents}", { euros, cents: String(rest).padStart(2, "0") });
  return `${cents < 0 ? "-" : ""}${_("{sum}\u00a0€", { sum })}`;
}

/**
 * Return the cents of an amount typed by a person: "8", "8,5", "8.50", "1 234,50 €".
 *
 * Throws RangeError whose message says, in French, what to write.
 */
export function parseEuros(text) {
  const found = AMOUNT.exec(text.replace(SPACES, " ").replace(EDGES, ""));
  if (!found) {
    throw new RangeError(NOT_UNDERSTOOD);
  }
  const [, sign, written, decimals = ""] = found;
  if (decimals.length > 2) {
    throw new RangeError(TOO_PRECISE);
  }
  const euros = Number(written.replaceAll(" ", ""));
  if (euros > LARGEST_EUROS) {
    throw new RangeError(TOO_LARGE);
  }
  const cents = euros * 100 + Number(decimals.padEnd(2, "0"));
  return sign && cents ? -cents : cents;
}

/** Return what to give back, in cents; below zero, it is what is still missing. */
export function changeDue(due, given) {
  return checked(checked(given) - checked(due));
}

/**
 * Return at most three sums, in cents and rising, that a person who owes `dueCents` may hold out.
 *
 * Each is the debt rounded up to a usual coin or note: 8 € gives 10, 20 and 50 €. The exact sum
 * has its own key on the screen and is left out; nothing due suggests nothing.
 */
export function suggestedCash(dueCents) {
  if (checked(dueCents) <= 0) {
    return [];
  }
  const sums = DENOMINATIONS.map((coin) => Math.ceil(dueCents / coin) * coin);
  const above = [...new Set(sums)].filter((sum) => sum > dueCents);
  return above.sort((one, other) => one - other).slice(0, MOST_SUGGESTIONS);
}
