/** The card of a person: who, what to mind, and the suggested action with its price. */

import { perform } from "../acts.js";
import { linesOf, openBasket } from "../basket.js";
import { button, chip, h, hidden, kbd } from "../dom.js";
import { minutesUsed } from "../machines.js";
import { nameOf, privately } from "../mask.js";
import { pays, usesOf } from "../plans.js";
import { total } from "../prices.js";
import { initials } from "../rules/fold.js";
import { actionsFor, blocked } from "../suggest.js";
import { dayName, hour, length } from "../when.js";
import { W } from "../words.js";
import { freeSeats } from "../world.js";
import { hasMachines, timer } from "./machines.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Person} Person */
/** @typedef {import("../suggest.js").Action} Action */
/** @typedef {import("../world.js").World} World */

/** @param {Desk} desk @param {Person} who */
export function personCard(desk, who) {
  const [first, ...others] = actionsFor(desk.world, who, desk.ui.target);
  return h(
    "article",
    { class: "card person", "aria-label": nameOf(who) },
    personHead(desk, who),
    primary(desk, who, first),
    otherActions(desk, who, others),
  );
}

/** Name, history and chips. @param {Desk} desk @param {Person} who */
export function personHead(desk, who) {
  const meta = [W.person.visits(who), who.card ? W.person.card(who.card) : who.commune].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "person-top" },
    h("span", { class: "avatar", "aria-hidden": "true" }, initials(who.first, who.last)),
    h("div", { class: "person-name" }, h("h2", { class: "title" }, nameOf(who)), h("p", { class: "soft" }, meta)),
    h("div", { class: "chips" }, ...chips(desk, who)),
  );
}

/** @param {Desk} desk @param {Person} who */
function chips(desk, who) {
  const { world } = desk;
  const documents = who.missing.map((kind) => {
    const [label] = W.documents[/** @type {"charter"} */ (kind)] ?? [kind];
    const props = { type: "button", class: "chip chip-mind", data: { key: `document-${kind}` } };
    return h("button", { ...props, on: { click: () => desk.open.document(who, kind) } }, `! ${label}`);
  });
  return [
    who.today && chip("ok", W.person.here(hour(who.today.at))),
    world.isMember(who) && who.membership && chip("ok", W.person.member(until(world, who.membership.until))),
    !world.isMember(who) && who.expired_on && chip("mind", W.person.expired(dayName(who.expired_on, "year"))),
    ...usesOf(who).map((one) => chip(pays(one) ? "ok" : "mind", W.person.plan(one.label, W.used(one.used, one.given)))),
    ...(who.reserved ?? []).filter((one) => one.came_at && !one.left_at).map((one) => h("span", { class: "chip chip-ok" }, `${one.label} · `, timer(one))),
    who.minor && chip("", W.person.minor),
    who.due_cents > 0 && chip("mind", W.person.due(privately(who.due_cents))),
    ...documents,
  ];
}

/** A day to come, its year told when it is not near. @param {World} world @param {string} day */
function until(world, day) {
  const months = (Date.parse(day) - Date.parse(world.day)) / (30 * 24 * 3600 * 1000);
  return dayName(day, months < 11 ? "short" : "year");
}

/** The words of an action. @param {World} world @param {Person} who @param {Action} action */
export function wordsOf(world, who, action) {
  switch (action.type) {
    case "session":
      return sessionWords(who, action);
    case "register": {
      const { session } = action;
      const when = session.day === world.day ? "" : `${dayName(session.day)}, `;
      const free = freeSeats(session);
      return { label: W.person.register(who, session.title), detail: `${when}${hour(session.starts_at)} · ${seatsText(free, session)}` };
    }
    case "come":
      return { label: W.machine.come(who, action.reserved.label), detail: W.machine.reserved(hour(action.reserved.starts_at)) };
    case "leave":
      return { label: W.machine.leave(who, action.reserved.label), detail: W.machine.leaveDetail(length(minutesUsed(action.reserved))) };
    case "count":
      return { label: W.machine.count(who, action.reserved.label), detail: W.machine.leaveDetail(length(minutesUsed(action.reserved))) };
    case "use": {
      const { label, used, given } = action.plan;
      const left = W.used(used, given);
      return { label: W.person.use(who, label), detail: pays(action.plan) ? left : W.person.usedUp(left) };
    }
    case "settle":
      return { label: W.person.settle, detail: privately(who.due_cents) };
    case "member":
      return { label: W.person.member2, detail: world.plan?.label ?? "" };
    default:
      return who.today
        ? { label: W.person.again(who, hour(who.today.at)), detail: W.person.againDetail }
        : { label: W.person.greet(who), detail: W.person.greetDetail };
  }
}

/** @param {Person} who @param {any} action */
function sessionWords(who, { session, registration }) {
  const label = W.person.present(who, session.title, hour(session.starts_at));
  if (!registration) {
    const free = freeSeats(session);
    return { label, detail: free === null ? W.person.free : `${W.person.walkIn} · ${seatsText(free, session)}` };
  }
  const states = {
    waiting: W.person.waiting(registration.rank),
    overbooked: W.person.overbooked,
    confirmed: W.person.registered(who, registration.seat),
  };
  return { label, detail: states[/** @type {"confirmed"} */ (registration.state)] ?? "" };
}

/** @param {number | null} free @param {import("../types.js").Session} session */
function seatsText(free, session) {
  if (free === null) {
    return W.person.free;
  }
  const waiting = session.registrations.filter((one) => one.state === "waiting").length;
  return free ? W.person.seatsLeft(free) : waiting ? W.today.waiting(waiting) : W.person.full;
}

/** What the action costs; null when nothing is sold. @param {World} world @param {Person} who @param {Action} action */
function priceFor(world, who, action) {
  if (action.type === "settle") {
    return { cents: who.due_cents, why: "" };
  }
  if (action.type === "use" && pays(action.plan)) {
    return { cents: 0, why: W.person.inPlan };
  }
  if (!["session", "member", "use"].includes(action.type)) {
    return null;
  }
  const lines = linesOf(world, openBasket(world, who, action));
  if (!lines.length) {
    return null;
  }
  const last = lines[lines.length - 1];
  const why = world.snapshot.prices.find((one) => one.price === last.price && one.member === last.member)?.why ?? "";
  return { cents: total(lines), why: lines.length > 1 ? `${W.person.member2.replace(" seule", "")} + ${hourless(why)}` : why };
}

/** @param {string} why */
const hourless = (why) => why.charAt(0).toLowerCase() + why.slice(1);

/** The one main action, its key written on it. @param {Desk} desk @param {Person} who @param {Action} action */
function primary(desk, who, action) {
  const { world } = desk;
  const obstacle = action.type === "session" ? blocked(action.session, who) : "";
  if (obstacle === "age" && action.type === "session") {
    return notice(W.person.tooYoung(action.session.minimum_age ?? 0, action.session.title), W.person.tooYoungHelp);
  }
  if (obstacle === "consent") {
    return h(
      "button",
      { type: "button", class: "do do-mind", data: { key: "do" }, on: { click: () => perform(desk, who, action) } },
      h("span", { class: "do-words" }, h("b", {}, W.person.consentFirst), W.person.consentHelp),
      kbd(W.enter),
    );
  }
  const { label, detail } = wordsOf(world, who, action);
  const price = priceFor(world, who, action);
  const noTill = price && !world.may("till") ? ` · ${W.person.noTill}` : "";
  return h(
    "button",
    { type: "button", class: "do", disabled: desk.readOnly, data: { key: "do" }, on: { click: () => perform(desk, who, action) } },
    h("span", { class: "do-words" }, h("b", {}, label), detail + noTill),
    price && h("span", { class: "do-price" }, price.cents ? W.euros(price.cents) : W.person.gratis, price.why && h("small", {}, price.why)),
    kbd(W.enter),
  );
}

/** @param {string} title @param {string} help */
function notice(title, help) {
  return h("div", { class: "notice notice-mind do-space" }, h("p", {}, h("b", {}, title)), h("p", {}, help));
}

/** @param {Desk} desk @param {Person} who @param {Action[]} others */
function otherActions(desk, who, others) {
  const { world } = desk;
  const useful = others.filter((action) => action.type !== "greet" || !who.today);
  const buttons = useful.slice(0, 4).map((action, i) => {
    const { label: whole, detail } = wordsOf(world, who, action);
    const label = action.type === "greet" ? W.person.justGreet : whole;
    const open = action.type === "session" && blocked(action.session, who) === "age";
    return button(label, () => perform(desk, who, action), { data: { key: `other-${i}` }, disabled: open || desk.readOnly }, hidden(` ${detail}`));
  });
  const register = world.may("register") && !desk.ui.target;
  return h(
    "div",
    { class: "row person-others", role: "group", "aria-label": W.person.others },
    ...buttons,
    file(desk, who),
    hasMachines(desk) && !desk.ui.target && button(W.machine.start, () => desk.open.machine(who), { data: { key: "machine" }, disabled: desk.readOnly }),
    reserve(desk, who),
    takePlan(desk, who),
    world.may("till") && !desk.ui.target && button(W.person.sell, () => desk.ui.go("vente", who.id), { data: { key: "sell-to" }, disabled: desk.readOnly }),
    register && button(W.person.registerTo, () => desk.open.register(who), { data: { key: "register" }, disabled: desk.readOnly }),
  );
}

/** The whole file, in the office, for who may read it. @param {Desk} desk @param {Person} who */
function file({ world }, who) {
  if (!world.may("people") || !world.base.persons.has(who.id)) {
    return null;
  }
  const href = `/s/${world.snapshot.structure.slug}/people/${who.id}/`;
  return h("a", { class: "button", href, data: { key: "file" } }, W.person.file(who));
}

/** Reserving is done in the office, with a line. @param {Desk} desk @param {Person} who */
function reserve({ world }, who) {
  if (!world.may("book") || !world.base.persons.has(who.id)) {
    return null;
  }
  const href = `/s/${world.snapshot.structure.slug}/bookings/add?place=${world.snapshot.place.id}&person=${who.id}`;
  return h("a", { class: "button", href, data: { key: "reserve" } }, W.machine.reserve);
}

/** A plan is taken in the office, with a line; what it costs may be paid here after. @param {Desk} desk @param {Person} who */
function takePlan({ world }, who) {
  const may = world.may("till") && world.may("people") && world.base.persons.has(who.id);
  if (!may || !world.snapshot.use_plan_codes?.length) {
    return null;
  }
  const href = `/s/${world.snapshot.structure.slug}/people/${who.id}/plans/take`;
  return h("a", { class: "button", href, data: { key: "take-plan" } }, W.person.takePlan);
}

/** One sentence for the ear. @param {World} world @param {Person} who @param {string | null} target */
export function summary(world, who, target) {
  const [action] = actionsFor(world, who, target);
  const { label, detail } = wordsOf(world, who, action);
  const price = priceFor(world, who, action);
  return [nameOf(who), W.person.visits(who), label, detail, price && W.euros(price.cents)].filter(Boolean).join(", ");
}
