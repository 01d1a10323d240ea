/**
 * The lock of the desk: a neutral page, and a PIN to come back or to take over, with or without a
 * line. What is behind leaves the page; it is kept as it was, a payment being typed too.
 *
 * It comes by « Verrouiller », after ten minutes without a key or a touch, and when the desk is
 * opened anew; never where whoever is there has no pass, since nobody could come back.
 */

import { Away, Rejected } from "./api.js";
import { newId } from "./ids.js";
import { MOST_TRIES, Passes, proofOf } from "./passes.js";
import { setZone } from "./when.js";
import { lockScreen } from "./views/lock.js";
import { refusalText } from "./views/desk_dialogs.js";
import { W } from "./words.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */

const IDLE = 10 * 60_000;
const LOOK = 15_000;
const CONFIRM = 3000;
const TOUCHED = "maillage.touched";
const TAKE_OVER = "network.take_over";
const WRONG = 403;

export class Lock {
  on = false;
  /** @type {Element | null} */
  #screen = null;
  /** @type {ChildNode[]} */
  #behind = [];
  /** @type {Element | null} */
  #focused = null;
  #touched = 0;
  /** @type {(() => void)[]} */
  #later = [];

  /** @param {import("./desk.js").Desk} desk @param {import("./kept.js").Kept | null} kept a reading tab has one too, for this alone */
  constructor(desk, kept) {
    this.desk = desk;
    this.kept = kept;
    this.passes = new Passes(kept);
  }

  /** What the desk knows of its team: as it stands, else as it was kept. @type {Snapshot | null} */
  #head = null;

  /** @returns {Snapshot | null} */
  get head() {
    return this.desk.store.current?.snapshot ?? this.#head;
  }

  /** @param {string} id */
  member(id) {
    return this.head?.team.find((one) => one.id === id);
  }

  /** Whether whoever is there can lock, and come back. */
  get ready() {
    return Boolean(this.head && this.passes.of(this.member(this.head.actor.id)));
  }

  /** Opened anew, or after too long: locked before anything is shown. @param {string} typed what a hurried hand typed already */
  async begin(typed) {
    await this.passes.open();
    const head = await this.kept?.fact("head");
    if (head) {
      const last = this.desk.outbox.entries.findLast((one) => one.command.kind === TAKE_OVER && one.state === "waiting");
      const actor = head.team.find((/** @type {any} */ one) => one.id === last?.command.actor) ?? head.actor;
      this.#head = { ...head, actor };
      setZone(head.time_zone);
    }
    this.#touched = Number(sessionStorage.getItem(TOUCHED));
    if (this.ready && this.#idle()) {
      this.close("", /^\d+$/.test(typed) ? typed : "");
    } else {
      this.#touch();
    }
    this.#watch();
    return this.on;
  }

  #idle() {
    return Date.now() - this.#touched > IDLE;
  }

  #touch() {
    if (Date.now() - this.#touched > LOOK) {
      this.#touched = Date.now();
      sessionStorage.setItem(TOUCHED, String(this.#touched));
    }
  }

  #watch() {
    const look = () => !this.on && this.ready && this.#idle() && this.close(W.lock.idle);
    const touched = () => {
      look();
      if (!this.on) {
        this.#touch();
      }
    };
    ["keydown", "pointerdown"].forEach((name) => addEventListener(name, touched, { capture: true }));
    document.addEventListener("visibilitychange", look);
    setInterval(look, LOOK);
  }

  /** Do something now, or once it is open again: a dialog never comes over the lock. @param {() => void} act */
  whenOpen(act) {
    this.on ? this.#later.push(act) : act();
  }

  /** Lock now. @param {string} [why] @param {string} [typed] */
  close(why = "", typed = "") {
    const { head } = this;
    if (this.on || !head) {
      return;
    }
    this.#focused = document.activeElement;
    document.querySelectorAll("dialog[open]").forEach((one) => /** @type {HTMLDialogElement} */ (one).close());
    this.on = true;
    this.#touched = 0;
    sessionStorage.removeItem(TOUCHED);
    this.#behind = [...document.body.childNodes];
    this.#screen = lockScreen(this, head, why, typed);
    document.body.replaceChildren(this.#screen);
    this.#screen.dispatchEvent(new Event("shown"));
  }

  #open() {
    if (!this.on) {
      return;
    }
    this.on = false;
    document.body.replaceChildren(...this.#behind);
    this.#screen = null;
    this.#touch();
    this.desk.draw();
    const back = this.#focused;
    back instanceof HTMLElement && back !== document.body && back.isConnected ? back.focus() : this.desk.search.focus();
    this.#later.splice(0).forEach((act) => act());
  }

  /**
   * Somebody types their PIN: they come back, or take the desk over.
   *
   * @param {string} staff @param {string} pin @returns {Promise<string>} what went wrong, "" when it opened
   */
  async enter(staff, pin) {
    const held = this.passes.of(this.member(staff));
    const pass = held && (await this.passes.tried(held, pin));
    const fault = held ? (pass ? "" : await this.#wrong()) : await this.#ask(staff, pin);
    if (fault) {
      return fault;
    }
    await this.desk.loaded;
    const before = this.desk.world.snapshot.actor.id;
    if (held && pass && before !== staff) {
      await this.#takeOver(staff, pass, held.issued_at);
    }
    if (before !== staff) {
      this.desk.ui.clear(true);
    }
    this.#open();
    if (held) {
      setTimeout(() => this.#confirm(staff, pin), CONFIRM);
    }
    return "";
  }

  /** Whether a PIN is that of who is there, said without a line. @param {string} pin @returns {Promise<string>} */
  async check(pin) {
    const held = this.head && this.passes.of(this.member(this.head.actor.id));
    return held && (await this.passes.tried(held, pin)) ? "" : this.#wrong();
  }

  /** The server's word: a first pass, or another. @param {string} staff @param {string} pin */
  async #ask(staff, pin) {
    try {
      await this.passes.add(await this.desk.api.switchTo(staff, pin), pin);
      await this.desk.refresh();
      return "";
    } catch (error) {
      if (error instanceof Rejected) {
        return error.status === WRONG ? this.#wrong(true) : error.words || W.team.wrong;
      }
      return error instanceof Away ? W.lock.never : W.queue.signedOut;
    }
  }

  /** Ten in a row, and the desk signs out. @param {boolean} [count] it was not counted yet */
  async #wrong(count = false) {
    await (count && this.passes.count());
    const left = MOST_TRIES - (await this.passes.tries());
    if (left <= 0) {
      await this.desk.leave();
    }
    return left < MOST_TRIES / 2 ? W.lock.left(left) : W.team.wrong;
  }

  /** First of what somebody types: that they are there. @param {string} staff @param {string} pass @param {string} issuedAt */
  async #takeOver(staff, pass, issuedAt) {
    const { clock, outbox } = this.desk;
    const [key, at] = [newId(), new Date(clock.wall()).toISOString()];
    const payload = { issued_at: issuedAt, proof: await proofOf(pass, key, at) };
    outbox.add([{ kind: TAKE_OVER, payload, about: W.lock.takes(this.member(staff)?.first_name ?? ""), key, at, actor: staff }]);
  }

  /** The PIN that opened is still the right one, says the server when there is a line. @param {string} staff @param {string} pin */
  async #confirm(staff, pin) {
    if (this.on || this.desk.readOnly || this.desk.trouble || this.desk.world.snapshot.actor.id !== staff) {
      return;
    }
    try {
      await this.passes.add(await this.desk.api.switchTo(staff, pin), pin);
    } catch (error) {
      if (error instanceof Rejected && error.status === WRONG) {
        await this.passes.drop(staff);
        this.close(W.lock.changed);
      }
    }
  }

  /** A take-over that the server refuses: nobody is there. @param {import("./types.js").Entry} entry */
  async settled(entry) {
    if (entry.command.kind === TAKE_OVER && entry.state === "refused") {
      await this.passes.drop(entry.command.actor);
      this.close(refusalText(entry));
    }
  }
}
