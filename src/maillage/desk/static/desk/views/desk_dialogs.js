/** Small questions about the desk: to which session, what was typed, help. */

import { register } from "../acts.js";
import { button, h, hidden, openDialog, swap } from "../dom.js";
import { newId } from "../ids.js";
import { nameOf } from "../mask.js";
import { printReceipts } from "../print.js";
import { sessionsAhead } from "../suggest.js";
import { dayName, hour, stamp } from "../when.js";
import { W } from "../words.js";
import { freeSeats, waitingList } from "../world.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Entry} Entry */

/** Two taps: this, then the session. @param {Desk} desk @param {import("../types.js").Person} who */
export function registerDialog(desk, who) {
  const sessions = sessionsAhead(desk.world).filter((one) => !one.registrations.some((seat) => seat.person === who.id && seat.state !== "cancelled"));
  openDialog(`${W.session.choose} ${nameOf(who)}`, (close) => {
    const rows = sessions.map((session, i) => {
      const take = () => {
        register(desk, session, [{ registration: newId(), person: who.id }], who);
        close();
      };
      const more = () => {
        close();
        desk.open.seats(session, who);
      };
      return h(
        "li",
        { class: "row" },
        button("", take, { class: "session-choice", data: i === 0 ? { first: "" } : {} }, h("b", {}, session.title), h("span", {}, `${session.day === desk.world.day ? W.today.title : dayName(session.day)}, ${hour(session.starts_at)}`), h("small", {}, room(session))),
        button("+…", more, { class: "button-cross", "aria-label": `${W.session.severalSeats} : ${session.title}` }),
      );
    });
    return [sessions.length ? h("ul", { class: "choice-list" }, ...rows) : h("p", {}, W.session.noneAhead), h("div", { class: "actions" }, button(W.cancel, close, { class: "button-link" }))];
  }, () => desk.search.focus());
}

/** @param {import("../types.js").Session} session */
function room(session) {
  const free = freeSeats(session);
  if (free === null) {
    return W.person.free;
  }
  return free > 0 ? W.person.seatsLeft(free) : W.session.full(waitingList(session).length);
}

/** Everything typed since the page opened: sent, waiting, refused. @param {Desk} desk */
export function queueDialog(desk) {
  const { outbox } = desk;
  const body = h("div", { class: "stack" });
  const draw = () => swap(body, ...queueBody(desk));
  outbox.addEventListener("change", draw);
  draw();
  openDialog(W.queue.title, (close) => [body, h("div", { class: "actions" }, button(W.close, close, { data: { first: "" } }))], () => outbox.removeEventListener("change", draw));
}

/** @param {Desk} desk */
function queueBody(desk) {
  const { outbox } = desk;
  const entries = [...outbox.entries].reverse().slice(0, 40);
  const help = { away: W.queue.awayHelp, signed_out: W.queue.signedOutHelp, stuck: W.queue.stuckHelp, idle: "", sending: "" }[outbox.state];
  const send = outbox.waiting().length > 0 && button(W.queue.retry, () => outbox.flush(), { data: { key: "retry" } });
  const { phone } = desk.world.snapshot.place;
  return [
    h("p", { class: "soft" }, W.queue.since(stamp(Date.parse(desk.store.heardAt)))),
    !desk.startsAlone && h("p", { class: "notice notice-mind" }, W.queue.needsLine),
    desk.mayForget && h("p", { class: "notice notice-mind" }, W.queue.mayForget),
    help && h("div", { class: "notice notice-mind stack" }, h("p", {}, help), phone && h("p", {}, W.queue.referent(phone)), send),
    entries.length ? h("ul", { class: "queue" }, ...entries.map((entry) => queueRow(desk, entry))) : h("p", {}, W.queue.none),
    h("p", {}, h("a", { class: "button button-link", href: document.body.dataset.kit }, W.queue.kit)),
  ];
}

/** @param {Desk} desk @param {Entry} entry */
function queueRow(desk, entry) {
  const tones = { waiting: "mind", done: "ok", refused: "stop" };
  const undone = desk.outbox.entries.some((one) => one.command.kind === "core.undo" && one.command.payload.key === entry.command.key && one.state !== "refused");
  const seen = () => {
    desk.outbox.forget((one) => one === entry);
    desk.outbox.dispatchEvent(new Event("change"));
  };
  return h(
    "li",
    { class: "queue-row" },
    h("span", { class: "soft" }, hour(new Date(entry.typedAt).toISOString())),
    h("span", {}, entry.about, entry.state === "refused" && h("p", { class: "errors" }, refusalText(entry)), entry.result?.data?.left_out && h("p", { class: "soft" }, W.queue.leftOut)),
    h("span", { class: `chip chip-${tones[entry.state]}` }, W.queue.states[undone ? "undone" : entry.state]),
    entry.receipt && button(W.queue.paper, () => entry.receipt && printReceipts(desk.world, [entry.receipt]), { data: { key: `paper-${entry.command.key}` } }, hidden(` : ${entry.receipt.number}`)),
    entry.state === "refused" && button(W.queue.seen, seen, { data: { key: `seen-${entry.command.key}` } }, hidden(` : ${entry.about}`)),
  );
}

/** What to do next, in the server's words when it has some. @param {Entry} entry */
export function refusalText({ result }) {
  return result?.message || (result?.code === "unreadable" ? W.queue.unreadable : W.queue.unknown);
}

/** @param {Desk} desk */
export function helpDialog(desk) {
  const rows = W.help.keys.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)));
  openDialog(W.help.title, (close) => [h("dl", { class: "keys" }, ...rows), h("div", { class: "actions" }, button(W.close, close, { data: { first: "" } }))], () => desk.search.focus());
}
