/**
 * The one place the views read from: the last snapshot with the pending commands on top.
 *
 * A command stays on top until a snapshot holds it: the snapshot tells the last `n` of this device
 * that the server has applied, whether or not its answer came back.
 */

import { applyAll } from "./effects.js";
import { numbersIn, Series } from "./receipt.js";
import { setZone } from "./when.js";
import { Base, World } from "./world.js";

/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Snapshot} Snapshot */

const KEEP_FOR = 48 * 3600_000; // acknowledged commands come again when a backup is restored

export class Store extends EventTarget {
  /** @param {import("./outbox.js").Outbox} outbox */
  constructor(outbox) {
    super();
    this.outbox = outbox;
    this.series = new Series();
    /** The server's history that an earlier page knew, "" when there was none. */
    this.epoch = "";
    /** @type {Base | null} */
    this.base = null;
    /** @type {World | null} */
    this.current = null;
    outbox.addEventListener("change", () => this.#renew());
  }

  /** When the server last spoke, on its own clock. */
  get heardAt() {
    return this.base?.snapshot.now ?? "";
  }

  /** The world now. Only called once a snapshot is there. @returns {World} */
  get world() {
    if (!this.current) {
      throw new Error("No snapshot yet");
    }
    return this.current;
  }

  /** @param {Snapshot} snapshot */
  load(snapshot) {
    const before = this.base?.snapshot.epoch ?? this.epoch;
    const first = !this.base;
    this.base = new Base(snapshot, this.base);
    setZone(snapshot.time_zone);
    const held = snapshot.device.last_n;
    if (before && before !== snapshot.epoch) {
      this.outbox.restart(held);
    } else if (first) {
      this.outbox.begin(held);
    } else {
      this.outbox.sync(held);
    }
    const old = Date.now() - KEEP_FOR;
    this.outbox.forget((entry) => entry.state === "done" && entry.command.n <= held && entry.typedAt < old);
    this.#renew();
  }

  /** Entries that the snapshot does not show yet. @param {number} held the last `n` it holds */
  #onTop(held) {
    return this.outbox.entries.filter((entry) => entry.state !== "refused" && entry.command.n > held);
  }

  #renew() {
    if (!this.base) {
      return;
    }
    const { epoch, device } = this.base.snapshot;
    const onTop = this.#onTop(device.last_n);
    this.current = applyAll(new World(this.base), onTop);
    const { till } = this.current;
    const waiting = onTop.flatMap((entry) => numbersIn(entry.command));
    this.series.hear({ next: till.next_number, epoch, waiting });
    this.dispatchEvent(new Event("change"));
  }
}
