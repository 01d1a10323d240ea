/**
 * Names that are almost what was typed: they sound alike, or a slip of a key apart.
 *
 * Fifty thousand persons share some twenty thousand words: each word typed is compared once with
 * each of these, then the persons who have a close word for all of them are kept. A lexicon is made
 * in slices while the page rests, or at once when somebody searches first.
 */

import { soundOfWords } from "./rules/phonetics.js";

/** @typedef {import("./types.js").Person} Person */

/** How far a word is from what was typed, the nearest first; `FAR` is another name. */
const BEGINS = 0;
const SOUNDS = 1;
const SOUNDS_BEGUN = 2;
const SLIP = 2; // and one more for each slip
export const FAR = 60;

const SHORTEST_SOUND = 3;
const ONE_SLIP = 4; // letters from which a slip is forgiven
const TWO_SLIPS = 7;
const JOINED = 3; // « Le Gall » is also « Legall »: a word so short is joined to the next
const SLICE = 400;
const A_MOMENT = 8;
const REMEMBERED = 24;

const later = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ go) => setTimeout(go, A_MOMENT));

/** The words of a folded name; a particle after the first name is also joined to what follows it. @param {string} folded */
export function wordsOf(folded) {
  const words = folded.split(" ");
  const joined = words.slice(1, -1).flatMap((word, i) => (word.length <= JOINED ? [word + words[i + 2]] : []));
  return joined.length ? [...words, ...joined] : words;
}

/** One word typed: how far others are from it. */
class Typed {
  /** @param {string} word */
  constructor(word) {
    this.word = word;
    this.sound = soundOfWords([word]);
    this.slips = word.length >= TWO_SLIPS ? 2 : word.length >= ONE_SLIP ? 1 : 0;
  }

  /** @param {string} word @param {string} sound */
  from(word, sound) {
    if (word.startsWith(this.word)) {
      return BEGINS;
    }
    if (this.sound.length >= SHORTEST_SOUND && sound.startsWith(this.sound)) {
      return sound === this.sound ? SOUNDS : SOUNDS_BEGUN;
    }
    const slips = this.slips ? slipsIn(this.word, word, this.slips) : FAR;
    return slips <= this.slips ? SLIP + slips : FAR;
  }
}

/** What was typed, in the ways it may be cut: « le gall », and « legall ». @param {string[]} typed */
function cuts(typed) {
  const at = typed.findIndex((word, i) => word.length <= JOINED && i + 1 < typed.length);
  return at < 0 ? [typed] : [typed, [...typed.slice(0, at), typed[at] + typed[at + 1], ...typed.slice(at + 2)]];
}

/** How far one name is; `FAR` or more when some word typed is near none of its own. @param {string} folded @param {string[]} typed */
export function farFrom(folded, typed) {
  const words = wordsOf(folded).map((word) => /** @type {const} */ ([word, soundOfWords([word])]));
  const nearest = (/** @type {string} */ one) => {
    const from = new Typed(one);
    return Math.min(...words.map(([word, sound]) => from.from(word, sound)));
  };
  return Math.min(...cuts(typed).map((cut) => cut.reduce((sum, one) => sum + nearest(one), 0)));
}

/** The words of many names, each once, with its sound. */
export class Lexicon {
  /** @type {string[]} */
  #words = [];
  /** @type {string[]} */
  #sounds = [];
  /** @type {Map<string, number>} */
  #ranks = new Map();
  /** The words of each person, by rank, one after the other. */
  #of = new Uint32Array(0);
  #starts = new Uint32Array(0);
  /** How far the words are from one typed. @type {Map<string, Uint8Array>} */
  #far = new Map();
  #work;

  /** @param {Person[]} persons */
  constructor(persons) {
    this.persons = persons;
    this.#work = this.#made();
  }

  /** Make it while the page rests. */
  prepare() {
    later(() => {
      const until = performance.now() + A_MOMENT;
      while (performance.now() < until) {
        if (this.#work.next().done) {
          return;
        }
      }
      this.prepare();
    });
  }

  /** Each person whose words are all near those typed. @param {string[]} typed @param {(person: Person, far: number) => void} consider */
  near(typed, consider) {
    while (!this.#work.next().done);
    const ways = cuts(typed).map((cut) => cut.map((word) => this.#farFrom(word)));
    for (let who = 0; who < this.persons.length; who += 1) {
      let far = FAR;
      for (const way of ways) {
        far = Math.min(far, this.#sum(who, way));
      }
      if (far < FAR) {
        consider(this.persons[who], far);
      }
    }
  }

  /** @param {number} who @param {Uint8Array[]} way */
  #sum(who, way) {
    let sum = 0;
    for (const far of way) {
      let nearest = FAR;
      for (let i = this.#starts[who]; i < this.#starts[who + 1]; i += 1) {
        nearest = Math.min(nearest, far[this.#of[i]]);
      }
      sum += nearest;
      if (sum >= FAR) {
        return FAR;
      }
    }
    return sum;
  }

  /** How far each word is from one typed, remembered while others are. @param {string} word */
  #farFrom(word) {
    let far = this.#far.get(word);
    if (!far) {
      const typed = new Typed(word);
      far = Uint8Array.from(this.#words, (one, i) => typed.from(one, this.#sounds[i]));
      if (this.#far.size >= REMEMBERED) {
        this.#far.clear();
      }
      this.#far.set(word, far);
    }
    return far;
  }

  *#made() {
    const ranks = [];
    this.#starts = new Uint32Array(this.persons.length + 1);
    for (const [who, { folded }] of this.persons.entries()) {
      this.#starts[who] = ranks.length;
      for (const word of wordsOf(folded)) {
        ranks.push(this.#rankOf(word));
      }
      if (who % SLICE === 0) {
        yield;
      }
    }
    this.#starts[this.persons.length] = ranks.length;
    this.#of = Uint32Array.from(ranks);
    this.#ranks = new Map();
    for (const [rank, word] of this.#words.entries()) {
      this.#sounds.push(soundOfWords([word]));
      if (rank % SLICE === 0) {
        yield;
      }
    }
  }

  /** @param {string} word */
  #rankOf(word) {
    const rank = this.#ranks.get(word) ?? this.#words.push(word) - 1;
    this.#ranks.set(word, rank);
    return rank;
  }
}

/** Three rows of the table of slips; nobody types thirty letters of one name. */
const LONGEST = 30;
const ROWS = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1));

/**
 * Letters lost, added, replaced or swapped with the next between what was typed and the beginning
 * of a word (Damerau, optimal alignment); more than `most` when there are more.
 *
 * @param {string} typed @param {string} word @param {number} most
 */
export function slipsIn(typed, word, most) {
  const wide = Math.min(word.length, typed.length + most, LONGEST);
  if (wide < typed.length - most || typed.length > LONGEST) {
    return most + 1;
  }
  let [before, above, row] = ROWS;
  for (let j = 0; j <= wide; j += 1) {
    above[j] = j;
  }
  let least = 0;
  for (let i = 1; i <= typed.length; i += 1) {
    row[0] = i;
    least = i;
    for (let j = 1; j <= wide; j += 1) {
      const same = typed[i - 1] === word[j - 1];
      let slips = Math.min(above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        slips = Math.min(slips, before[j - 2] + 1);
      }
      row[j] = slips;
      least = Math.min(least, slips);
    }
    if (least > most) {
      return least;
    }
    [before, above, row] = [above, row, before];
  }
  return least;
}
