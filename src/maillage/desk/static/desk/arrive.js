/**
 * Payloads of `counter.arrive`, `money.sell` and `money.pay`, from a basket. The arrival of one
 * person is one command: who, visit, seat, membership, sale, receipt.
 */

import { lacksPrice, linesOf, paymentsOf } from "./basket.js";
import { newId } from "./ids.js";
import { total } from "./prices.js";
import { timeOf } from "./using.js";
import { hasRoom } from "./world.js";

/** @typedef {import("./basket.js").Basket} Basket */
/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").Payment} Payment */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {{first_name: string, last_name?: string, phone?: string, price_profile?: string,
 *   profile?: Record<string, string | number>}} Draft  What was typed of a new person.
 * @typedef {{lines: Line[], payments: Payment[], due: number, number: number | null, sale: string}} Sold
 */

/**
 * The sale part and what it comes to; null when there is nothing to sell.
 *
 * @param {World} world @param {Basket} basket @param {import("./receipt.js").Series} series
 */
export function salePart(world, basket, series) {
  const lines = linesOf(world, basket);
  if (!lines.length || lacksPrice(lines) || !world.may("till")) {
    return null;
  }
  const due = total(lines);
  const payments = paymentsOf(basket, due);
  const receipt = payments.length ? series.take() : null;
  const part = { sale: basket.sale, lines, payments, ...(receipt ? { receipt } : {}) };
  return { part, sold: { lines, payments, due, number: receipt?.number ?? null, sale: basket.sale } };
}

/** Membership part of a basket. @param {Basket} basket */
function memberships({ offer }) {
  const { id, plan, starts_on, ends_on } = offer ?? {};
  return offer?.ticked ? [{ membership: id, plan, starts_on, ends_on }] : [];
}

/** @typedef {{acceptance: string, document: string, sheet: string}} Paper  A text signed on paper. */

/**
 * @param {World} world @param {Basket} basket @param {import("./receipt.js").Series} series
 * @param {{draft: Draft, papers: Paper[]} | null} [newcomer] a new person, when there is one
 * @returns {{kind: string, payload: Record<string, any>, sold: Sold | null}}
 */
export function arrival(world, basket, series, newcomer = null) {
  const sale = salePart(world, basket, series);
  const { action, who } = basket;
  const payload = {
    visit: newId(),
    ...(newcomer ? { new_person: { person: who.id, ...newcomer.draft }, papers: newcomer.papers } : { person: who.id }),
    ...(action.type === "session" ? { seat: seatPart(action) } : {}),
    ...(sale ? { sale: sale.part, memberships: memberships(basket) } : {}),
  };
  return { kind: "counter.arrive", payload, sold: sale?.sold ?? null };
}

/**
 * Somebody uses a place by their plan, which pays unless they do.
 *
 * @param {World} world @param {Basket} basket @param {import("./receipt.js").Series} series @param {boolean} paid
 * @returns {{kind: string, payload: Record<string, any>, sold: Sold | null}}
 */
export function checkIn(world, basket, series, paid) {
  const { action, who } = basket;
  const sale = paid ? salePart(world, basket, series) : null;
  const code = action.type === "use" ? action.plan.code : "";
  const payload = { visit: newId(), person: who.id, code, ...(sale ? { sale: sale.part } : {}) };
  return { kind: "counter.check_in", payload, sold: sale?.sold ?? null };
}

/**
 * Somebody has done with a machine, and what they used of it is counted: what they pay, the rest by
 * their plans; nothing to count where it has no price.
 *
 * @param {World} world @param {Basket} basket @param {import("./receipt.js").Series} series
 * @returns {{before: {kind: string, payload: Record<string, any>}[], command: {kind: string, payload: Record<string, any>} | null, sold: Sold | null}}
 */
export function charging(world, basket, series) {
  const { reserved, minutes, leaves } = /** @type {import("./using.js").Charge} */ (basket.action);
  const sale = salePart(world, basket, series);
  const before = leaves ? [{ kind: "booking.leave", payload: { reservation: reserved.id } }] : [];
  const person = basket.who ? { person: basket.who.id } : {};
  const payload = { reservation: reserved.id, minutes, ...person, ...(sale ? { sale: sale.part } : {}) };
  const counts = sale || (basket.who && timeOf(world, basket.who, { reserved, minutes }).shares.length);
  return { before, command: counts ? { kind: "counter.charge_use", payload } : null, sold: sale?.sold ?? null };
}

/** @param {{session: {id: string}, registration: {id: string} | null}} action */
function seatPart({ session, registration }) {
  return { session: session.id, registration: registration?.id ?? newId() };
}

/**
 * Seats of a session, together. What is seen free here is promised: the server does not take it
 * back, another device may have promised it too.
 *
 * @param {import("./types.js").Session} session @param {{registration: string, person?: string}[]} seats
 * @param {boolean} [ahead]
 */
export function registering(session, seats, ahead = false) {
  const party = seats.length > 1 ? { party: newId() } : {};
  const promised = hasRoom(session, seats.length, ahead) ? { promised: true } : {};
  return { kind: "programme.register", payload: { session: session.id, seats, ...party, ...(ahead ? { ahead } : {}), ...promised } };
}

/** Pay what was left for later. @param {string} sale @param {Payment[]} payments @param {import("./receipt.js").Series} series */
export function settlement(sale, payments, series) {
  const receipt = series.take();
  return { kind: "money.pay", payload: { sale, payments, receipt }, number: receipt.number };
}

/**
 * Undo what was typed, last first. Where a sale was made the desk names its reversal; where money
 * moved the reversal has a receipt of its own.
 *
 * @param {import("./types.js").Entry[]} entries @param {import("./receipt.js").Series} series
 */
export function undoing(entries, series) {
  return [...entries].reverse().map(({ command }) => {
    const sale = command.kind === "money.pay" ? command.payload : command.payload.sale;
    const moved = Boolean(sale?.receipt);
    const given = sale ? { reversal: newId(), ...(moved ? { receipt: series.take() } : {}) } : {};
    return { kind: "core.undo", payload: { key: command.key, given } };
  });
}
