/**
 * What the device keeps, in IndexedDB: what was typed, and a copy of what the server said.
 *
 * The outbox and the head of the series of receipts are the structure's: nothing here ever empties
 * them. The readable copy (persons, sessions, the rest of the snapshot, drafts) is wiped at
 * sign-out, from the office, and after 14 days without a sync.
 *
 * Persons are kept by pages, as they came, and those that changed since on top: 50,000 rows one by
 * one would take seconds.
 */

import { Dexie } from "../vendor/dexie/dexie.min.mjs";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Snapshot} Snapshot */

const TABLES = { outbox: "command.key", facts: "name", pages: "key", persons: "id", sessions: "id" };
const PREFIX = "maillage-desk-";
const LONGEST = 14 * 24 * 3600_000;
const READABLE = ["pages", "persons", "sessions"];
/** Facts that stay, and name nobody: the server's history, the clock, the last wipe it asked for, a sign-out not yet sent. */
const LASTING = ["epoch", "clock", "wiped", "left"];

/**
 * What this browser keeps for a structure; null where it refuses to keep anything.
 *
 * @param {string} slug @returns {Promise<Kept | null>}
 */
export async function openKept(slug) {
  const kept = new Kept(slug);
  try {
    await kept.base.open();
    return kept;
  } catch (error) {
    if (error instanceof Dexie.DexieError || error instanceof DOMException) {
      return null;
    }
    throw error;
  }
}

/** Forget people, for every structure this browser is a desk of. */
export async function wipeAll() {
  const names = (await Dexie.getDatabaseNames()).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const kept = await openKept(name.slice(PREFIX.length));
    await kept?.wipe();
    kept?.base.close();
  }
}

export class Kept {
  /** @param {string} slug the structure's; a browser may be a desk of several */
  constructor(slug) {
    // What was typed is on the disk before it is said done, even if the power goes.
    this.base = new Dexie(PREFIX + slug, { chromeTransactionDurability: "strict" });
    this.base.version(1).stores(TABLES);
  }

  /** @param {string} name @returns {Dexie.Table} */
  #of(name) {
    return this.base.table(name);
  }

  /** The storage of the outbox: its four functions. @returns {import("./outbox.js").Storage} */
  get outbox() {
    const table = this.#of("outbox");
    return {
      all: async () => (await table.toArray()).sort((/** @type {Entry} */ one, /** @type {Entry} */ other) => one.command.n - other.command.n),
      put: async (entries) => void (await table.bulkPut(entries)),
      remove: async (keys) => void (await table.bulkDelete(keys)),
    };
  }

  /** @param {string} name @returns {Promise<any>} what was kept under a name, undefined if nothing */
  async fact(name) {
    return (await this.#of("facts").get(name))?.value;
  }

  /** @param {string} name @param {any} value */
  async keep(name, value) {
    await this.#of("facts").put({ name, value });
  }

  /** @param {string} name */
  async forget(name) {
    await this.#of("facts").delete(name);
  }

  /** The last snapshot, as far as it came; null when there is none. @returns {Promise<Snapshot | null>} */
  async snapshot() {
    const head = await this.fact("head");
    if (!head) {
      return null;
    }
    const pages = (await this.#of("pages").toArray()).sort((one, other) => one.at - other.at || one.number - other.number);
    const persons = new Map(pages.flatMap(({ rows }) => rows).map((one) => [one.id, one]));
    for (const one of await this.#of("persons").toArray()) {
      persons.delete(one.id);
      if (!one.gone) {
        persons.set(one.id, one);
      }
    }
    return { ...head, persons: [...persons.values()], sessions: await this.#of("sessions").toArray() };
  }

  /**
   * A whole answer: its head and sessions replace what was kept, its persons are the first page.
   * Older pages stay until the last one has come.
   *
   * @param {any} told
   */
  async startOver(told) {
    const { persons, sessions, next, ...head } = told;
    await this.base.transaction("rw", ["facts", "sessions", "pages", "persons"], async () => {
      await this.keep("head", { ...head, next });
      await this.keep("epoch", head.epoch);
      await this.#of("sessions").clear();
      await this.#of("sessions").bulkPut(sessions);
      await this.#of("pages").put({ key: `${head.rev}-0`, at: head.rev, number: 0, rows: persons });
      if (!next) {
        await this.#dropOlder(head.rev);
      }
    });
  }

  /**
   * The page that follows.
   *
   * @param {number} at the revision of the first @param {number} number @param {any} page
   */
  async addPage(at, number, { persons, next }) {
    await this.#onTop(["pages", "persons"], async (head) => {
      await this.#of("pages").put({ key: `${at}-${number}`, at, number, rows: persons });
      await this.keep("head", { ...head, next });
      if (!next) {
        await this.#dropOlder(at);
      }
    });
  }

  /**
   * Write on top of what is kept: a copy wiped meanwhile stays so.
   *
   * @param {string[]} tables @param {(head: any) => Promise<void>} write
   */
  async #onTop(tables, write) {
    await this.base.transaction("rw", ["facts", ...tables], async () => {
      const head = await this.fact("head");
      if (head) {
        await write(head);
      }
    });
  }

  /** @param {number} at */
  async #dropOlder(at) {
    await this.#of("pages").filter((one) => one.at !== at).delete();
    await this.#of("persons").clear();
  }

  /** How many pages of a revision came. @param {number} at */
  pagesOf(at) {
    return this.#of("pages").filter((one) => one.at === at).count();
  }

  /** What changed since. @param {any} told */
  async change(told) {
    const { persons, gone, sessions, gone_sessions, since: _since, ...head } = told;
    await this.#onTop(["sessions", "persons"], async ({ next }) => {
      await this.keep("head", { ...head, next });
      await this.#of("persons").bulkPut([...persons, ...gone.map((/** @type {string} */ id) => ({ id, gone: true }))]);
      await this.#of("sessions").bulkDelete(gone_sessions);
      await this.#of("sessions").bulkPut(sessions);
    });
  }

  /** Forget people when the server has not been heard for 14 days. @param {number} now */
  async wipeIfOld(now) {
    const head = await this.fact("head");
    if (head && now - Date.parse(head.now) > LONGEST) {
      await this.wipe();
    }
  }

  /** Forget people; what waits to be sent and the numbers of receipts stay. */
  async wipe() {
    await this.base.transaction("rw", [...READABLE, "facts"], async () => {
      await Promise.all(READABLE.map((name) => this.#of(name).clear()));
      await this.#of("facts").filter((one) => !LASTING.includes(one.name)).delete();
    });
  }
}
