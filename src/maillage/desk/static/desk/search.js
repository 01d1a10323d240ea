/**
 * Finding a person in the device's memory: two letters, the last four digits, a card number.
 *
 * Every word typed begins some word of the name. One pass over the snapshot, no sort of the whole:
 * 50,000 persons take a few milliseconds. When fewer than six are found, names that sound alike or
 * are a slip of a key apart complete them, after them.
 */

import { FAR, farFrom, Lexicon } from "./nearby.js";
import { words } from "./rules/fold.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./world.js").World} World */
/** @typedef {{persons: Person[], exact: number}} Found  Best first; those from `exact` on are only near. */

const MOST = 6;
const SHORTEST = 2;
const SHORTEST_NEAR = 3;
const CARD = 2000; // the score of a card: nobody else is meant
const NEARER = 1000; // what one step further takes from a score: more than anybody is worth
const DIGITS = /^[0-9 .]+$/;

/** @param {World} world @param {string} query @returns {Found} at most six */
export function find(world, query) {
  const typed = DIGITS.test(query) ? query.replace(/[ .]/g, "") : words(query);
  if (typeof typed === "string" ? typed.length < SHORTEST : typed.join("").length < SHORTEST) {
    return { persons: [], exact: 0 };
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
    world.base.persons.forEach(consider);
  } else {
    world.base.names.starting(longest(typed), consider);
  }
  world.added.forEach(consider);
  const exact = best.length;
  if (exact < MOST && typeof typed !== "string" && !card && longest(typed).length >= SHORTEST_NEAR) {
    complete(best, world, typed, expected);
  }
  return { persons: best.map(({ person }) => world.person(person.id) ?? person), exact };
}

/** Those whose names are near, after those found. @param {{person: Person, score: number}[]} best @param {World} world @param {string[]} typed @param {Set<string>} expected */
function complete(best, world, typed, expected) {
  const found = new Set(best.map(({ person }) => person.id));
  const consider = (/** @type {Person} */ person, /** @type {number} */ far) => {
    if (far < FAR && !found.has(person.id)) {
      keep(best, { person, score: worth(person, expected) - (far + 1) * NEARER });
    }
  };
  world.base.names.near(typed, consider);
  world.added.forEach((person) => consider(person, farFrom(person.folded, typed)));
}

/** The names of one moment, made once: all of them in one string, and their words. */
class Index {
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
    this.lexicon = new Lexicon(persons);
    this.lexicon.prepare();
  }

  /** Each person who has a word that begins so, once: a search leaps from one match to the next. @param {string} word @param {(person: Person) => void} consider */
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

const MOST_APART = 300;

/** The names of a snapshot: the index of an earlier one as long as few names are other. */
export class Names {
  /** Named otherwise than in the index, or not in it. @type {Set<string>} */
  #apart = new Set();
  #index;

  /** @param {Map<string, Person>} persons @param {Names | null} [before] those of the snapshot before */
  constructor(persons, before = null) {
    this.persons = persons;
    const apart = before && before.#apartIn(persons);
    if (before && apart && apart.size <= MOST_APART) {
      this.#apart = apart;
      this.#index = before.#index;
    } else {
      this.#index = new Index([...persons.values()]);
    }
  }

  /** @param {Map<string, Person>} persons those of the next snapshot */
  #apartIn(persons) {
    const apart = new Set([...this.#apart].filter((id) => persons.has(id)));
    for (const [id, one] of persons) {
      const before = this.persons.get(id);
      if (before !== one && before?.folded !== one.folded) {
        apart.add(id);
      }
    }
    return apart;
  }

  /** Persons who may have a word that begins so, once each. @param {string} word @param {(person: Person) => void} consider */
  starting(word, consider) {
    this.#index.starting(word, (one) => this.#now(one, consider));
    this.#eachApart(consider);
  }

  /** Persons whose words are near those typed, and how far. @param {string[]} typed @param {(person: Person, far: number) => void} consider */
  near(typed, consider) {
    this.#index.lexicon.near(typed, (one, far) => this.#now(one, (person) => consider(person, far)));
    this.#eachApart((person) => consider(person, farFrom(person.folded, typed)));
  }

  /** Who a person of the index is now, when their name is still that. @param {Person} one @param {(person: Person) => void} consider */
  #now({ id }, consider) {
    const person = this.persons.get(id);
    if (person && !this.#apart.has(id)) {
      consider(person);
    }
  }

  /** @param {(person: Person) => void} consider */
  #eachApart(consider) {
    this.#apart.forEach((id) => consider(/** @type {Person} */ (this.persons.get(id))));
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
