/**
 * The passes of a desk: what the server gave to each person who typed their PIN here, wrapped by
 * that PIN. To unwrap one is how a desk without a line knows who is there.
 *
 * A wrapped pass says nothing of its PIN but the number of its digits. Trying them all takes
 * minutes to whoever holds the disk (docs/security.md).
 */

/**
 * @typedef {{actor: string, pass: string, issued_at: string, pin: string}} Given what `switch` answers
 * @typedef {{salt: Uint8Array, iv: Uint8Array, sealed: ArrayBuffer, rounds: number, digits: number,
 *   issued_at: string, pin: string}} Wrapped
 * @typedef {{id: string, pin?: string}} Member of the team, with the mark of their PIN
 */

const ROUNDS = 600_000; // about 0.3 s on the slow computers of the field
const LASTS = 30 * 24 * 3600_000;
const PASSES = "passes";
const TRIES = "tries";

/** Wrong PINs in a row before the desk signs out. */
export const MOST_TRIES = 10;

/** Whether this browser can keep a pass: over https, or on the machine itself. */
export const canKeep = Boolean(globalThis.crypto?.subtle);

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {string} pin @param {Uint8Array} salt @param {number} iterations */
async function keyOf(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {Given} given @param {string} pin @returns {Promise<Wrapped>} */
async function wrapped({ pass, issued_at, pin: mark }, pin) {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(12))];
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(pin, salt, ROUNDS), bytes(pass));
  return { salt, iv, sealed, rounds: ROUNDS, digits: pin.length, issued_at, pin: mark };
}

/** The pass, or "" when the PIN is another. @param {Wrapped} one @param {string} pin */
async function unwrapped({ salt, iv, sealed, rounds }, pin) {
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(pin, salt, rounds), sealed);
    return new TextDecoder().decode(plain);
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") {
      return "";
    }
    throw error;
  }
}

/** What shows that one holds a pass, for one command. @param {string} pass @param {string} key @param {string} at */
export async function proofOf(pass, key, at) {
  const raw = Uint8Array.from(pass.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const secret = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", secret, bytes(`${key}|${Date.parse(at)}`));
  return [...new Uint8Array(signed)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

export class Passes {
  /** @type {Record<string, Wrapped>} */
  #held = {};

  /** @param {import("./kept.js").Kept | null} kept null: this browser keeps nothing, and no pass */
  constructor(kept) {
    this.kept = canKeep ? kept : null;
  }

  async open() {
    this.#held = (await this.kept?.fact(PASSES)) ?? {};
  }

  /** Somebody's pass, while it is of their present PIN and less than 30 days old. @param {Member | undefined} member */
  of(member) {
    const found = member && this.#held[member.id];
    const stands = found && found.pin === member.pin && Date.now() - Date.parse(found.issued_at) < LASTS;
    return stands ? found : null;
  }

  /** @param {Given} given @param {string} pin that was right */
  async add(given, pin) {
    if (this.kept && given.pass) {
      await this.#put({ ...this.#held, [given.actor]: await wrapped(given, pin) });
    }
    await this.forgive();
  }

  /** @param {string} id */
  async drop(id) {
    const { [id]: _gone, ...rest } = this.#held;
    await this.#put(rest);
  }

  /** @param {Record<string, Wrapped>} held */
  async #put(held) {
    this.#held = held;
    await this.kept?.keep(PASSES, held);
  }

  /** Try a PIN: the pass, or "". The try is counted before, so that a closed tab gives none back. @param {Wrapped} one @param {string} pin */
  async tried(one, pin) {
    await this.count();
    const pass = await unwrapped(one, pin);
    if (pass) {
      await this.forgive();
    }
    return pass;
  }

  /** One more wrong PIN, of anybody. */
  async count() {
    await this.kept?.keep(TRIES, (await this.tries()) + 1);
  }

  async forgive() {
    await this.kept?.forget(TRIES);
  }

  /** How many wrong PINs in a row. @returns {Promise<number>} */
  async tries() {
    return (await this.kept?.fact(TRIES)) ?? 0;
  }
}
