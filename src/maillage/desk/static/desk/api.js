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
  /** @param {number} status */
  constructor(status) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

const PATIENCE = 20_000;

/**
 * @param {string} base address of the desk, with its final slash
 * @param {string} csrf token of the page
 */
export function createApi(base, csrf) {
  let tag = "";

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

  /** @param {string} path @param {unknown} body */
  function post(path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
    return ask(path, { method: "POST", body: JSON.stringify(body), headers });
  }

  return {
    /** @returns {Promise<import("./types.js").Snapshot | null>} null when nothing is new */
    async snapshot() {
      const answer = await ask("snapshot.json", { headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.status === 304) {
        return null;
      }
      tag = answer.headers.get("ETag") ?? "";
      return answer.json();
    },

    /** Ask for the whole snapshot next time, whatever its tag. */
    forget() {
      tag = "";
    },

    /** @returns {Promise<{rev: number, epoch: string, day: string}>} */
    async rev() {
      return (await ask("rev.json")).json();
    },

    /** @param {unknown} envelope @returns {Promise<{results: import("./types.js").Result[]}>} */
    async commands(envelope) {
      return (await post("commands", envelope)).json();
    },

    /** Change who is at the desk. @param {string} staff @param {string} pin @returns {Promise<boolean>} */
    async switchTo(staff, pin) {
      try {
        await post("switch", { staff, pin });
        return true;
      } catch (error) {
        if (error instanceof Rejected && error.status === 403) {
          return false;
        }
        throw error;
      }
    },
  };
}

/** @param {Response} answer */
function checked(answer) {
  if (answer.ok || answer.status === 304) {
    return answer;
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    throw new SignedOut();
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) {
    throw new Away(`HTTP ${answer.status}`);
  }
  throw new Rejected(answer.status);
}
