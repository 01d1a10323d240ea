/**
 * Finding a person in the device's memory: two letters, the last four digits, a card number.
 *
 * Every word typed begins some word of the name. One pass over the snapshot, no sort of the whole:
 * 50,000 persons take a few milliseconds.
 */

import { words } from "./rules/fold.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./world.js").World} World */

const MOST = 6;
const SHORTEST = 2;
const DIGITS = /^[0-9 .]+$/;

/** @param {World} world @param {string} query @returns {Person[]} best first, at most six */
export function find(world, query) {
  const matches = DIGITS.test(query) ? byNumber(query.replace(/[ .]/g, "")) : byName(words(query));
  if (!matches) {
    return [];
  }
  const expected = expectedToday(world);
  const best = /** @type {{person: Person, score: number}[]} */ ([]);
  const consider = (/** @type {Person} */ person, /** @type {string} */ hay) => {
    const match = matches(person, hay);
    if (match) {
      keep(best, { person, score: match + worth(person, expected) });
    }
  };
  const { snapshot, haystack } = world.base;
  snapshot.persons.forEach((person, i) => consider(person, haystack[i]));
  world.added.forEach((person) => consider(person, ` ${person.folded}`));
  return best.map(({ person }) => world.person(person.id) ?? person);
}

/** Whether a query is long enough to be looked for. @param {string} query */
export function longEnough(query) {
  return query.trim().length >= SHORTEST;
}

/** @param {string[]} typed @returns {((person: Person, hay: string) => number) | null} */
function byName(typed) {
  if (!typed.length || typed.join("").length < SHORTEST) {
    return null;
  }
  const starts = typed.map((word) => ` ${word}`);
  return (_person, hay) => {
    if (!starts.every((start) => hay.includes(start))) {
      return 0;
    }
    const whole = hay.startsWith(`${starts[0]} `) || hay === starts[0];
    return 1 + (hay.startsWith(starts[0]) ? 200 : 0) + (whole ? 100 : 0);
  };
}

/** @param {string} digits @returns {((person: Person) => number) | null} */
function byNumber(digits) {
  if (digits.length < SHORTEST) {
    return null;
  }
  return (person) => {
    if (person.card === digits) {
      return 2000;
    }
    if (person.last4 && person.last4 === digits.slice(-4)) {
      return 1000;
    }
    return person.card.startsWith(digits) || person.last4.startsWith(digits) ? 1 : 0;
  };
}

/** Who is awaited, or came often, is more likely the one. @param {Person} person @param {Set<string>} expected */
function worth(person, expected) {
  return (expected.has(person.id) ? 400 : 0) + Math.min(person.visits, 99);
}

/** @param {World} world */
function expectedToday(world) {
  const ids = new Set();
  for (const session of world.sessionsOn(world.day)) {
    for (const one of session.registrations) {
      if (one.person && one.attendance === "expected" && one.state !== "cancelled") {
        ids.add(one.person);
      }
    }
  }
  return ids;
}

/** Insert in order, drop the last beyond six. @param {{person: Person, score: number}[]} best @param {{person: Person, score: number}} one */
function keep(best, one) {
  if (best.length === MOST && one.score <= best[MOST - 1].score) {
    return;
  }
  const at = best.findIndex((other) => other.score < one.score);
  best.splice(at < 0 ? best.length : at, 0, one);
  best.length = Math.min(best.length, MOST);
}
