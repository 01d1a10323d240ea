/** What a use costs: minutes in units of the price, what plans pay of them, the material. Pure. */

import { familyOf } from "./machines.js";
import { sharesOf } from "./plans.js";
import { kindOf, line, priceOf, sellable } from "./prices.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Reserved} Reserved */
/** @typedef {import("./world.js").World} World */
/** @typedef {{type: "charge", reserved: Reserved, minutes: number, items: import("./prices.js").Item[], leaves: boolean}} Charge  `leaves`: they have just done with it. */

const ONE = 1000; // a unit, in thousandths
/** @type {Record<string, number>} */
const LENGTH = { minute: 1, hour: 60 };

/** Minutes in thousandths of the unit of a price, rounded up; one unit where it is no time. @param {{unit: string}} price @param {number} minutes */
export function unitsOf({ unit }, minutes) {
  const length = LENGTH[unit];
  return length ? Math.ceil((minutes * ONE) / length) : ONE;
}

/** Whether a price is for time passed, which a machine counts. @param {World} world @param {string} code */
export function isTime(world, code) {
  return world.snapshot.prices.some((one) => one.code === code && one.unit in LENGTH);
}

/** What may be used up with a machine: the material that has a price here. @param {World} world @param {Person | null} who */
export const materials = (world, who) => sellable(world, who).filter((one) => kindOf(one.unit) === "material");

/** The price code of what is used, "" for nothing. @param {World} world @param {Reserved} reserved */
export const codeOf = (world, reserved) => familyOf(world, reserved.family)?.price_code ?? "";

/** Whether something is to be counted once they have done. @param {World} world @param {Person | null} who @param {Reserved} reserved */
export const costs = (world, who, reserved) => Boolean(codeOf(world, reserved)) || materials(world, who).length > 0;

/** The time of a use: its units, its price, and what plans pay of it. @param {World} world @param {Person | null} who @param {{reserved: Reserved, minutes: number}} use */
export function timeOf(world, who, { reserved, minutes }) {
  const code = codeOf(world, reserved);
  const member = Boolean(who && world.isMember(who));
  const price = priceOf(world.snapshot.prices, code, who?.profile ?? "", member);
  const units = code ? unitsOf(price ?? { unit: "" }, minutes) : 0;
  const shares = sharesOf(who?.plans ?? [], code, units);
  return { code, price, shares, left: units - shares.reduce((sum, one) => sum + one.units, 0) };
}

/** The lines of what plans do not pay for, and of the material. @param {World} world @param {Person | null} who @param {Charge} use @returns {import("./types.js").Line[]} */
export function useLines(world, who, use) {
  const { code, price, left } = timeOf(world, who, use);
  const common = { profile: who?.profile ?? "", member: Boolean(who && world.isMember(who)), target: use.reserved.id };
  const time = left > 0 ? [line({ kind: "use", code, price, quantity: left, ...common })] : [];
  const used = use.items.map((item) => line({ kind: "material", code: item.price.code, price: item.price, quantity: item.quantity, ...common }));
  return [...time, ...used];
}

/** Minutes of « 1 h 30 », « 1h30 », « 1:30 », « 90 », « 45 min », « 1,5 h »; null for what is no length. @param {string} text */
export function minutesOf(text) {
  const said = text.trim().toLowerCase().replaceAll("\u00a0", " ");
  const [, hours, minutes = "0"] = /^(\d{1,3})\s*[h:]\s*([0-5]?\d)?\s*(?:min|mn|m)?$/.exec(said) ?? [];
  const [, alone] = /^(\d{1,5})\s*(?:minutes?|min|mn|m)?$/.exec(said) ?? [];
  const [, whole, part] = /^(\d{1,3})[.,](\d{1,2})\s*h(?:eures?)?$/.exec(said) ?? [];
  const found = hours ? Number(hours) * 60 + Number(minutes) : whole ? Math.round(Number(`${whole}.${part}`) * 60) : Number(alone ?? 0);
  return found || null;
}
