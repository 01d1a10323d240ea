/**
 * The one place the views read from: the last snapshot with the pending commands on top.
 *
 * A command stays on top until a snapshot asked for after its answer has come; then the server's
 * own rows show it.
 */

import { applyAll } from "./effects.js";
import { numbersIn, Series } from "./receipt.js";
import { setClock } from "./when.js";
import { Base, World } from "./world.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Snapshot} Snapshot */

const KEEP_FOR = 10 * 60_000; // how long what was typed stays in the list of the last entries

export class Store extends EventTarget {
  /** @param {import("./outbox.js").Outbox} outbox */
  constructor(outbox) {
    super();
    this.outbox = outbox;
    this.series = new Series();
    this.askedAt = 0;
    /** @type {Base | null} */
    this.base = null;
    /** @type {World | null} */
    this.current = null;
    outbox.addEventListener("change", () => this.#renew());
  }

  /** The world now. Only called once a snapshot is there. @returns {World} */
  get world() {
    if (!this.current) {
      throw new Error("No snapshot yet");
    }
    return this.current;
  }

  /** @param {Snapshot} snapshot @param {number} askedAt when it was asked for, in milliseconds */
  load(snapshot, askedAt) {
    const before = this.base?.snapshot.epoch;
    this.base = new Base(snapshot);
    this.askedAt = askedAt;
    setClock(snapshot.time_zone, snapshot.now);
    if (before && before !== snapshot.epoch) {
      this.outbox.restart(snapshot.device.last_n);
    } else {
      this.outbox.sync(snapshot.device.last_n);
    }
    const old = Date.now() - KEEP_FOR;
    this.outbox.forget((entry) => entry.state === "done" && entry.settledAt < askedAt && entry.typedAt < old);
    this.#renew();
  }

  /** Entries that the snapshot does not show yet. */
  #onTop() {
    return this.outbox.entries.filter(
      (entry) => entry.state === "waiting" || (entry.state === "done" && entry.settledAt >= this.askedAt),
    );
  }

  #renew() {
    if (!this.base) {
      return;
    }
    const onTop = this.#onTop();
    this.current = applyAll(new World(this.base), onTop);
    const { epoch } = this.base.snapshot;
    const { till } = this.current;
    const waiting = onTop.flatMap((entry) => numbersIn(entry.command));
    this.series.hear({ next: till.next_number, epoch, waiting });
    this.dispatchEvent(new Event("change"));
  }
}
