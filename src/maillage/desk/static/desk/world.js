/**
 * The world as the desk sees it now: the last snapshot, and on top what was typed since.
 *
 * A `Base` is made once per snapshot (it may hold 50,000 persons); a `World` is thrown away and
 * made again whenever the queue changes, and only holds differences.
 */

import { Names } from "./search.js";
import { W } from "./words.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Registration} Registration */
/** @typedef {import("./types.js").Reserved} Reserved */

export class Base {
  /** @param {Snapshot} snapshot @param {Base | null} [before] of the snapshot before: its index of names serves again */
  constructor(snapshot, before = null) {
    this.snapshot = snapshot;
    this.persons = new Map(snapshot.persons.map((person) => [person.id, person]));
    this.names = new Names(this.persons, before?.names);
    /** Whose each use of the day is; nobody's for a passer-by. @type {[string, string | null][]} */
    this.uses = snapshot.persons.flatMap((one) => (one.reserved ?? []).map((held) => /** @type {[string, string]} */ ([held.id, one.id])));
    this.uses.push(...(snapshot.machines?.unnamed ?? []).map((held) => /** @type {[string, null]} */ ([held.id, null])));
  }
}

export class World {
  /** @param {Base} base */
  constructor(base) {
    const { snapshot } = base;
    this.base = base;
    this.snapshot = snapshot;
    /** @type {Map<string, Partial<Person>>} */
    this.patches = new Map();
    /** @type {Person[]} */
    this.added = [];
    this.sessions = new Map(snapshot.sessions.map((session) => [session.id, session]));
    this.today = { ...snapshot.today, here: [...snapshot.today.here] };
    this.uses = new Map(base.uses);
    this.machines = snapshot.machines ?? null;
    const till = snapshot.till ?? { series: "", code: "", next_number: 1, open: null };
    this.till = { ...till, open: till.open && { ...till.open } };
    /** @type {(person: Person) => Person} */
    this.veil = (person) => person;
  }

  /** Somebody took the desk over since, with the rights that the team told of them. @param {string} id */
  takenBy(id) {
    const { first_name = "", rights = [] } = this.snapshot.team.find((one) => one.id === id) ?? {};
    const to_settle = rights.includes("settle") ? this.base.snapshot.to_settle : 0;
    this.snapshot = { ...this.snapshot, actor: { id, first_name, rights }, to_settle };
  }

  /** What was told for who was there before shows no more than the present rights: as `persons.py`. */
  drawVeil() {
    if (this.snapshot.actor.id !== this.base.snapshot.actor.id) {
      const initials = this.may("people") ? {} : { sex: null };
      const dues = this.may("till") ? {} : { due_cents: 0, dues: [] };
      const last = (/** @type {string} */ name) => (this.may("people") || !name ? name : `${[...name][0]}.`);
      this.veil = (person) => ({ ...person, ...initials, ...dues, last: last(person.last) });
    }
  }

  get day() {
    return this.snapshot.day;
  }

  /** Whether the actor may; nobody takes money on a device without a series. @param {string} right */
  may(right) {
    if (right === "till" && !this.snapshot.till) {
      return false;
    }
    return this.snapshot.actor.rights.includes(right);
  }

  /** @param {string | null} id @returns {Person | null} */
  person(id) {
    const found = this.base.persons.get(id ?? "") ?? this.added.find((one) => one.id === id);
    const patch = this.patches.get(id ?? "");
    return found ? this.veil(patch ? { ...found, ...patch } : found) : null;
  }

  /** @param {string} id @param {(person: Person) => Partial<Person>} change */
  patch(id, change) {
    const person = this.person(id);
    if (person) {
      this.patches.set(id, { ...this.patches.get(id), ...change(person) });
    }
  }

  /** Something reserved or used today. @param {string} id @returns {Reserved | null} */
  use(id) {
    const owner = this.uses.get(id);
    const rows = owner ? this.person(owner)?.reserved : this.machines?.unnamed;
    return rows?.find((one) => one.id === id) ?? null;
  }

  /** @param {string | null} person nobody known: a passer-by @param {Reserved} use */
  addUse(person, use) {
    this.uses.set(use.id, person);
    this.#changeUses(person, (rows) => [...rows, use]);
  }

  /** @param {string} id @param {Partial<Reserved>} change */
  changeUse(id, change) {
    const owner = this.uses.get(id);
    if (owner !== undefined) {
      this.#changeUses(owner, (rows) => rows.map((one) => (one.id === id ? { ...one, ...change } : one)));
    }
  }

  /** @param {string | null} person @param {(rows: Reserved[]) => Reserved[]} change */
  #changeUses(person, change) {
    if (person) {
      this.patch(person, (one) => ({ reserved: change(one.reserved ?? []) }));
    } else if (this.machines) {
      this.machines = { ...this.machines, unnamed: change(this.machines.unnamed) };
    }
  }

  /** @param {(one: import("./types.js").Machine) => import("./types.js").Machine} change */
  changeMachines(change) {
    if (this.machines) {
      this.machines = { ...this.machines, resources: this.machines.resources.map(change) };
    }
  }

  /** @param {string} id @param {(session: Session) => Partial<Session>} change */
  changeSession(id, change) {
    const session = this.sessions.get(id);
    if (session) {
      this.sessions.set(id, { ...session, ...change(session) });
    }
  }

  /** Change one registration, wherever it is. @param {string} id @param {Partial<Registration>} change */
  changeRegistration(id, change) {
    const session = this.sessionOf(id);
    if (session) {
      const registrations = session.registrations.map((one) => (one.id === id ? { ...one, ...change } : one));
      this.sessions.set(session.id, { ...session, registrations });
    }
  }

  /** The session that holds a registration. @param {string} id */
  sessionOf(id) {
    return [...this.sessions.values()].find((one) => one.registrations.some((seat) => seat.id === id));
  }

  /** Sessions that stand, of a day or from a day on, in order. @param {string} day @param {boolean} [after] */
  sessionsOn(day, after = false) {
    return [...this.sessions.values()]
      .filter((one) => one.state !== "cancelled" && (after ? one.day >= day : one.day === day))
      .sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  }

  /** What somebody is registered to that day. @param {string} personId @param {string} [day] */
  seatsOf(personId, day = this.day) {
    return this.sessionsOn(day).flatMap((session) =>
      session.registrations
        .filter((one) => one.person === personId && one.state !== "cancelled")
        .map((registration) => ({ session, registration })),
    );
  }

  /** The plan proposed to a person. */
  get plan() {
    return this.snapshot.plans.find((one) => !one.for_organisations) ?? null;
  }

  /** @param {Person} person */
  isMember(person) {
    return Boolean(person.membership && person.membership.until >= this.day);
  }
}

/** What a line sells, and how many. @param {World} world @param {import("./types.js").Line} line */
export const labelOf = (world, line) => W.times(nameOfLine(world, line), line.quantity);

/** The session, the plan, else the words of its price. @param {World} world @param {import("./types.js").Line} line */
export function nameOfLine({ sessions, snapshot }, line) {
  const session = line.kind === "session" ? sessions.get(line.target ?? "") : null;
  const plan = line.kind === "membership" ? snapshot.plans.find((one) => one.price_code === line.code) : null;
  const price = snapshot.prices.find((one) => one.price === line.price);
  return session?.title ?? plan?.label ?? price?.label ?? line.code;
}

/** Registrations that hold a chair. @param {Session} session */
export function seated(session) {
  return session.registrations.filter((one) => one.state === "confirmed" || one.state === "overbooked");
}

/** Who waits, by rank. @param {Session} session */
export function waitingList(session) {
  return session.registrations
    .filter((one) => one.state === "waiting")
    .sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity));
}

/** How many seats are free; null where nobody counts. @param {Session} session */
export function freeSeats(session) {
  return session.capacity === null ? null : Math.max(0, session.capacity - seated(session).length);
}

/** Whether so many people would have a seat as things are seen here. @param {Session} session @param {number} heads @param {boolean} [ahead] */
export function hasRoom(session, heads, ahead = false) {
  const free = freeSeats(session);
  const someoneWaits = session.registrations.some((seat) => seat.state === "waiting");
  return free === null || (free >= heads && (!someoneWaits || ahead));
}

/** The lowest free seat number, null when full: the server alone gives the true one. @param {Session} session */
export function lowestSeat(session) {
  const taken = new Set(session.registrations.map((one) => one.seat));
  for (let seat = 1; seat <= (session.capacity ?? Infinity); seat += 1) {
    if (!taken.has(seat)) {
      return seat;
    }
  }
  return null;
}
