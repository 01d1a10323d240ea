/** Always in sight: the sessions of the day, who is here, the till. */

import { button, h, hidden, swap } from "../dom.js";
import { privately } from "../mask.js";
import { sessionsAhead } from "../suggest.js";
import { dayName, hour } from "../when.js";
import { W } from "../words.js";
import { seated, waitingList } from "../world.js";
import { chairs } from "./session.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Session} Session */

const AHEAD = 12;

let aheadOpen = false;

/** @param {Event} event of the list of the days ahead: drawn again, it stays as it was */
function keepOpen(event) {
  aheadOpen = event.target instanceof HTMLDetailsElement && event.target.open;
}

/** @param {Desk} desk */
export function drawAside(desk) {
  const put = (/** @type {string} */ id, /** @type {any[]} */ ...nodes) => swap(/** @type {Element} */ (document.getElementById(id)), ...nodes);
  put("today", ...todayCard(desk));
  put("here", ...hereCard(desk));
  put("till", ...tillCard(desk));
}

/** @param {Desk} desk */
function todayCard(desk) {
  const { world } = desk;
  const sessions = world.sessionsOn(world.day);
  const ahead = sessionsAhead(world, 60).filter((one) => one.day > world.day).slice(0, AHEAD);
  return [
    h("div", { class: "card-title" }, h("h2", {}, W.today.title), h("span", { class: "soft" }, dayName(world.day))),
    sessions.length
      ? h("ul", { class: "sessions" }, ...sessions.map((one) => sessionLink(desk, one)))
      : h("p", { class: "soft" }, W.today.none),
    ahead.length > 0 && h("details", { open: aheadOpen, on: { toggle: keepOpen } }, h("summary", {}, W.today.ahead), h("div", { class: "days" }, ...daysAhead(desk, ahead))),
  ];
}

/** A list a day. @param {Desk} desk @param {Session[]} sessions */
function daysAhead(desk, sessions) {
  const days = [...new Set(sessions.map((one) => one.day))];
  return days.flatMap((day) => [
    h("h3", {}, dayName(day)),
    h("ul", { class: "sessions" }, ...sessions.filter((one) => one.day === day).map((one) => sessionLink(desk, one))),
  ]);
}

/** @param {Desk} desk @param {Session} session */
function sessionLink(desk, session) {
  const where = [session.room, ...session.mediators].filter(Boolean).join(" · ");
  const current = desk.ui.route.name === "seance" && desk.ui.route.id === session.id;
  return h(
    "li",
    {},
    h(
      "a",
      { class: "session", href: `#seance=${session.id}`, "aria-current": current && "page", data: { key: `session-${session.id}` } },
      h("time", {}, hour(session.starts_at)),
      h("span", { class: "session-what" }, h("b", {}, session.title), h("small", {}, where)),
      seatsOf(session),
    ),
  );
}

/** @param {Session} session */
function seatsOf(session) {
  const taken = seated(session).length;
  if (session.capacity === null) {
    return h("b", { class: "session-seats" }, taken ? W.people(taken) : W.today.free);
  }
  const waiting = waitingList(session).length;
  return h(
    "span",
    { class: "session-seats" },
    chairs(session),
    h("b", {}, `${taken}/${session.capacity}`),
    h("span", { class: "visually-hidden" }, W.today.seats(taken, session.capacity)),
    waiting > 0 && h("small", {}, W.today.waiting(waiting)),
  );
}

/** @param {Desk} desk */
function hereCard(desk) {
  const { today } = desk.world;
  const here = today.here.length + today.unnamed_here;
  const came = today.persons + today.anonymous;
  const number = (/** @type {number} */ n, /** @type {string} */ word) => h("div", {}, h("dt", {}, word), h("dd", {}, n));
  return [
    h("div", { class: "card-title" }, h("h2", {}, W.today.here), button(W.today.who, () => desk.open.here(), { class: "button-link", data: { key: "who" } })),
    h("dl", { class: "numbers" }, number(here, W.today.hereCount(here)), number(came, W.today.came(came)), number(today.new, W.today.fresh(today.new))),
    h("div", { class: "row" }, today.anonymous > 0 && h("span", { class: "soft" }, W.today.unnamed(today.anonymous)), settleLink(desk)),
  ];
}

/** What the office has to see to, for who may. @param {Desk} desk */
function settleLink({ world: { snapshot } }) {
  const { toSettle } = document.body.dataset;
  return snapshot.to_settle > 0 && h("a", { class: "chip chip-mind row-end", href: toSettle }, W.today.toSettle(snapshot.to_settle), hidden(W.today.toSettleWhere));
}

/** @param {Desk} desk */
function tillCard(desk) {
  const { till } = desk.world;
  const { open } = till;
  if (!desk.world.may("till")) {
    return [h("p", { class: "soft" }, W.till.noRight)];
  }
  const go = button(open ? W.till.doClose : W.till.doOpen, () => desk.ui.go("caisse"), { class: open ? "button-link" : "button-go", data: { key: "till" } });
  return [
    h("div", { class: "row till" }, h("p", {}, h("span", {}, open ? W.till.open : W.till.closed), open && h("b", {}, privately(open.cash_cents))), h("span", { class: "row-end" }, go)),
  ];
}
