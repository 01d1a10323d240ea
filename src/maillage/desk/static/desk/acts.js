/**
 * What the person at the desk does, in commands. Every function queues at once and says what was
 * done; nothing waits for the server.
 */

import { arrival, charging, checkIn, registering, salePart, settlement, undoing } from "./arrive.js";
import { linesOf, openBasket } from "./basket.js";
import { newId } from "./ids.js";
import { mostMinutes, obstacle } from "./machines.js";
import { nameOf, privately } from "./mask.js";
import { DAY, pays } from "./plans.js";
import { total } from "./prices.js";
import { printReceipts } from "./print.js";
import { blocked } from "./suggest.js";
import { UNDO_SECONDS } from "./undo.js";
import { costs, timeOf } from "./using.js";
import { hour, now } from "./when.js";
import { agree, W } from "./words.js";
import { labelOf } from "./world.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").Registration} Registration */
/** @typedef {import("./suggest.js").Action} Action */
/** @typedef {import("./arrive.js").Sold} Sold */
/** @typedef {import("./types.js").Due} Due */
/** @typedef {import("./types.js").Payment} Payment */
/** @typedef {import("./print.js").Receipt} Receipt */
/** @typedef {{kind: string, payload: Record<string, any>, receipt?: Receipt | null}} Typed */

/**
 * Queue commands, and say so once the device has written them.
 *
 * @param {Desk} desk @param {string} text @param {Typed[]} commands
 * @param {{label: string, run: () => void} | null} [extra] one more button of the toast
 */
export function submit(desk, commands, text, extra = null) {
  if (desk.readOnly) {
    return [];
  }
  const entries = desk.outbox.add(commands.map((one) => ({ ...one, about: text })));
  desk.outbox.written.then(() => desk.toast.show({ text, entries, extra }));
  return entries;
}

/** Do what is proposed for a person: at once when nothing is to be paid, else open the payment. @param {Desk} desk @param {Person} who @param {Action} action */
export function perform(desk, who, action) {
  if (desk.readOnly) {
    return;
  }
  if (action.type === "session" && blocked(action.session, who)) {
    if (blocked(action.session, who) === "consent") {
      desk.open.document(who, "parental_consent");
    }
    return;
  }
  switch (action.type) {
    case "settle":
      desk.ui.go("regler", who.id);
      return;
    case "register":
      registerOne(desk, who, action.session);
      return;
    case "greet":
      greet(desk, who);
      return;
    case "use":
      use(desk, who, action);
      return;
    case "come":
      comeFor(desk, who, action.reserved);
      return;
    case "leave":
    case "count":
      stop(desk, who, action.reserved);
      return;
    default:
      openPayment(desk, openBasket(desk.world, who, action));
  }
}

/** Their plan pays, at once; used up, the price is shown: paid, offered, or left for later. @param {Desk} desk @param {Person} who @param {Action & {type: "use"}} action */
function use(desk, who, action) {
  const basket = openBasket(desk.world, who, action);
  if (!pays(action.plan)) {
    openPayment(desk, basket);
    return;
  }
  const { kind, payload } = checkIn(desk.world, basket, desk.store.series, false);
  const { label, used, given } = action.plan;
  submit(desk, [{ kind, payload }], W.done.used(who, label, W.used(used + DAY, given)));
  desk.ui.clear();
}

/** They are there for what they reserved, greeted if they were not. @param {Desk} desk @param {Person} who @param {import("./types.js").Reserved} reserved */
function comeFor(desk, who, reserved) {
  submit(desk, [...greeting(who), { kind: "booking.come", payload: { reservation: reserved.id } }], W.machine.came(who, reserved.label));
  desk.ui.clear();
}

/** @param {Person} who */
const greeting = (who) => (who.today ? [] : [{ kind: "people.greet", payload: { visit: newId(), person: who.id } }]);

/**
 * Somebody (nobody known: a passer-by) begins to use a machine, for so long or as long as it is free.
 *
 * @param {Desk} desk @param {Person | null} who @param {import("./types.js").Machine} machine @param {number} minutes
 */
export function startUse(desk, who, machine, minutes) {
  const most = Math.min(minutes, mostMinutes(desk.world, who, machine));
  if (obstacle(desk.world, who, machine) || most < 1) {
    return;
  }
  const payload = { reservation: newId(), resource: machine.id, minutes: most, ...(who ? { person: who.id } : {}) };
  const until = hour(new Date(now() + most * 60_000).toISOString());
  const text = W.machine.started(who?.first ?? W.machine.unnamed, machine.name, until);
  submit(desk, [...(who ? greeting(who) : []), { kind: "booking.start", payload }], text);
  desk.ui.clear();
}

/** They have done with a machine: what they used is counted, by who may take money. @param {Desk} desk @param {Person | null} who @param {import("./types.js").Reserved} reserved */
export function stop(desk, who, reserved) {
  if (desk.world.may("till") && costs(desk.world, who, reserved)) {
    desk.ui.go("arret", reserved.id);
  } else if (!reserved.left_at) {
    const text = W.machine.left(who?.first ?? W.machine.unnamed, reserved.label);
    submit(desk, [{ kind: "booking.leave", payload: { reservation: reserved.id } }], text);
    desk.ui.clear();
  }
}

/** Show the payment, or finish at once when there is none. @param {Desk} desk @param {import("./basket.js").Basket} basket */
export function openPayment(desk, basket) {
  const { world } = desk;
  const lines = linesOf(world, basket);
  const asks = world.may("till") && (total(lines) > 0 || lines.some((one) => one.price === null));
  if (asks) {
    desk.ui.set({ basket });
  } else {
    finish(desk, basket, false);
  }
}

/** The arrival as the basket stands. @param {Desk} desk @param {import("./basket.js").Basket} basket @param {boolean} paper print the receipt */
export function finish(desk, basket, paper) {
  const { world, ui } = desk;
  const { newcomer } = ui;
  const labels = linesOf(world, basket).map((line) => ({ line, label: labelOf(world, line) }));
  if (desk.readOnly) {
    return;
  }
  const { before, command, sold } = commandsOf(desk, basket, basket.isNew ? newcomer : null);
  const what = [...labels.map(({ label }) => label), ...planned(world, basket)].join(" + ");
  const text = [doneText(basket, what) || what, sold && soldText(sold)].filter(Boolean).join(", ");
  const number = sold?.number ? `${world.till.code}-${sold.number}` : "";
  const payer = basket.who ? fullName(basket.who) : "";
  const receipt = sold && number ? { number, at: now(), payer, lines: labels, payments: sold.payments, due: sold.due } : null;
  submitPaid(desk, [...before, ...(command ? [{ ...command, receipt }] : [])], text, paper);
  ui.clear();
  if (["nouvelle", "vente", "arret"].includes(ui.route.name)) {
    ui.go("");
  }
}

/** Queue commands; their receipts are printed if asked, or from the toast. @param {Desk} desk @param {Typed[]} commands @param {string} text @param {boolean} paper */
function submitPaid(desk, commands, text, paper) {
  const receipts = commands.flatMap((one) => one.receipt ?? []);
  const print = () => printReceipts(desk.world, receipts);
  submit(desk, commands, text, receipts.length ? { label: W.toast.receipts(receipts.map((one) => one.number)), run: print } : null);
  if (paper && receipts.length) {
    desk.outbox.written.then(print);
  }
}

/** What is typed at once. @param {Desk} desk @param {import("./basket.js").Basket} basket @param {import("./ui.js").Newcomer | null} newcomer */
function commandsOf(desk, basket, newcomer) {
  if (basket.action.type === "charge") {
    return charging(desk.world, basket, desk.store.series);
  }
  return { before: [], ...commandOf(desk, basket, newcomer) };
}

/** What plans pay of a use: « Heures de laser : 3/10 utilisés ». @param {import("./world.js").World} world @param {import("./basket.js").Basket} basket */
function planned(world, { action, who }) {
  const shares = action.type === "charge" ? timeOf(world, who, action).shares : [];
  return shares.map(({ plan, units }) => W.person.plan(plan.label, W.used(plan.used + units, plan.given)));
}

/** One arrival is one command; a membership alone, or what a passer-by buys, is a sale. @param {Desk} desk @param {import("./basket.js").Basket} basket @param {import("./ui.js").Newcomer | null} newcomer */
function commandOf({ world, store }, basket, newcomer) {
  if (!basket.who) {
    const { part, sold } = /** @type {any} */ (salePart(world, basket, store.series));
    return { command: { kind: "money.sell", payload: { sale: part } }, sold };
  }
  if (basket.action.type === "use") {
    const { kind, payload, sold } = checkIn(world, basket, store.series, true);
    return { command: { kind, payload }, sold };
  }
  const { kind, payload, sold } = arrival(world, basket, store.series, newcomer);
  if (!["member", "sell"].includes(basket.action.type) || !sold) {
    return { command: { kind, payload }, sold };
  }
  const { person, sale, memberships } = payload;
  return { command: { kind: "money.sell", payload: { person, sale, memberships } }, sold };
}

/** @param {{first: string, last: string}} who */
const fullName = ({ first, last }) => `${first} ${last}`.trim();

/** What happened to somebody; "" for a sale without a name. @param {import("./basket.js").Basket} basket @param {string} what was sold */
function doneText({ action, who }, what) {
  if (action.type === "charge" && !what) {
    return W.machine.left(who?.first ?? W.machine.unnamed, action.reserved.label);
  }
  if (!who) {
    return "";
  }
  if (action.type === "sell" || action.type === "charge") {
    return W.done.sold(who, what);
  }
  if (action.type === "session") {
    return W.done.present(who);
  }
  return action.type === "member" ? W.done.member(who) : W.done.greeted(who);
}

/** @param {Sold} sold */
function soldText(sold) {
  if (sold.due === 0) {
    return sold.lines.some((one) => one.discount_cents > 0) ? W.done.offered : "";
  }
  if (!sold.payments.length) {
    return W.done.later(privately(sold.due));
  }
  const how = sold.payments.map((one) => W.paidBy[/** @type {"cash"} */ (one.means)]).reduce(W.both);
  return W.done.paid(privately(sold.due), how);
}

/** @param {Desk} desk @param {Person} who */
export function greet(desk, who) {
  if (!who.today) {
    submit(desk, [{ kind: "people.greet", payload: { visit: newId(), person: who.id } }], W.done.greeted(who));
  }
  desk.ui.clear();
}

/** One head without a name. @param {Desk} desk @param {Record<string, any>} [details] */
export function countUnnamed(desk, details = {}) {
  const payload = { count: newId(), heads: 1, ...details };
  const precise = { label: W.toast.precise, run: () => desk.open.unnamed({ instead: true, session: details.session ?? null }) };
  submit(desk, [{ kind: "people.count_anonymous", payload }], W.done.unnamed(payload.heads), precise);
}

/** @param {Desk} desk @param {Person} who @param {Session} session */
function registerOne(desk, who, session) {
  register(desk, session, [{ registration: newId(), person: who.id }], who);
  desk.ui.clear();
}

/** @param {Desk} desk @param {Session} session @param {{registration: string, person?: string}[]} seats @param {Person | null} who @param {boolean} [ahead] */
export function register(desk, session, seats, who, ahead = false) {
  submit(desk, [registering(session, seats, ahead)], `${W.done.registered(who, seats.length)}, ${session.title}, ${hour(session.starts_at)}`);
}

/**
 * A tap in the list: present (with the price left for later when there is one), absent, excused.
 *
 * @param {Desk} desk @param {Session} session @param {Registration} seat @param {string} attendance
 */
export function mark(desk, session, seat, attendance) {
  const who = desk.world.person(seat.person);
  const name = who ? nameOf(who) : W.session.unnamedSeat;
  const text = W.done.attendance(name, agree(who ?? {}, W.attendance[/** @type {"present"} */ (attendance)]));
  const arrived = attendance === "present" ? null : justArrived(desk, seat);
  if (arrived && !desk.readOnly) {
    const about = W.done.undone(arrived.about);
    submit(desk, undoing([arrived], desk.store.series), about);
    if (attendance === "expected") {
      return;
    }
  }
  if (attendance !== "present" || !who) {
    submit(desk, [{ kind: "programme.mark_attendance", payload: { registration: seat.id, attendance } }], text);
    return;
  }
  if (blocked(session, who)) {
    perform(desk, who, { type: "session", session, registration: seat });
    return;
  }
  const basket = openBasket(desk.world, who, { type: "session", session, registration: seat });
  const { kind, payload } = arrival(desk.world, { ...basket, means: "later", offer: null }, desk.store.series);
  submit(desk, [{ kind, payload }], text);
}

/**
 * Somebody signs for a half-day: present first, as a tap in the list would say, then signed.
 *
 * @param {Desk} desk @param {Session} session @param {Registration} seat
 * @param {string} half "morning" or "afternoon" @param {number[][]} strokes none for a tap
 */
export function sign(desk, session, seat, half, strokes) {
  const who = desk.world.person(seat.person);
  if (who && seat.attendance !== "present" && !blocked(session, who)) {
    mark(desk, session, seat, "present");
  }
  const payload = { signature: newId(), registration: seat.id, half, strokes };
  submit(desk, [{ kind: "programme.sign", payload }], W.signing.done(who ? nameOf(who) : W.session.unnamedSeat));
}

/** The arrival tapped by mistake a moment ago, still to be undone whole. @param {Desk} desk @param {Registration} seat */
function justArrived(desk, seat) {
  const { entries } = desk.outbox;
  const undone = new Set(entries.map((one) => one.command.payload.key));
  const recent = (/** @type {import("./types.js").Entry} */ one) => Date.now() - one.typedAt < UNDO_SECONDS * 1000;
  return entries.find((one) => one.command.payload.seat?.registration === seat.id && recent(one) && !undone.has(one.command.key) && one.state !== "refused");
}

/** @param {Desk} desk @param {Registration} seat */
export function cancelSeat(desk, seat) {
  const who = desk.world.person(seat.person);
  const text = W.done.cancelled(who ? nameOf(who) : W.session.unnamedSeat);
  submit(desk, [{ kind: "programme.cancel_registration", payload: { registration: seat.id } }], text);
}

/** @param {Desk} desk @param {Registration} seat @param {boolean} [ahead] before somebody who waits since longer */
export function offerSeat(desk, seat, ahead = false) {
  const who = desk.world.person(seat.person);
  const text = W.done.offered2(who ? nameOf(who) : W.session.unnamedSeat);
  submit(desk, [{ kind: "programme.offer_seat", payload: { registration: seat.id, ...(ahead ? { ahead } : {}) } }], text);
}

/** @param {Desk} desk @param {Session} session */
export function addChair(desk, session) {
  submit(desk, [{ kind: "programme.add_chair", payload: { session: session.id } }], W.done.chair);
}

/**
 * The command that records a document accepted now.
 *
 * @param {Desk} desk @param {{id: string}} who @param {string} kind of document
 * @param {{how: string, sheet?: string, witness_staff?: string}} how
 */
export function acceptance(desk, who, kind, { how, sheet, witness_staff }) {
  const document = desk.world.snapshot.documents.find((one) => one.kind === kind)?.id ?? "";
  const payload = {
    acceptance: newId(),
    person: who.id,
    document,
    how,
    ...(sheet ? { sheet } : {}),
    ...(witness_staff ? { witness_staff } : {}),
  };
  return { kind: "people.accept_document", payload };
}

/** Pay what a person left for later: a receipt for each sale. @param {Desk} desk @param {Person} who @param {Due[]} dues @param {string} means @param {boolean} paper print them */
export function settle(desk, who, dues, means, paper) {
  if (desk.readOnly) {
    return;
  }
  const commands = dues.map((due) => {
    const payments = [{ means, amount_cents: due.cents }];
    const { kind, payload, number } = settlement(due.sale, payments, desk.store.series);
    return { kind, payload, receipt: receiptOf(desk, who, due, payments, number) };
  });
  const sum = dues.reduce((all, due) => all + due.cents, 0);
  const how = W.paidBy[/** @type {"cash"} */ (means)];
  submitPaid(desk, commands, `${W.done.settled(who)}, ${W.done.paid(privately(sum), how)}`, paper);
  desk.ui.clear(true);
}

/** What is printed of a due once paid: what was sold, else its words alone. @param {Desk} desk @param {Person} who @param {Due} due @param {Payment[]} payments @param {number} number @returns {Receipt} */
function receiptOf({ world }, who, { label: whole, lines, cents }, payments, number) {
  const alone = { label: whole, rate: 0, quantity: 1000, discount_cents: 0, reason: "", amount_cents: cents };
  const sold = (lines ?? [alone]).map((line) => ({ label: W.times(line.label ?? "", line.quantity), line }));
  return { number: `${world.till.code}-${number}`, at: now(), payer: fullName(who), lines: sold, payments, due: cents };
}
