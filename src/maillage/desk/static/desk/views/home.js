/** Before anything is typed: who is awaited now, one tap a name; count without a name; newcomer. */

import { countUnnamed } from "../acts.js";
import { button, h, hidden, icon, kbd } from "../dom.js";
import { sessionNow } from "../suggest.js";
import { hour } from "../when.js";
import { W } from "../words.js";
import { waitingList } from "../world.js";
import { machinesCard } from "./machines.js";
import { seatRow, seatSummary } from "./session.js";

/** @typedef {import("../desk.js").Desk} Desk */

/** @param {Desk} desk */
export function homeView(desk) {
  const off = desk.readOnly;
  return [
    h(
      "div",
      { class: "row quick" },
      button("", () => desk.openNewcomer(""), { data: { key: "newcomer" }, disabled: off }, icon("plus", 20), W.home.newcomer),
      button(W.home.plusOne, () => countUnnamed(desk), { data: { key: "plus" }, disabled: off }, kbd("+")),
      button(W.home.several, () => desk.open.unnamed({}), { class: "button-link", data: { key: "plus-details" }, disabled: off }, hidden(W.home.severalWhat)),
      desk.world.may("till") && button(W.home.sell, () => desk.openSale(), { data: { key: "sell" }, disabled: off }, kbd("=")),
    ),
    expected(desk),
    machinesCard(desk),
  ];
}

/** @param {Desk} desk */
function expected(desk) {
  const session = sessionNow(desk.world);
  if (!session) {
    return h("p", { class: "card card-quiet" }, W.home.noSession);
  }
  const awaited = session.registrations.filter((one) => one.state === "confirmed" || one.state === "overbooked");
  const waiting = waitingList(session).length;
  return h(
    "section",
    { class: "card stack", "aria-labelledby": "expected" },
    h(
      "div",
      { class: "card-title" },
      h("h2", { id: "expected" }, W.home.next(session.title, hour(session.starts_at))),
      h("span", { class: "soft" }, [seatSummary(session), waiting && W.today.waiting(waiting)].filter(Boolean).join(" · ")),
    ),
    awaited.length
      ? h("ul", { class: "seat-list" }, ...awaited.map((one) => seatRow(desk, session, one, true)))
      : h("p", { class: "soft" }, W.home.nobody),
    h("p", {}, button(W.home.openList, () => desk.ui.go("seance", session.id), { class: "button-link", data: { key: "open-list" } })),
  );
}
