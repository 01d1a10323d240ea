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
const CARD = 2000; // the score of a card: nobody else is meant
const DIGITS = /^[0-9 .]+$/;

/** @param {World} world @param {string} query @returns {Person[]} best first, at most six */
export function find(world, query) {
  const typed = DIGITS.test(query) ? query.replace(/[ .]/g, "") : words(query);
  if (typeof typed === "string" ? typed.length < SHORTEST : typed.join("").length < SHORTEST) {
    return [];
  }
  const card = /\d/.test(query) ? query.trim().toUpperCase() : "";
  const expected = expectedToday(world);
  const best = /** @type {{person: Person, score: number}[]} */ ([]);
  const consider = (/** @type {Person} */ person) => {
    const match = typeof typed === "string" ? numbered(person, typed) : lettered(person, typed, card);
    if (match) {
      keep(best, { person, score: match + worth(person, expected) });
    }
  };
  if (typeof typed === "string" || card) {
    world.base.snapshot.persons.forEach(consider);
  } else {
    world.base.names.starting(longest(typed), consider);
  }
  world.added.forEach(consider);
  return best.map(({ person }) => world.person(person.id) ?? person);
}

/** All the names in one string: a search leaps from one match to the next. */
export class Names {
  /** @param {Person[]} persons */
  constructor(persons) {
    this.persons = persons;
    this.starts = new Uint32Array(persons.length + 1);
    let at = 0;
    persons.forEach(({ folded }, i) => {
      this.starts[i] = at;
      at += folded.length + 2;
    });
    this.starts[persons.length] = at;
    this.text = persons.map(({ folded }) => ` ${folded}\n`).join("");
  }

  /** Each person who has a word that begins so, once. @param {string} word @param {(person: Person) => void} consider */
  starting(word, consider) {
    const wanted = ` ${word}`;
    let who = 0;
    for (let at = this.text.indexOf(wanted); at >= 0; at = this.text.indexOf(wanted, this.starts[who])) {
      who = this.#lineOf(at, who);
      consider(this.persons[who]);
      who += 1;
    }
  }

  /** Whose name holds a position, from `low` on. @param {number} at @param {number} low */
  #lineOf(at, low) {
    let [first, last] = [low, this.persons.length - 1];
    while (first < last) {
      const middle = (first + last + 1) >> 1;
      if (this.starts[middle] <= at) {
        first = middle;
      } else {
        last = middle - 1;
      }
    }
    return first;
  }
}

/** @param {string[]} typed */
const longest = (typed) => typed.reduce((one, other) => (other.length > one.length ? other : one), "");

/** Whether a query is long enough to be looked for. @param {string} query */
export function longEnough(query) {
  return query.trim().length >= SHORTEST;
}

/** How well a folded name fits: each word typed begins one of its own. @param {string} folded @param {string[]} typed */
function named(folded, typed) {
  for (const word of typed) {
    if (!folded.startsWith(word) && !folded.includes(` ${word}`)) {
      return 0;
    }
  }
  const [first] = typed;
  const whole = folded.startsWith(`${first} `) || folded === first;
  return 1 + (folded.startsWith(first) ? 200 : 0) + (whole ? 100 : 0);
}

/** A card that has letters, else a name. @param {Person} person @param {string[]} typed @param {string} card "" when no digit was typed */
function lettered(person, typed, card) {
  const cards = card ? [person.card, ...(person.also ?? [])] : [];
  return cards.some((one) => one.toUpperCase() === card) ? CARD : named(person.folded, typed);
}

/** How well digits fit: a card, the end of a phone number, the beginning of either. @param {Person} person @param {string} digits */
function numbered({ card, last4, also }, digits) {
  if (card === digits) {
    return CARD;
  }
  if ((last4 && last4 === digits.slice(-4)) || also?.some((one) => one === digits || one === digits.slice(-4))) {
    return 1000;
  }
  return card.startsWith(digits) || last4.startsWith(digits) ? 1 : 0;
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
