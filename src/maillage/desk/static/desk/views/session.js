/** A session in list mode: seats, names to tap, the waiting list, one more chair, one more person. */

import { addChair, cancelSeat, countUnnamed, mark, offerSeat, perform } from "../acts.js";
import { button, h, hidden, icon } from "../dom.js";
import { nameOf, phoneOf, privately } from "../mask.js";
import { blocked } from "../suggest.js";
import { dayName, hour } from "../when.js";
import { agree, W } from "../words.js";
import { freeSeats, seated, waitingList } from "../world.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Session} Session */
/** @typedef {import("../types.js").Registration} Registration */

const STATES = /** @type {const} */ (["present", "absent", "excused"]);

/** « 5/8 places », « 3 personnes » where nobody counts seats. @param {Session} session */
export function seatSummary(session) {
  return W.session.seats(seated(session).length, session.capacity);
}

/** @param {Desk} desk @param {string} id */
export function sessionView(desk, id) {
  const session = desk.world.sessions.get(id);
  if (!session) {
    return h("div", { class: "card stack" }, h("p", {}, W.session.gone), backButton(desk));
  }
  const seats = seated(session).sort((one, other) => (one.seat ?? 999) - (other.seat ?? 999));
  return h(
    "section",
    { class: "card stack", "aria-labelledby": "session-title" },
    head(desk, session),
    next(desk, session),
    h("h3", { class: "visually-hidden" }, W.session.people),
    seats.length
      ? h("ul", { class: "seat-list" }, ...seats.map((one) => seatRow(desk, session, one)))
      : h("p", { class: "soft" }, W.home.nobody),
    session.unnamed > 0 && h("p", { class: "soft" }, W.session.unnamed(session.unnamed)),
    waiting(desk, session),
    actions(desk, session),
  );
}

/** @param {Desk} desk */
function backButton(desk) {
  return button(W.back, () => desk.back(), { class: "button-link", data: { key: "back" } });
}

/** @param {Desk} desk @param {Session} session */
function head(desk, session) {
  const day = session.day === desk.world.day ? "" : `${dayName(session.day)}, `;
  const where = [session.room, ...session.mediators].filter(Boolean).join(" · ");
  const age = session.minimum_age ? ` · ${W.session.from(session.minimum_age)}` : "";
  return h(
    "div",
    { class: "session-head" },
    h("div", {}, h("h2", { class: "title", id: "session-title" }, session.title), h("p", { class: "soft" }, `${day}${hour(session.starts_at)} – ${hour(session.ends_at)} · ${where}${age}`)),
    h("div", { class: "row row-end" }, chairs(session), h("b", {}, seatSummary(session)), backButton(desk)),
  );
}

/** Seats drawn as seats: taken, present, free. @param {Session} session */
export function chairs(session) {
  const taken = seated(session);
  if (session.capacity === null || session.capacity > 16) {
    return null;
  }
  const drawn = Array.from({ length: Math.max(session.capacity, taken.length) }, (_, i) => {
    const one = taken[i];
    const state = !one ? "free" : one.attendance === "present" ? "present" : "taken";
    return h("i", { class: `seat seat-${state}${i >= (session.capacity ?? 0) ? " seat-more" : ""}` });
  });
  return h("span", { class: "seats", "aria-hidden": "true" }, ...drawn);
}

/**
 * One name to tap. @param {Desk} desk @param {Session} session @param {Registration} seat
 * @param {boolean} [short] only « présent·e », as on the home
 */
export function seatRow(desk, session, seat, short = false) {
  const who = desk.world.person(seat.person);
  const name = who ? nameOf(who) : seat.person ? W.session.stranger : W.session.unnamedSeat;
  const mayBe = session.day > desk.world.day ? STATES.filter((one) => one !== "present") : STATES;
  const states = short ? STATES.slice(0, 1) : mayBe;
  const tap = (/** @type {string} */ state) => mark(desk, session, seat, seat.attendance === state ? "expected" : state);
  const buttons = states.map((state) =>
    button(
      agree(who ?? {}, W.session[state]),
      () => tap(state),
      { "aria-pressed": String(seat.attendance === state), disabled: desk.readOnly || !desk.world.may("register"), data: { key: `${seat.id}-${state}` } },
      hidden(` : ${name}`),
    ),
  );
  return h(
    "li",
    { class: short ? "seat-row" : "seat-row seat-row-full" },
    h("span", { class: `seat-number${seat.attendance === "present" ? " is-present" : ""}`, "aria-hidden": "true" }, seat.seat ?? "+"),
    h("span", { class: "seat-who" }, h("b", {}, name), who && notes(session, who), hidden(seat.seat ? W.session.seat(seat.seat) : W.person.overbooked)),
    who && collect(desk, session, seat, who),
    h("span", { class: "marks", role: "group", "aria-label": W.session.mark(name) }, ...buttons),
    !short && cancelButton(desk, seat, name),
  );
}

/** What to mind about somebody in this session. @param {Session} session @param {import("../types.js").Person} who */
function notes(session, who) {
  const obstacle = blocked(session, who);
  const words = [
    obstacle === "consent" && `! ${W.documents.parental_consent[0]}`,
    obstacle === "age" && `! ${W.session.from(session.minimum_age ?? 0)}`,
    !obstacle && who.missing.includes("charter") && `! ${W.documents.charter[0]}`,
    who.due_cents > 0 && W.person.due(privately(who.due_cents)),
  ].filter(Boolean);
  return words.length > 0 && h("small", { class: "minded" }, words.join(" · "));
}

/** The money left for later, or to take now. @param {Desk} desk @param {Session} session @param {Registration} seat @param {import("../types.js").Person} who */
function collect(desk, session, seat, who) {
  if (!desk.world.may("till") || desk.readOnly) {
    return null;
  }
  if (who.due_cents > 0) {
    return button(privately(who.due_cents), () => desk.ui.go("regler", who.id), { class: "button-link", data: { key: `${seat.id}-due` } }, hidden(` : ${W.session.collect(nameOf(who))}`));
  }
  if (seat.attendance !== "expected" || !session.price_code || blocked(session, who)) {
    return null;
  }
  const pay = () => perform(desk, who, { type: "session", session, registration: seat });
  return button(W.settle.go("").trim(), pay, { class: "button-link", data: { key: `${seat.id}-pay` } }, hidden(` : ${nameOf(who)}`));
}

/** @param {Desk} desk @param {Registration} seat @param {string} who */
function cancelButton(desk, seat, who) {
  const props = { class: "button-cross", "aria-label": W.session.cancelOf(who), title: W.session.cancel, disabled: desk.readOnly, data: { key: `${seat.id}-cancel` } };
  return seat.attendance === "expected" && desk.world.may("register") && button("×", () => cancelSeat(desk, seat), props);
}

/** Who comes next when a seat is freed: the server says, with the number to call. @param {Desk} desk @param {Session} session */
function next(desk, session) {
  const { next: freed } = desk.ui;
  if (!freed || freed.session !== session.id) {
    return null;
  }
  const seat = session.registrations.find((one) => one.id === freed.registration);
  if (!seat) {
    return h("p", { class: "notice", role: "status" }, W.session.nobodyNext);
  }
  const who = desk.world.person(freed.person);
  const number = seat.phone ?? freed.phone ?? "";
  const call = number
    ? h("a", { class: "button phone", href: `tel:${number.replace(/[^+0-9]/g, "")}` }, `${W.session.call} ${phoneOf(number)}`)
    : h("p", {}, W.session.noPhone);
  return h(
    "div",
    { class: "notice notice-mind stack", role: "status" },
    h("p", {}, h("b", {}, W.session.next(who ? nameOf(who) : W.session.unnamedSeat, freed.rank))),
    h("div", { class: "row" }, call, seat.state === "waiting" && button(W.session.offer, () => offerSeat(desk, seat), { class: "button-go", data: { key: "offer-next" } })),
  );
}

/** @param {Desk} desk @param {Session} session */
function waiting(desk, session) {
  const rows = waitingList(session);
  const free = freeSeats(session) !== 0;
  if (!rows.length) {
    return null;
  }
  return h(
    "section",
    { class: "stack", "aria-labelledby": "waiting-title" },
    h("h3", { id: "waiting-title" }, W.session.waiting),
    h("ol", { class: "seat-list" }, ...rows.map((seat) => waitingRow(desk, seat, free))),
  );
}

/** @param {Desk} desk @param {Registration} seat @param {boolean} free */
function waitingRow(desk, seat, free) {
  const who = desk.world.person(seat.person);
  const label = who ? nameOf(who) : W.session.unnamedSeat;
  const may = desk.world.may("register") && !desk.readOnly;
  const ahead = (seat.rank ?? 1) > 1;
  return h(
    "li",
    { class: "seat-row" },
    h("span", { class: "seat-number is-waiting", "aria-hidden": "true" }, seat.rank ?? "?"),
    h("span", { class: "seat-who" }, h("b", {}, label), h("small", {}, W.session.rank(seat.rank ?? 0))),
    h("span", { class: "row row-end" }, free && may && button(ahead ? W.session.pass : W.session.offer, () => offerSeat(desk, seat, ahead), { data: { key: `${seat.id}-offer` } }, hidden(` : ${label}`)), may && cancelButton(desk, seat, label)),
  );
}

/** @param {Desk} desk @param {Session} session */
function actions(desk, session) {
  if (!desk.world.may("register")) {
    return null;
  }
  const off = desk.readOnly;
  const target = () => {
    desk.ui.set({ target: session.id });
    desk.search.focus();
  };
  return h(
    "div",
    { class: "row" },
    button("", target, { class: "button-go", data: { key: "register" }, disabled: off }, icon("plus", 20), W.session.register),
    button(W.session.severalSeats, () => desk.open.seats(session), { data: { key: "seats" }, disabled: off }),
    button(W.session.plusOne, () => countUnnamed(desk, { session: session.id }), { data: { key: "plus" }, disabled: off }),
    session.day === desk.world.day && seated(session).length > 0 && button(W.signing.open, () => desk.open.sign(session), { data: { key: "sign" }, disabled: off }),
    session.capacity !== null && button(W.session.chair, () => addChair(desk, session), { data: { key: "chair" }, disabled: off }),
  );
}
