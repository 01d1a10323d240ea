/**
 * The outbox: every write of the desk waits here, in order, until the server has answered it.
 *
 * One sender at a time; commands leave in the order they were typed, with `n` counted from the
 * server's last. A lost answer is harmless: the same keys are sent again and answered alike.
 * `retry` and a server that is away are waited for (1 s, doubling to 30 s, with jitter); a `gap`
 * gives the server's last `n`: what it does not hold, answered or not (a backup was restored), is
 * counted again from there (`n` is not part of what a key signs). A refusal leaves the queue and is shown.
 *
 * Entries live in a storage of three functions: the device's (`kept.js`), or the page's own memory
 * where the browser keeps nothing. What could not be written is said (`unkept`), and sent all the same.
 */

import { Away, Rejected, SignedOut } from "./api.js";
import { Clock } from "./clock.js";
import { newId } from "./ids.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Result} Result */
/**
 * @typedef {{all: () => Promise<Entry[]>, put: (entries: Entry[]) => Promise<void>,
 *   remove: (keys: string[]) => Promise<void>}} Storage
 * @typedef {{device: string, place: string, actor: string}} Who
 */

const MOST_AT_ONCE = 200;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const MOST_GAPS = 3;
const UNREADABLE = [400, 413, 422];

/** A storage that lasts as long as the page. @returns {Storage} */
export function memoryStorage() {
  /** @type {Map<string, Entry>} */
  const held = new Map();
  return {
    all: async () => [...held.values()],
    put: async (entries) => entries.forEach((entry) => held.set(entry.command.key, entry)),
    remove: async (keys) => keys.forEach((key) => held.delete(key)),
  };
}

export class Outbox extends EventTarget {
  /**
   * @param {{send: (envelope: object) => Promise<{results: Result[]}>, storage: Storage,
   *   who: () => Who, wait?: (ms: number) => Promise<void>, clock?: Clock,
   *   askHour?: () => Promise<void>}} parts  `askHour` has the server say what time it is (`heard`)
   */
  constructor({ send, storage, who, wait, clock, askHour }) {
    super();
    this.send = send;
    this.storage = storage;
    this.who = who;
    this.clock = clock ?? new Clock();
    this.askHour = askHour ?? (async () => {});
    this.wait = wait ?? ((ms) => this.#sleep(ms));
    /** @type {Entry[]} typed and not yet forgotten, in order */
    this.entries = [];
    this.lastN = 0;
    /** The device could not keep what was typed last. */
    this.unkept = false;
    /** What was typed last is on the device, or could not be written. @type {Promise<void>} */
    this.written = Promise.resolve();
    /** @type {"idle" | "sending" | "away" | "signed_out" | "stuck"} */
    this.state = "idle";
    this.#wake = () => {};
  }

  #wake;
  /** @type {Promise<void> | null} */
  #running = null;
  #most = MOST_AT_ONCE;
  /** How many times the server was restored. */
  #history = 0;
  /** @type {Set<Entry>} what the device has not written yet */
  #toKeep = new Set();

  /** Take back what an earlier page left, before anything is typed. */
  async open() {
    this.entries = await this.storage.all();
    this.#changed();
  }

  /** Count what waits after the server's last `n`, as far as is known. @param {number} lastN */
  begin(lastN) {
    const answered = this.entries.filter((entry) => entry.state !== "waiting");
    this.#count(Math.max(lastN, ...answered.map((entry) => entry.command.n)));
  }

  /** The server's count, from a new snapshot; it only matters while nothing waits. @param {number} lastN */
  sync(lastN) {
    if (!this.waiting().length) {
      this.lastN = Math.max(this.lastN, lastN);
    }
  }

  /**
   * The server was restored from a backup: what it no longer holds is sent again, in its order.
   *
   * @param {number} lastN
   */
  restart(lastN) {
    this.#history += 1;
    this.#from(lastN);
    this.flush();
  }

  /**
   * What the server does not hold waits again: all that comes after its last `n`, but for what it has
   * just answered: it had it under a smaller `n`, and that answer was lost.
   *
   * @param {number} lastN @param {Entry[]} [held]
   */
  #from(lastN, held = []) {
    const lost = this.entries.filter((entry) => entry.command.n > lastN && !held.includes(entry));
    lost.forEach((entry) => Object.assign(entry, { state: "waiting", result: null }));
    this.#count(lastN);
  }

  /** What the server has not answered yet. */
  waiting() {
    return this.entries.filter((entry) => entry.state === "waiting");
  }

  /**
   * Queue commands and send them as soon as possible.
   *
   * @param {({kind: string, payload: Record<string, any>, about: string, receipt?: Entry["receipt"]} & Partial<import("./types.js").Command>)[]} typed
   *   `receipt`: what to print of it as long as it waits; its own key, instant or actor may be given
   * @returns {Entry[]} in the order typed
   */
  add(typed) {
    const { place, actor } = this.who();
    this.clock.look();
    const [typedAt, skew, turn] = [this.clock.wall(), this.clock.skew, this.clock.turn];
    const at = new Date(typedAt).toISOString();
    const entries = typed.map(({ kind, payload, about, receipt = null, ...own }) => ({
      command: { key: newId(), n: (this.lastN += 1), kind, v: /** @type {1} */ (1), place, actor, at, payload, ...own },
      about,
      receipt,
      typedAt,
      skew,
      turn,
      state: /** @type {"waiting"} */ ("waiting"),
      result: null,
    }));
    this.entries.push(...entries);
    this.written = this.#keep(entries);
    this.written.then(() => this.flush());
    this.#changed();
    return entries;
  }

  /** Forget answered entries that nobody needs any more. @param {(entry: Entry) => boolean} useless */
  forget(useless) {
    const gone = this.entries.filter((entry) => entry.state !== "waiting" && useless(entry));
    if (gone.length) {
      this.entries = this.entries.filter((entry) => !gone.includes(entry));
      this.storage.remove(gone.map((entry) => entry.command.key));
    }
  }

  /** Send now rather than at the end of a wait; a second call joins the first. */
  flush() {
    this.#wake();
    if (this.unkept) {
      this.#keep([]);
    }
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #sendAll() {
    let failures = 0;
    let gaps = 0;
    while (this.waiting().length) {
      this.#become("sending");
      const outcome = await this.#sendOnce();
      if (outcome === "signed_out" || outcome === "stuck") {
        this.#become(outcome);
        return;
      }
      gaps = outcome === "gap" ? gaps + 1 : 0;
      failures = outcome === "again" || gaps > MOST_GAPS ? failures + 1 : 0;
      if (failures) {
        this.#become("away");
        await this.wait(backoff(failures));
      }
    }
    this.#become("idle");
  }

  /** One batch. @returns {Promise<"sent" | "again" | "gap" | "signed_out" | "stuck">} */
  async #sendOnce() {
    let batch = /** @type {Entry[]} */ ([]);
    try {
      if (!this.clock.sure) {
        await this.askHour();
      }
      batch = this.#nextBatch();
      const moved = this.clock.skew - batch[0].skew;
      const now = new Date(this.clock.wall() + moved).toISOString();
      const commands = batch.map((entry) => entry.command);
      const history = this.#history;
      const { results } = await this.send({ device: this.who().device, now, commands });
      if (history !== this.#history) {
        return "sent"; // by a server that has been restored since: its answer is worth nothing
      }
      this.#most = MOST_AT_ONCE;
      return await this.#settle(batch, results);
    } catch (error) {
      if (error instanceof Away) {
        return "again";
      }
      if (error instanceof SignedOut) {
        return "signed_out";
      }
      if (error instanceof Rejected) {
        return batch.length && UNREADABLE.includes(error.status) ? this.#unreadable(batch, error.words) : error.status === 429 ? "again" : "stuck";
      }
      throw error;
    }
  }

  /** What waits and was typed by one clock, oldest first. */
  #nextBatch() {
    const waiting = this.waiting().slice(0, this.#most);
    const other = waiting.findIndex((entry) => entry.skew !== waiting[0].skew);
    return other < 0 ? waiting : waiting.slice(0, other);
  }

  /** The server said what time it is: what a moved clock dated is sent as that clock would. @param {number} server in milliseconds */
  heard(server) {
    const moved = this.clock.heard(server);
    if (moved) {
      const since = this.waiting().filter((entry) => entry.turn >= moved.from);
      since.forEach((entry) => (entry.skew += moved.by));
      this.#keep(since);
      this.#changed();
    }
  }

  /** An envelope nobody can read: alone, the command at fault leaves and the others go on. @param {Entry[]} batch @param {string} message */
  async #unreadable(batch, message) {
    if (batch.length > 1) {
      this.#most = 1;
      return "sent";
    }
    this.#most = MOST_AT_ONCE;
    const { key, n } = batch[0].command;
    const outcome = await this.#settle(batch, [{ key, status: "refused", code: "unreadable", message, data: {} }]);
    this.#count(n - 1);
    return outcome;
  }

  /** @param {Entry[]} batch @param {Result[]} results */
  async #settle(batch, results) {
    const byKey = new Map(results.map((result) => [result.key, result]));
    const gap = results.find((result) => result.status === "refused" && result.code === "gap");
    const settled = [];
    for (const entry of batch) {
      const result = byKey.get(entry.command.key);
      if (!result || result.status === "retry" || result.code === "gap") {
        continue;
      }
      entry.state = result.status === "done" ? "done" : "refused";
      entry.result = result;
      entry.receipt = entry.state === "done" ? null : entry.receipt;
      settled.push(entry);
    }
    if (gap) {
      this.#from(gap.data.last_n, settled);
    }
    await this.#keep(settled);
    settled.forEach((entry) => this.dispatchEvent(new CustomEvent("settled", { detail: entry })));
    this.#changed();
    if (gap) {
      return "gap";
    }
    return settled.length ? "sent" : "again";
  }

  /** Count what waits again, from the server's last. @param {number} lastN */
  #count(lastN) {
    const waiting = this.waiting();
    waiting.forEach((entry, i) => {
      entry.command = { ...entry.command, n: lastN + 1 + i };
    });
    this.lastN = lastN + waiting.length;
    this.#keep(waiting);
  }

  /** Write entries on the device. A disk that is full takes nothing: they live in this page until it does. @param {Entry[]} entries */
  async #keep(entries) {
    const before = this.unkept;
    entries.forEach((entry) => this.#toKeep.add(entry));
    const tried = [...this.#toKeep];
    try {
      await this.storage.put(tried);
      tried.forEach((entry) => this.#toKeep.delete(entry));
    } catch {
      tried.forEach((entry) => this.#toKeep.add(entry));
      this.unkept = true;
    }
    this.unkept &&= this.#toKeep.size > 0;
    if (before !== this.unkept) {
      this.#changed();
    }
  }

  /** @param {number} ms */
  #sleep(ms) {
    return new Promise((/** @type {(value: void) => void} */ resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** @param {Outbox["state"]} state */
  #become(state) {
    if (this.state !== state) {
      this.state = state;
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** How long to wait after `failures` in a row, in milliseconds, spread by a fifth. @param {number} failures */
export function backoff(failures, random = Math.random) {
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  return Math.round(wait * (0.8 + 0.4 * random()));
}
