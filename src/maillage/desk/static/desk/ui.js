/**
 * What the person at the desk is doing now: the search, the person shown, the step, the page.
 * The address keeps the page (`#seance=…`), so that the browser's « back » works.
 */

/** @typedef {import("./types.js").Person} Person */
/** @typedef {{name: string, id: string}} Route */
/**
 * @typedef {{values: Record<string, string>, draft: import("./arrive.js").Draft,
 *   papers: import("./arrive.js").Paper[]}} Newcomer
 */

export class Ui extends EventTarget {
  query = "";
  /** @type {Person[]} */
  results = [];
  /** How many of them have the name typed; the others' names are only near. */
  exact = 0;
  /** Index of the person shown; `results.length` is « nouvelle personne ». */
  active = 0;
  /** The session people are being registered to, when there is one. @type {string | null} */
  target = null;
  /** @type {import("./basket.js").Basket | null} */
  basket = null;
  /** @type {Newcomer | null} */
  newcomer = null;
  /** Who is next after a cancellation, as the server said. @type {any} */
  next = null;

  constructor() {
    super();
    addEventListener("hashchange", () => this.clear());
  }

  /** @returns {Route} */
  get route() {
    const [name, id = ""] = location.hash.slice(1).split("=");
    return { name, id };
  }

  /** @returns {Person | null} */
  get person() {
    return this.results[this.active] ?? null;
  }

  /** @param {string} name "" for home @param {string} [id] */
  go(name, id = "") {
    Object.assign(this, { query: "", results: [], active: 0, basket: null });
    const hash = name ? `#${name}${id ? `=${id}` : ""}` : "";
    if (hash !== location.hash) {
      history.pushState(null, "", hash || location.pathname + location.search);
    }
    this.changed();
  }

  /** Put something of the state, and show it. @param {Partial<Ui>} change */
  set(change) {
    Object.assign(this, change);
    this.changed();
  }

  /** Back to an empty search, whatever was shown. @param {boolean} [home] also leave the page */
  clear(home = false) {
    Object.assign(this, { query: "", results: [], active: 0, basket: null });
    if (this.route.name !== "nouvelle" || home) {
      this.newcomer = null;
    }
    if (home) {
      this.target = null;
      this.go("");
    } else {
      this.changed();
    }
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}
