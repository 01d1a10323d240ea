/**
 * What the kiosk and the tally share: the taps wait in an outbox and leave when there is a line.
 *
 * A tap is `people.ring`; taking it back is `core.undo`, within 60 seconds. Nothing that the server
 * answers is shown: it says nothing of anybody.
 */

import { createApi } from "../desk/api.js";
import { newId } from "../desk/ids.js";
import { openKept } from "../desk/kept.js";
import { memoryStorage, Outbox } from "../desk/outbox.js";
import { becomeWriter } from "../desk/writer.js";
import { W } from "./words.js";

/** @typedef {import("../desk/types.js").Entry} Entry */

export const UNDO_FOR = 60_000;
const KEEP_FOR = 48 * 3600_000; // what was answered comes again when a backup is restored
const AGAIN = 15_000;

/** The device's door, from what the page says of it; what waits is told at the foot of the page. */
export async function openDoor() {
  const { base = "", device = "", place = "", actor = "", lastN = "0" } = document.body.dataset;
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const api = createApi(base, csrf);
  const who = () => ({ device, place, actor });
  const kept = await openOnce(`kiosk/${base.split("/")[2]}`);
  const outbox = new Outbox({ send: (envelope) => api.commands(envelope), storage: kept?.outbox ?? memoryStorage(), who });
  await outbox.open();
  outbox.begin(Number(lastN));
  outbox.addEventListener("change", () => tell(outbox));
  addEventListener("online", () => outbox.flush());
  addEventListener("beforeunload", (event) => !kept && outbox.waiting().length && event.preventDefault());
  outbox.flush();
  setInterval(() => {
    outbox.forget((one) => one.state === "done" && Date.now() - one.typedAt > KEEP_FOR);
    outbox.flush();
  }, AGAIN);
  navigator.serviceWorker?.register(`${base}sw.js`, { scope: base }).catch(() => {});
  const held = (/** @type {string} */ kind) => outbox.waiting().filter((one) => one.command.kind === kind).length;
  return {
    /** How many heads an earlier page left to send. */
    held: held("people.ring") - held("core.undo"),
    /** Somebody arrives. @param {{card?: string, first_name?: string}} [typed] @returns {Entry} */
    ring: (typed = {}) => outbox.add([{ kind: "people.ring", payload: { ring: newId(), ...typed }, about: "" }])[0],
    /** Take a tap back. @param {Entry} entry */
    undo: (entry) => outbox.add([{ kind: "core.undo", payload: { key: entry.command.key }, about: "" }]),
  };
}

/** What this browser keeps of the taps, for the one page that writes; null for another. @param {string} name */
function openOnce(name) {
  return new Promise((/** @type {(kept: import("../desk/kept.js").Kept | null) => void} */ resolve) => {
    becomeWriter(name, (writer) => resolve(writer ? openKept(name) : null));
  });
}

/** Whether a tap may still be taken back. @param {Entry | undefined} entry */
export const undoable = (entry) => Boolean(entry) && Date.now() - (entry?.typedAt ?? 0) < UNDO_FOR;

/** @param {Outbox} outbox */
function tell(outbox) {
  const line = document.getElementById("line");
  if (line) {
    line.textContent = trouble(outbox);
  }
  document.body.toggleAttribute("data-sent", !outbox.waiting().length);
}

/** @param {Outbox} outbox */
function trouble(outbox) {
  if (outbox.state === "signed_out" || outbox.state === "stuck") {
    return W.out;
  }
  if (outbox.entries.some((one) => one.state === "refused" && one.command.kind === "people.ring")) {
    return W.refused;
  }
  const waiting = outbox.waiting().filter((one) => one.command.kind === "people.ring").length;
  return outbox.state === "away" && waiting ? W.waiting(waiting) : "";
}
