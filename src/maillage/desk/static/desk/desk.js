/**
 * The desk: what all views share, and which one is shown. Views read `world`, write through acts.
 */

import { createApi, SignedOut } from "./api.js";
import { Clock } from "./clock.js";
import { focusOn, swap } from "./dom.js";
import { masked } from "./mask.js";
import { Lock } from "./lock.js";
import { Outbox, memoryStorage } from "./outbox.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { Ui } from "./ui.js";
import { Toast } from "./undo.js";
import { drawAside } from "./views/aside.js";
import { helpDialog, queueDialog, refusalText, registerDialog } from "./views/desk_dialogs.js";
import { homeView } from "./views/home.js";
import { machineDialog } from "./views/machines.js";
import { newcomerView } from "./views/newcomer.js";
import { payView } from "./views/pay.js";
import { documentDialog, hereDialog, seatsDialog, unnamedDialog } from "./views/people_dialogs.js";
import { personCard } from "./views/person.js";
import { mountSearch } from "./views/search.js";
import { saleView } from "./views/sale.js";
import { sessionView } from "./views/session.js";
import { signingDialog } from "./views/signing.js";
import { settleView } from "./views/settle.js";
import { stopView } from "./views/stop.js";
import { lockDialog, teamDialog } from "./views/team.js";
import { tillView } from "./views/till.js";
import { drawNotice, drawTools } from "./views/tools.js";
import { find, longEnough } from "./search.js";
import { setClock } from "./when.js";
import { W } from "./words.js";

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id);

/** Kinds whose answer says something the desk cannot guess: ask for the snapshot once nothing waits. */
const TELLING = new Set(["core.undo", "money.close_till", "programme.cancel_registration", "people.create", "network.take_over"]);

const MINUTE = 60_000;

export class Desk {
  /** The browser said that it may empty what it keeps. */
  mayForget = false;
  /** The desk starts without a line: its service worker is there. */
  startsAlone = true;
  /** What the last poll met. @type {"" | "away" | "signed_out"} */
  trouble = "";
  /** What the stage shows, so that a form being typed in is left alone. */
  #shown = "";
  #toHear = false;
  /** The world that what is typed was last looked for in. @type {import("./world.js").World | null} */
  #lookedIn = null;
  #refreshing = /** @type {Promise<void> | null} */ (null);
  /** What the next page would know of the clock. */
  #clockTold = "";
  /** Said once there is something to show. */
  #onLoaded = () => {};

  /**
   * @param {string} base @param {string} csrf
   * @param {import("./kept.js").Kept | null} kept what the device keeps; null when it keeps nothing
   * @param {boolean} writer this tab may write: it holds the device's lock
   */
  constructor(base, csrf, kept, writer) {
    this.api = createApi(base, csrf);
    this.writer = writer;
    this.kept = writer ? kept : null;
    this.stage = part("stage");
    this.lock = new Lock(this, kept);
    this.loaded = new Promise((/** @type {(value: void) => void} */ resolve) => (this.#onLoaded = resolve));
    this.clock = new Clock();
    setClock(() => this.clock.now());
    this.sync = new Sync(this.api, this.kept, (now) => this.hears(now));
    this.outbox = new Outbox({
      send: (envelope) => this.api.commands(envelope),
      storage: this.kept?.outbox ?? memoryStorage(),
      who: () => {
        const { device, place, actor } = this.world.snapshot;
        return { device: device.id, place: place.id, actor: actor.id };
      },
      clock: this.clock,
      askHour: async () => this.hears((await this.api.rev()).now),
    });
    this.store = new Store(this.outbox);
    this.ui = new Ui();
    this.toast = new Toast(this, part("toast"), part("said"));
    this.search = mountSearch(this);
    this.open = {
      document: (/** @type {any} */ who, /** @type {string} */ kind) => documentDialog(this, who, kind),
      unnamed: (/** @type {any} */ options) => unnamedDialog(this, options),
      register: (/** @type {any} */ who) => registerDialog(this, who),
      seats: (/** @type {any} */ session, /** @type {any} */ who = null) => seatsDialog(this, session, who),
      here: () => hereDialog(this),
      machine: (/** @type {any} */ who) => machineDialog(this, who),
      sign: (/** @type {any} */ session) => signingDialog(this, session),
      team: () => teamDialog(this),
      lock: () => (this.lock.ready ? this.lock.close() : lockDialog(this)),
      queue: () => queueDialog(this),
      help: () => helpDialog(this),
    };
    this.ui.addEventListener("change", () => this.draw());
    this.store.addEventListener("change", () => this.draw());
    this.outbox.addEventListener("settled", (event) => this.#onSettled(/** @type {CustomEvent} */ (event).detail));
  }

  /** @returns {import("./world.js").World} */
  get world() {
    return this.store.world;
  }

  get whyReadOnly() {
    const { device } = this.world.snapshot;
    if (!this.world.may("desk")) {
      return W.only.noDesk;
    }
    return device.read_only ? W.only.device : this.writer ? "" : W.only.second;
  }

  /** Why a closed page would lose what is typed, "" when it would not. */
  get whyUnkept() {
    return this.writer && (!this.kept || this.outbox.unkept) ? W.queue.unkept : "";
  }

  /** What is wrong with the hour of this device, "" when nothing is. */
  get whyClock() {
    const { wrongBy, wentBack } = this.clock;
    const told = wrongBy > 0 ? W.clock.ahead(wrongBy) : wrongBy < 0 ? W.clock.behind(-wrongBy) : "";
    return told || (wentBack ? W.clock.wentBack : "");
  }

  get readOnly() {
    return this.whyReadOnly !== "";
  }

  /** Load the snapshot; two calls at once are one. @returns {Promise<void>} */
  refresh() {
    this.#refreshing ??= this.#load().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Sign out: people are forgotten at once, the server is told as soon as there is a line. */
  async leave() {
    await this.lock.kept?.wipe();
    await this.lock.kept?.keep("left", true);
    location.reload();
  }

  /** The office asked this desk to forget people: once, and whoever is there signs in again. @param {string | null} wipe */
  async wipeWhenAsked(wipe) {
    if (wipe && this.kept && (await this.kept.fact("wiped")) !== wipe) {
      await this.kept.keep("wiped", wipe);
      await this.leave();
    }
  }

  /** The server said what time it is. @param {string} now */
  hears(now) {
    const { wrongBy } = this.clock;
    this.outbox.heard(Date.parse(now));
    this.keepClock();
    if (this.clock.wrongBy !== wrongBy) {
      this.draw();
    }
  }

  /** Look at the clock; what the next page has to know is written when it changes, to the minute. */
  keepClock() {
    this.clock.look();
    const kept = this.clock.kept();
    const told = JSON.stringify({ ...kept, seen: Math.floor(kept.seen / MINUTE) });
    if (this.writer && told !== this.#clockTold) {
      this.#clockTold = told;
      this.kept?.keep("clock", kept);
    }
  }

  /** What the last question to the server met: nothing, no line, a session that ended. @param {unknown} error */
  meets(error) {
    const trouble = !error ? "" : isSignedOut(error) ? "signed_out" : "away";
    if (this.trouble !== trouble) {
      this.trouble = trouble;
      this.draw();
    }
  }

  async #load() {
    await this.sync.once(this.store.base?.snapshot ?? null, (snapshot) => this.store.load(snapshot));
  }

  /** @param {import("./types.js").Entry} entry */
  #onSettled(entry) {
    const { command, result, state } = entry;
    this.lock.settled(entry);
    if (state === "refused") {
      this.toast.show({ text: `${W.toast.refused(entry.about)} ${refusalText(entry)}`, tone: "stop" });
      return;
    }
    if (command.kind === "programme.cancel_registration") {
      const session = this.world.sessionOf(command.payload.registration);
      this.ui.set({ next: session ? { session: session.id, ...result?.data?.next } : null });
    }
    this.#toHear ||= TELLING.has(command.kind);
    if (this.#toHear && !this.outbox.waiting().length) {
      this.#toHear = false;
      Promise.resolve(this.#refreshing).then(() => this.refresh()).catch(() => {});
    }
  }

  /** @param {string} typed what was searched: it becomes the first name */
  openNewcomer(typed) {
    if (this.readOnly) {
      return;
    }
    const [first = "", ...rest] = /\d/.test(typed) ? [""] : typed.trim().split(/\s+/);
    const phone = /\d/.test(typed) ? typed.trim() : "";
    const values = { first: capital(first), last: rest.map(capital).join(" "), phone };
    Object.assign(this.ui, { query: "", results: [], active: 0, basket: null, newcomer: { values, draft: { first_name: "" }, papers: [] } });
    this.ui.go("nouvelle");
  }

  /** Charge somebody without a name. */
  openSale() {
    if (this.world.may("till") && !this.readOnly) {
      this.ui.go("vente");
    }
  }

  /** Escape, and every « Retour »: one step back. */
  back() {
    const { ui } = this;
    if (ui.basket) {
      ui.set({ basket: null });
    } else if (ui.query) {
      ui.clear();
    } else {
      ui.clear(true);
    }
    if (ui.route.name !== "nouvelle") {
      this.search.focus();
    }
  }

  draw() {
    if (!this.store.current) {
      return;
    }
    this.#onLoaded();
    if (this.lock.on) {
      return;
    }
    this.#again();
    drawTools(this);
    drawNotice(this);
    drawAside(this);
    this.search.draw();
    this.#drawStage();
  }

  /** Look for what is typed. A name that is only near is never chosen by itself. @param {string} query */
  look(query) {
    const { persons, exact } = this.#find(query);
    this.ui.set({ query, results: persons, exact, active: exact ? 0 : persons.length, basket: null });
  }

  /** @param {string} query @returns {import("./search.js").Found} */
  #find(query) {
    this.#lookedIn = this.store.current;
    return this.#lookedIn && longEnough(query) ? find(this.#lookedIn, query) : { persons: [], exact: 0 };
  }

  /** What was found, with what was typed or came since. */
  #again() {
    const { ui } = this;
    if (this.#lookedIn === this.world || !ui.query) {
      return;
    }
    if (ui.exact) {
      ui.results = ui.results.map((one) => this.world.person(one.id) ?? one);
      return;
    }
    const { results: before, person } = ui;
    ({ persons: ui.results, exact: ui.exact } = this.#find(ui.query));
    const chosen = ui.results.findIndex((one) => one.id === person?.id);
    if (chosen >= 0) {
      ui.active = chosen;
    } else if (before.length || !ui.exact) {
      ui.active = ui.exact ? 0 : ui.results.length;
    }
  }

  #drawStage() {
    const [shown, isForm] = this.#stageKey();
    const { stage } = this;
    if (isForm && shown === this.#shown) {
      return;
    }
    const entering = shown !== this.#shown;
    this.#shown = shown;
    swap(stage, this.#stageView());
    if (entering && isForm) {
      focusOn(stage, "[data-first]");
    } else if (entering && !this.ui.query && !document.querySelector("dialog[open]")) {
      this.search.focus();
    }
  }

  /** What should be on the stage, and whether it is a form that must not be drawn again. @returns {[string, boolean]} */
  #stageKey() {
    const { ui } = this;
    if (ui.basket) {
      return [`pay-${ui.basket.sale}-${masked()}`, true];
    }
    if (ui.query) {
      return [`person-${ui.person?.id ?? ""}-${masked()}`, false];
    }
    const { name, id } = ui.route;
    return [`${name}-${id}-${this.#formOf(name, id)}-${name === "nouvelle" || masked()}`, ["nouvelle", "caisse", "regler", "vente", "arret"].includes(name)];
  }

  /** What a form is about: another one is drawn when it changes. @param {string} name @param {string} id */
  #formOf(name, id) {
    switch (name) {
      case "caisse":
        return Boolean(this.world.till.open);
      case "regler":
        return (this.world.person(id)?.dues ?? []).map(({ sale, cents }) => `${sale}:${cents}`).join();
      default:
        return "";
    }
  }

  #stageView() {
    const { ui } = this;
    if (ui.basket) {
      return payView(this, ui.basket);
    }
    if (ui.query) {
      return ui.person ? personCard(this, ui.person) : null;
    }
    const { name, id } = ui.route;
    switch (name) {
      case "seance":
        return sessionView(this, id);
      case "caisse":
        return tillView(this);
      case "regler":
        return settleView(this, id);
      case "arret":
        return stopView(this, id);
      case "vente":
        return saleView(this, id);
      case "nouvelle":
        return newcomerView(this, ui.newcomer?.values ?? {});
      default:
        return homeView(this);
    }
  }
}

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Whether an error means that somebody must sign in again. @param {unknown} error */
export const isSignedOut = (error) => error instanceof SignedOut;
