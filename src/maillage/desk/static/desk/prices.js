/**
 * What to charge: look up, multiply, nothing else. The server has resolved every (code, profile,
 * member) of the place and day; the rules are not here.
 */

import { lineCents, parseEuros } from "./rules/cents.js";
import { W } from "./words.js";

/** @typedef {import("./types.js").Price} Price */
/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").Plan} Plan */
/** @typedef {import("./world.js").World} World */

const ONE = 1000; // quantities are in thousandths
export const MOST_CENTS = 99_999_999; // as the server: more is no sum of a till
const OPEN_FORMATS = ["free_access", "outreach_slot"];

/**
 * @param {Price[]} prices @param {string} code @param {string} profile @param {boolean} member
 * @returns {Price | null}
 */
export function priceOf(prices, code, profile, member) {
  const fits = (/** @type {string} */ wanted) =>
    prices.find((one) => one.code === code && one.profile === wanted && one.member === member);
  return (code && (fits(profile) ?? fits(""))) || null;
}

/** @typedef {{price: Price, quantity: number}} Item  Something picked to be sold. */

/** What may be bought alone here today, no membership and no plan, at the price of who buys; nobody known: no profile, no membership. @param {World} world @param {import("./types.js").Person | null} [who] @returns {Price[]} */
export function sellable(world, who = null) {
  const { prices, plans, use_plan_codes = [] } = world.snapshot;
  const fees = new Set([...plans.map((one) => one.price_code), ...use_plan_codes]);
  const codes = [...new Set(prices.map((one) => one.code))].filter((code) => !fees.has(code));
  const isMember = Boolean(who && world.isMember(who));
  return codes.flatMap((code) => priceOf(prices, code, who?.profile ?? "", isMember) ?? []);
}

/** What kind of line a unit makes: time used, raw material, something else. @param {string} unit @returns {Line["kind"]} */
export function kindOf(unit) {
  return KINDS[unit] ?? "other";
}

/** @type {Record<string, Line["kind"]>} */
const KINDS = { minute: "use", hour: "use", day: "use", gram: "material", sheet: "material", cm: "material", piece: "material" };

/** Thousandths of « 3 » or « 1,5 »; null for what is no quantity. @param {string} text */
export function quantityOf(text) {
  const [, whole, part = ""] = /^(\d{1,4})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? [];
  return Number(`${whole}${part.padEnd(3, "0")}`) || null;
}

/** Cents of a sum typed at the desk; throws RangeError, which says what to write. @param {string} text */
export function sumOf(text) {
  const cents = parseEuros(text);
  if (cents < 0) {
    throw new RangeError(W.sums.negative);
  }
  if (cents > MOST_CENTS) {
    throw new RangeError(W.sums.tooLarge);
  }
  return cents;
}

/**
 * One line of a sale at the price of the grid; without a price it is at 0, to be typed.
 *
 * @param {{kind: Line["kind"], code: string, profile: string, member: boolean, target: string | null,
 *   price: Price | null, quantity?: number}} what
 * @returns {Line}
 */
export function line({ kind, code, profile, member, target, price, quantity = ONE }) {
  const rate = price?.rate ?? 0;
  return {
    kind,
    code,
    profile,
    member,
    price: price?.price ?? null,
    target,
    rate,
    quantity,
    discount_cents: 0,
    reason: "",
    amount_cents: gross(rate, quantity),
  };
}

/** Cents of a rate (1/10,000 €) times a quantity (thousandths). @param {number} rate @param {number} quantity */
export function gross(rate, quantity) {
  return lineCents(rate, (quantity / ONE).toString());
}

/**
 * The same line at another price, with its reason: a discount below the grid, another rate above.
 *
 * @param {Line} one @param {number} cents @param {string} reason @returns {Line}
 */
export function repriced(one, cents, reason) {
  const grid = gross(one.rate, one.quantity);
  if (cents <= grid) {
    return { ...one, discount_cents: grid - cents, reason: cents === grid ? "" : reason, amount_cents: cents };
  }
  const rate = Math.ceil((cents * 100 * ONE) / one.quantity);
  return { ...one, rate, discount_cents: gross(rate, one.quantity) - cents, reason, amount_cents: cents };
}

/** The tax of a line: as it was sold, else as its price says today. @param {World} world @param {import("./types.js").DueLine} line */
export function taxOf({ snapshot }, { price, tax_mode, tax_rate = 0 }) {
  const told = tax_mode === undefined ? snapshot.prices.find((one) => one.price === price) : { tax_mode, tax_rate };
  return { tax_mode: told?.tax_mode ?? "", tax_rate: told?.tax_rate ?? 0 };
}

/** @param {{amount_cents: number}[]} lines */
export function total(lines) {
  return lines.reduce((sum, one) => sum + one.amount_cents, 0);
}

/**
 * Whether to put a membership in this payment: "needed" (no price without it), "proposed" (ticked,
 * one may untick), "offered" (unticked) or "none".
 *
 * @param {{prices: Price[], plan: Plan | null, code: string, profile: string, format: string,
 *   isMember: boolean, expired: boolean}} about
 * @returns {"needed" | "proposed" | "offered" | "none"}
 */
export function membershipAdvice({ prices, plan, code, profile, format, isMember, expired }) {
  if (isMember || !plan) {
    return "none";
  }
  const asMember = priceOf(prices, code, profile, true);
  const asVisitor = priceOf(prices, code, profile, false);
  if (asMember && !asVisitor) {
    return "needed";
  }
  const paid = (asVisitor?.rate ?? 0) > 0;
  const sameRate = asMember?.rate === asVisitor?.rate;
  const workshop = paid && !OPEN_FORMATS.includes(format);
  return workshop && (expired || sameRate) ? "proposed" : "offered";
}
