/**
 * What is about to be paid: lines at the price of the grid, a membership one may untick, another
 * price with its reason, one or several means. Pure: no screen, no network.
 */

import { newId } from "./ids.js";
import { kindOf, line, membershipAdvice, priceOf, repriced, total } from "./prices.js";
import { useLines } from "./using.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").Payment} Payment */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./suggest.js").Action} Action */
/**
 * @typedef {{id: string, plan: string, label: string, price_code: string, starts_on: string,
 *   ends_on: string, advice: "needed" | "proposed" | "offered", ticked: boolean}} Offer
 * @typedef {{who: Person | null, isNew: boolean, isMember: boolean, action: Action, offer: Offer | null,
 *   override: {cents: number | "free", reason: string} | null, means: string,
 *   given: number | null, parts: {means: string, cents: number}[], sale: string}} Basket
 */

export const MEANS = ["cash", "card", "cheque", "transfer", "voucher"];

/**
 * @param {World} world @param {Person | null} who nobody known: a sale to a passer-by
 * @param {Action} action @param {boolean} [isNew]
 * @returns {Basket}
 */
export function openBasket(world, who, action, isNew = false) {
  return {
    who,
    isNew,
    isMember: Boolean(who && world.isMember(who)),
    action,
    offer: who && offerFor(world, who, action),
    override: null,
    means: who && MEANS.includes(who.last_means) ? who.last_means : "cash",
    given: null,
    parts: [],
    sale: newId(),
  };
}

/** @param {World} world @param {Person} who @param {Action} action @returns {Offer | null} */
function offerFor(world, who, action) {
  const { plan } = world;
  if (!plan || (action.type !== "member" && action.type !== "session")) {
    return null;
  }
  const advice =
    action.type === "member"
      ? "needed"
      : membershipAdvice({
          prices: world.snapshot.prices,
          plan,
          code: action.session.price_code,
          profile: who.profile,
          format: action.session.format,
          isMember: world.isMember(who),
          expired: Boolean(who.expired_on),
        });
  if (advice === "none") {
    return null;
  }
  const renewed = world.snapshot.plans.find((one) => one.id === who.renewal?.plan) ?? plan;
  return {
    id: newId(),
    plan: renewed.id,
    label: renewed.label,
    price_code: renewed.price_code,
    starts_on: who.renewal?.starts_on ?? renewed.starts_on,
    ends_on: who.renewal?.ends_on ?? renewed.ends_on,
    advice,
    ticked: advice !== "offered",
  };
}

/** The lines of the sale as they stand. @param {World} world @param {Basket} basket @returns {Line[]} */
export function linesOf(world, basket) {
  const lines = gridLines(world, basket);
  const { override } = basket;
  if (!override || !lines.length) {
    return lines;
  }
  if (override.cents === "free") {
    return lines.map((one) => repriced(one, 0, override.reason));
  }
  return spread(lines, override.cents, override.reason);
}

/** The lines so that they come to `cents`: the last one changes first, then those before it. @param {Line[]} lines @param {number} cents @param {string} reason @returns {Line[]} */
function spread(lines, cents, reason) {
  const last = lines[lines.length - 1];
  const before = lines.slice(0, -1);
  const left = cents - total(before);
  if (left >= 0 || !before.length) {
    return [...before, repriced(last, Math.max(0, left), reason)];
  }
  return [...spread(before, cents, reason), repriced(last, 0, reason)];
}

/** @param {World} world @param {Basket} basket @returns {Line[]} */
function gridLines(world, basket) {
  const { prices } = world.snapshot;
  const { who, action, offer, isMember } = basket;
  const profile = who?.profile ?? "";
  const lines = [];
  if (offer?.ticked) {
    const code = offer.price_code;
    const price = priceOf(prices, code, profile, isMember) ?? priceOf(prices, code, profile, true);
    lines.push(line({ kind: "membership", code, profile, member: isMember, target: offer.id, price }));
  }
  if (action.type === "session" && action.session.price_code) {
    const code = action.session.price_code;
    const member = isMember || Boolean(offer?.ticked);
    const price = priceOf(prices, code, profile, member);
    lines.push(line({ kind: "session", code, profile, member, target: action.session.id, price }));
  }
  if (action.type === "use") {
    const { code } = action.plan;
    lines.push(line({ kind: "use", code, profile, member: isMember, target: null, price: priceOf(prices, code, profile, isMember) }));
  }
  if (action.type === "charge") {
    lines.push(...useLines(world, who, action));
  }
  if (action.type === "sell") {
    const { items } = action;
    lines.push(...items.map(({ price, quantity }) => line({ kind: kindOf(price.unit), code: price.code, profile, member: isMember, target: null, price, quantity })));
  }
  return lines;
}

/** Whether a line has no price in the grid and none was typed. @param {Line[]} lines */
export function lacksPrice(lines) {
  return lines.some((one) => one.price === null && one.reason === "");
}

/** Why this price: the grid's words, or the reason of another price. @param {World} world @param {Line} one */
export function whyOf(world, one) {
  return world.snapshot.prices.find((price) => price.price === one.price && price.member === one.member)?.why ?? "";
}

/** How it is paid: nothing for « plus tard » and for 0.00. @param {Basket} basket @param {number} due @returns {Payment[]} */
export function paymentsOf(basket, due) {
  if (due === 0 || basket.means === "later") {
    return [];
  }
  if (basket.means === "several") {
    return basket.parts.filter((part) => part.cents > 0).map(({ means, cents }) => ({ means, amount_cents: cents }));
  }
  const given = basket.means === "cash" && basket.given !== null ? { given_cents: basket.given } : {};
  return [{ means: basket.means, amount_cents: due, ...given }];
}

/** Whether the means chosen pay exactly what is due, and enough was given. @param {Basket} basket @param {number} due */
export function balanced(basket, due) {
  if (basket.means === "several") {
    return basket.parts.reduce((sum, part) => sum + part.cents, 0) === due;
  }
  return basket.means !== "cash" || basket.given === null || basket.given >= due;
}
