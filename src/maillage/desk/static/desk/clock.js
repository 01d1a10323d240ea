/**
 * The device's clock beside the server's. What is typed keeps the hour the device said (`at`); the
 * server corrects it by what the clock says when it is sent. A clock that was moved in between
 * would correct wrongly: each entry keeps what the clock was known to be wrong by (`skew`), and is
 * sent with the hour that the clock of its own time would show.
 *
 * Only a step of more than two minutes counts. Back, while the page is open, is certain: time does
 * not run backwards. Forward may be a device that slept, and over a closed page nothing is known:
 * these are *turns*, and what the server says at the next line tells which of them moved the clock.
 */

/**
 * @typedef {{turn: number, gap: number, closed: boolean}} Turn
 *   `gap`: milliseconds the clock moved on and nothing tells why; `closed`: between two pages
 */
/** @typedef {{skew: number, turn: number, seen: number, turns: Turn[]}} Kept */

const STEP = 120_000;
const WORTH_SAYING = 600_000;
const MOST_TURNS = 50;

export class Clock {
  /** @param {{wall?: () => number, ticks?: () => number}} [parts] the device's clock, and what never jumps */
  constructor({ wall, ticks } = {}) {
    this.wall = wall ?? Date.now;
    this.ticks = ticks ?? (() => performance.now());
    /** What the server's clock is ahead by, in milliseconds, as known when it last stepped. */
    this.skew = 0;
    this.turn = 0;
    /** The device's clock was behind itself when the page opened. */
    this.wentBack = false;
    /** The server said what time it is, and nothing may have moved the clock since. */
    this.sure = false;
    /** @type {Turn[]} what may have moved the clock since the server spoke */
    this.turns = [];
    this.#seen = { wall: this.wall(), ticks: this.ticks() };
    this.#exact = 0;
  }

  #seen;
  #exact;

  /** What an earlier page knew. @param {Kept | undefined} kept */
  takeUp(kept) {
    if (kept) {
      const gap = this.wall() - kept.seen;
      this.skew = this.#exact = kept.skew;
      this.turn = kept.turn + 1;
      this.sure = false;
      this.turns = [...kept.turns, { turn: this.turn, gap, closed: true }].slice(-MOST_TURNS);
      this.wentBack = gap < -STEP;
    }
  }

  /** What the next page has to know. @returns {Kept} */
  kept() {
    return { skew: this.skew, turn: this.turn, seen: this.#seen.wall, turns: this.turns };
  }

  /** The hour it is, as far as is known, in milliseconds. */
  now() {
    return this.wall() + this.#exact;
  }

  /** Whether the clock of the device is wrong enough to be said; by how much, in milliseconds. */
  get wrongBy() {
    return Math.abs(this.skew) > WORTH_SAYING ? -this.skew : 0;
  }

  /** Notice that the clock was moved since it was last looked at. */
  look() {
    const [wall, ticks] = [this.wall(), this.ticks()];
    const gap = wall - this.#seen.wall - (ticks - this.#seen.ticks);
    this.#seen = { wall, ticks };
    if (gap < -STEP) {
      this.skew -= gap;
      this.#exact -= gap;
    } else if (gap > STEP) {
      this.sure = false;
      this.turn += 1;
      this.turns = [...this.turns, { turn: this.turn, gap, closed: false }].slice(-MOST_TURNS);
    }
  }

  /**
   * The server said what time it is.
   *
   * @param {number} server in milliseconds
   * @returns {{from: number, by: number} | null} what was typed since turn `from` is wrong by `by` more
   */
  heard(server) {
    this.look();
    const by = server - this.wall() - this.skew;
    const moved = Math.abs(by) > STEP;
    const from = moved ? this.#whichMoved(by) : 0;
    if (moved) {
      this.skew += by;
    }
    this.#exact = server - this.wall();
    this.wentBack = false;
    this.sure = true;
    this.turns = [];
    return moved ? { from, by } : null;
  }

  /**
   * The turn that explains best a clock found to have moved; of those that do alike, the shortest.
   *
   * While the page was closed, nobody knows how long it was: its gap need only be long enough.
   *
   * @param {number} by
   */
  #whichMoved(by) {
    const far = (/** @type {Turn} */ { gap, closed }) => (closed ? Math.max(0, -by - gap) : Math.abs(gap + by));
    const [likely] = [...this.turns].sort((one, other) => far(one) - far(other) || one.gap - other.gap);
    return likely?.turn ?? 0;
  }
}
