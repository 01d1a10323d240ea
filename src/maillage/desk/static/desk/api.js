/**
 * The four addresses of the desk: snapshot, rev, commands, switch. JSON in, JSON out.
 *
 * Nothing here retries: the outbox and the poll decide when to come back.
 */

/** The server was not reached, or is restarting: come again later. */
export class Away extends Error {}

/** The session ended, or the device is unknown: somebody must sign in again. */
export class SignedOut extends Error {}

/** The server read the request and says no: coming back unchanged is useless. */
export class Rejected extends Error {
  /** @param {number} status @param {string} [words] what the server says to do, in French */
  constructor(status, words = "") {
    super(words || `HTTP ${status}`);
    this.status = status;
    this.words = words;
  }
}

const PATIENCE = 20_000;

/**
 * @param {string} base address of the desk, with its final slash
 * @param {string} csrf token of the page
 */
export function createApi(base, csrf) {
  // The cookie's token is fresh even when somebody signed in again in another tab.
  const token = () => /(?:^|; )maillage_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? csrf;

  /** @param {string} path @param {RequestInit} [options] */
  async function ask(path, options = {}) {
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(new URL(path, new URL(base, location.href)), {
        ...options,
        headers: { Accept: "application/json", ...options.headers },
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      throw new Away(String(error));
    }
    return checked(answer);
  }

  /** @param {string} path @param {BodyInit} body @param {Record<string, string>} [headers] */
  function post(path, body, headers = {}) {
    return ask(path, { method: "POST", body, headers: { "X-CSRFToken": token(), ...headers } });
  }

  return {
    /** What changed since what is held, or everything. @param {import("./types.js").Snapshot | null} held @returns {Promise<any>} */
    async snapshot(held) {
      const asked = held ? `?${new URLSearchParams({ since: String(held.rev), epoch: held.epoch, lens: held.lens })}` : "";
      return (await ask(`snapshot.json${asked}`)).json();
    },

    /** The persons that follow a cursor. @param {string} after @param {string} lens @returns {Promise<any>} */
    async page(after, lens) {
      return (await ask(`snapshot.json?${new URLSearchParams({ after, lens })}`)).json();
    },

    /** @returns {Promise<{rev: number, epoch: string, day: string, now: string, wipe: string | null}>} */
    async rev() {
      return (await ask("rev.json")).json();
    },

    /** @param {unknown} envelope @returns {Promise<{results: import("./types.js").Result[]}>} */
    async commands(envelope) {
      return (await post("commands", JSON.stringify(envelope), { "Content-Type": "application/json" })).json();
    },

    /** End the session of this browser. @param {string} path */
    async signOut(path) {
      try {
        await post(path, "");
      } catch (error) {
        if (!(error instanceof SignedOut)) {
          throw error;
        }
      }
    },

    /** Change who is at the desk: a refusal is a `Rejected` with the server's words. @param {string} staff @param {string} pin @returns {Promise<import("./passes.js").Given>} */
    async switchTo(staff, pin) {
      return (await post("switch", new URLSearchParams({ staff, pin }))).json();
    },
  };
}

/** @param {Response} answer */
async function checked(answer) {
  if (answer.ok) {
    return answer;
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    throw new SignedOut();
  }
  if (answer.status >= 500 || answer.status === 408) {
    throw new Away(`HTTP ${answer.status}`);
  }
  const said = await answer.json().catch(() => ({}));
  if (said.code === "no_device") {
    throw new SignedOut();
  }
  throw new Rejected(answer.status, said.message);
}
