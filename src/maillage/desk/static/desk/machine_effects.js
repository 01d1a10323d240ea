/** What using a machine changes here before the server answers; see effects.js. */

import { familyOf } from "./machines.js";
import { spending } from "./plans.js";
import { timeOf } from "./using.js";

/** @typedef {import("./world.js").World} World */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Reserved} Reserved */

/** When it was typed, by the clock of the server as far as it was known. @param {Entry} entry */
const typed = ({ typedAt, skew }) => new Date(typedAt + (skew ?? 0)).toISOString();

/** Somebody is there for what they reserved. @param {World} world @param {any} payload @param {Entry} entry */
export function comeFor(world, { reservation }, entry) {
  world.changeUse(reservation, { came_at: typed(entry) });
}

/** Somebody begins to use a machine: it is theirs, and nobody else's. @param {World} world @param {any} payload @param {Entry} entry */
export function startUse(world, { reservation, resource, person = null, minutes }, entry) {
  const machine = world.machines?.resources.find((one) => one.id === resource);
  if (!machine) {
    return;
  }
  const starts_at = typed(entry);
  const later = (/** @type {number} */ length) => new Date(Date.parse(starts_at) + length * 60_000).toISOString();
  const ends_at = later(minutes);
  const { id, name, family } = machine;
  world.addUse(person, { id: reservation, resource: id, family, label: name, starts_at, ends_at, came_at: starts_at, left_at: null });
  const hold = { starts_at, ends_at: later(minutes + (familyOf(world, family)?.buffer ?? 0)), of: reservation };
  world.changeMachines((one) => (one.id === id || one.beside.includes(id) ? { ...one, held: [...one.held, hold] } : one));
}

/** Somebody has done with it: it is free. @param {World} world @param {any} payload @param {Entry} entry */
export function leaveUse(world, { reservation }, entry) {
  const left_at = typed(entry);
  world.changeUse(reservation, { left_at });
  const cut = (/** @type {import("./types.js").Hold} */ one) => (one.of === reservation ? { ...one, ends_at: left_at } : one);
  world.changeMachines((one) => ({ ...one, held: one.held.map(cut) }));
}

/** What plans pay of a use is used; the sale is told by effects.js. @param {World} world @param {any} payload */
export function countUse(world, { reservation, person, minutes, sale }) {
  const reserved = world.use(reservation);
  const who = world.person(world.uses.get(reservation) ?? person ?? null);
  if (!reserved) {
    return;
  }
  if (who) {
    const { code, shares, left } = timeOf(world, who, { reserved, minutes });
    const sold = (sale?.lines ?? []).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + (one.kind === "use" ? one.quantity : 0), 0);
    const units = shares.reduce((sum, one) => sum + one.units, 0) + left - sold;
    world.patch(who.id, (one) => ({ plans: one.plans && spending(one.plans, code, units) }));
  }
  world.changeUse(reservation, { charged: true });
}
