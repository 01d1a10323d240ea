/**
 * What is probably wanted for the person in front: one action first, the others under it.
 *
 * `blocked` names what must be done before ("consent": a minor without parental consent; "age":
 * under the workshop's minimum age). Everything else is suggested, never forbidden.
 */

import { usesLeft } from "./plans.js";
import { codeOf, isTime } from "./using.js";
import { minutesUntil } from "./when.js";
import { freeSeats, seated, waitingList } from "./world.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Registration} Registration */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {{type: "session", session: Session, registration: Registration | null}
 *   | {type: "greet"} | {type: "register", session: Session} | {type: "member"} | {type: "settle"}
 *   | {type: "come" | "leave" | "count", reserved: import("./types.js").Reserved}
 *   | import("./using.js").Charge
 *   | {type: "use", plan: import("./types.js").UsePlan}
 *   | {type: "sell", items: import("./prices.js").Item[]}} Action
 */

const SOON = 60; // minutes before a session when somebody who comes in comes for it
const OPEN_FORMATS = ["free_access", "outreach_slot"];

/**
 * @param {World} world @param {Person} person @param {string | null} [target] session to register to
 * @returns {Action[]} the best first
 */
export function actionsFor(world, person, target = null) {
  const wanted = target && world.sessions.get(target);
  if (wanted) {
    return [{ type: "register", session: wanted }];
  }
  const coming = world.sessionsOn(world.day).filter((one) => minutesUntil(one.ends_at) > 0);
  const own = coming.flatMap((session) => ownSeat(session, person));
  const open = coming.filter((one) => !seatIn(one, person) && minutesUntil(one.starts_at) <= SOON);
  const walkIn = open.map((session) => /** @type {Action} */ ({ type: "session", session, registration: null }));
  const free = walkIn.filter((one) => one.type === "session" && OPEN_FORMATS.includes(one.session.format));
  const rest = walkIn.filter((one) => !free.includes(one));
  const here = Boolean(person.today);
  const debts = world.may("till") && person.due_cents > 0 ? [/** @type {Action} */ ({ type: "settle" })] : [];
  const { machines, counts } = usesNow(world, person);
  const uses = usesLeft(person).filter((one) => !isTime(world, one.code)).map((plan) => /** @type {Action} */ ({ type: "use", plan }));
  const greet = /** @type {Action} */ ({ type: "greet" });
  const member = world.plan && world.may("till") && !world.isMember(person) ? [/** @type {Action} */ ({ type: "member" })] : [];
  if (own.length) {
    return [...own, ...machines, ...uses, ...counts, ...debts, ...(here ? [] : [greet]), ...free, ...rest, ...member];
  }
  if (uses.length || machines.length) {
    return [...machines, ...uses, ...counts, ...debts, ...(here ? [] : [greet]), ...free, ...rest, ...member];
  }
  if (here) {
    return [...counts, ...debts, ...free, ...rest, ...member, greet];
  }
  return [...free.slice(0, 1), greet, ...counts, ...debts, ...free.slice(1), ...rest, ...member];
}

/** What somebody has of machines today: to come for, to have done with; done with, and not counted yet. @param {World} world @param {Person} person */
function usesNow(world, person) {
  const mine = world.may("book") ? (person.reserved ?? []) : [];
  const ahead = mine.filter((one) => !one.left_at);
  const done = mine.filter((one) => one.left_at && !one.charged && world.may("till") && codeOf(world, one));
  return {
    machines: ahead.map((reserved) => /** @type {Action} */ ({ type: reserved.came_at ? "leave" : "come", reserved })),
    counts: done.map((reserved) => /** @type {Action} */ ({ type: "count", reserved })),
  };
}

/** @param {Session} session @param {Person} person */
function seatIn(session, person) {
  return session.registrations.find((one) => one.person === person.id && one.state !== "cancelled");
}

/** @param {Session} session @param {Person} person @returns {Action[]} */
function ownSeat(session, person) {
  const registration = seatIn(session, person);
  return registration?.attendance === "expected" ? [{ type: "session", session, registration }] : [];
}

/**
 * As the server's own rule: too young is who has not surely reached the age asked for.
 *
 * @param {Session} session
 * @param {{minor: boolean, missing: string[], age_from: number | null}} person
 * @returns {"" | "consent" | "age"}
 */
export function blocked(session, { minor, missing, age_from }) {
  if (age_from !== null && age_from < (session.minimum_age ?? 0)) {
    return "age";
  }
  return minor && missing.includes("parental_consent") ? "consent" : "";
}

/** The youngest age of a band, « 12_17 »; null when it is not told. @param {string} [band] */
export const youngest = (band) => (band ? Number.parseInt(band, 10) || 0 : null);

/** The session that matters now: running, else the next one of the day. @param {World} world */
export function sessionNow(world) {
  const coming = world.sessionsOn(world.day).filter((one) => minutesUntil(one.ends_at) > 0);
  return coming.find((one) => !OPEN_FORMATS.includes(one.format)) ?? coming[0] ?? null;
}

/** Sessions one may still register to, today and after. @param {World} world @param {number} [most] */
export function sessionsAhead(world, most = 12) {
  return world
    .sessionsOn(world.day, true)
    .filter((one) => minutesUntil(one.ends_at) > 0)
    .slice(0, most);
}

/** How full a session is. @param {Session} session */
export function fullness(session) {
  return { taken: seated(session).length, free: freeSeats(session), waiting: waitingList(session).length };
}
