/**
 * Keeping up with the server: what changed since a revision, or everything by pages.
 *
 * Cut anywhere, it goes on from where it was: a page that came is kept with the cursor of the next.
 */

import { Rejected } from "./api.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */

const CONFLICT = 409;

export class Sync {
  /**
   * @param {ReturnType<typeof import("./api.js").createApi>} api
   * @param {import("./kept.js").Kept | null} kept null: nothing is kept
   * @param {(now: string) => void} hears told what time the server says it is
   */
  constructor(api, kept, hears) {
    this.api = api;
    this.kept = kept;
    this.hears = hears;
  }

  /**
   * Ask once; every step of a long answer is shown as it comes.
   *
   * @param {Snapshot | null} held @param {(snapshot: Snapshot) => void} show
   */
  async once(held, show) {
    const resumed = held?.next ? await this.#pages(held, show) : held;
    const told = await this.api.snapshot(resumed);
    this.hears(told.now);
    if (told.since !== undefined && resumed) {
      show(merged(resumed, told));
      await this.kept?.change(told);
      return;
    }
    const first = begun(resumed, told);
    show(first);
    await this.kept?.startOver(told);
    const whole = told.next ? await this.#pages(first, show) : first;
    if (told.next && whole) {
      await this.once(whole, show);
    }
  }

  /**
   * The pages that follow; null when another lens makes them useless. Two are asked at a time: a page
   * tells where the next two begin. One that no longer follows the page before it is asked again.
   *
   * @param {Snapshot} held @param {(snapshot: Snapshot) => void} show
   */
  async #pages(held, show) {
    let number = (await this.kept?.pagesOf(held.rev)) ?? 1;
    const came = [];
    let flight = this.#asked([], [held.next], held.lens);
    for (; flight.length; number += 1) {
      const page = await flight[0].coming;
      if (!page) {
        return null;
      }
      came.push(...page.persons);
      flight = this.#asked(flight.slice(1), [page.next, page.after_next], held.lens);
      await this.kept?.addPage(held.rev, number, page);
    }
    const whole = /** @type {Snapshot} */ ({ ...merged(held, { persons: came }), next: null });
    if (held.fresh) {
      const fresh = new Set([...held.fresh, ...came.map((one) => one.id)]);
      whole.persons = whole.persons.filter((one) => fresh.has(one.id));
      delete whole.fresh;
    }
    show(whole);
    return whole;
  }

  /**
   * The pages on their way that begin where they should, and those asked now.
   *
   * @param {{after: string, coming: Promise<any>}[]} flight @param {(string | null | undefined)[]} wanted @param {string} lens
   */
  #asked(flight, wanted, lens) {
    return wanted
      .filter((one) => one)
      .map((/** @type {any} */ after) => {
        const coming = flight.find((one) => one.after === after)?.coming ?? this.#page(after, lens);
        coming.catch(() => {}); // said when it is awaited
        return { after, coming };
      });
  }

  /** @param {string} after @param {string} lens */
  async #page(after, lens) {
    try {
      return await this.api.page(after, lens);
    } catch (error) {
      if (error instanceof Rejected && error.status === CONFLICT) {
        return null;
      }
      throw error;
    }
  }
}

/** A whole answer on top of what was held: those not yet said again stay until the last page. @param {Snapshot | null} held @param {any} told */
function begun(held, told) {
  if (!told.next) {
    return told;
  }
  const fresh = told.persons.map((/** @type {any} */ one) => one.id);
  return { ...told, persons: merged(held ?? told, { persons: told.persons }).persons, fresh };
}

/** What was held, and what changed since: the whole again. @param {Snapshot} held @param {any} told @returns {Snapshot} */
export function merged(held, told) {
  const { persons = [], gone = [], sessions = [], gone_sessions = [], since: _since, ...head } = told;
  return {
    ...held,
    ...head,
    persons: replaced(held.persons, persons, gone),
    sessions: replaced(held.sessions, sessions, gone_sessions),
  };
}

/**
 * @template {{id: string}} Row
 * @param {Row[]} rows @param {Row[]} changed @param {string[]} gone @returns {Row[]}
 */
function replaced(rows, changed, gone) {
  if (!changed.length && !gone.length) {
    return rows;
  }
  const byId = new Map(rows.map((one) => [one.id, one]));
  changed.forEach((one) => byId.set(one.id, one));
  gone.forEach((id) => byId.delete(id));
  return [...byId.values()];
}
