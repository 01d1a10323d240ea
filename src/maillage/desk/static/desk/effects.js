/**
 * What each command will change, shown before the server answers. The server's word replaces it.
 *
 * One function a kind: `(world, payload, entry)`, where `entry.result` may already hold the answer.
 */

import { comeFor, countUse, leaveUse, startUse } from "./machine_effects.js";
import { fold, lastFour } from "./rules/fold.js";
import { counting } from "./plans.js";
import { taxOf } from "./prices.js";
import { youngest } from "./suggest.js";
import { hasRoom, labelOf, lowestSeat, nameOfLine } from "./world.js";

/** @typedef {import("./world.js").World} World */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {(world: World, payload: any, entry: Entry) => void} Effect */

/** @type {Record<string, Effect>} */
const EFFECTS = {
  "people.create": (world, payload) => addPerson(world, payload),
  "people.greet": (world, payload, entry) => greet(world, payload.person, payload.visit, entry),
  "people.count_anonymous": countHeads,
  "people.accept_document": (world, { person, document }) => acceptPaper(world, person, document),
  "programme.register": register,
  "programme.cancel_registration": (world, { registration }) => {
    world.changeRegistration(registration, { state: "cancelled", seat: null, rank: null });
  },
  "programme.offer_seat": (world, { registration }) => {
    const session = world.sessionOf(registration);
    const seat = session ? lowestSeat(session) : null;
    world.changeRegistration(registration, { state: "confirmed", seat, rank: null });
  },
  "programme.add_chair": (world, { session }) => {
    world.changeSession(session, (one) => ({ capacity: one.capacity === null ? null : one.capacity + 1 }));
  },
  "programme.mark_attendance": markSeat,
  "programme.sign": (world, { registration, half }, entry) => {
    const seat = markSeat(world, { registration, attendance: "present" }, entry);
    world.changeRegistration(registration, { signed: [...(seat?.signed ?? []), half] });
  },
  "money.open_till": (world, { till, float_cents }, entry) => {
    const opened_at = new Date(entry.typedAt).toISOString();
    world.till.open = { id: till, opened_at, float_cents, cash_cents: float_cents, totals: {} };
  },
  "money.close_till": (world) => {
    world.till.open = null;
  },
  "money.sell": (world, { sale, memberships, person }) => sell(world, { ...sale, memberships }, person),
  "money.pay": pay,
  "counter.arrive": arrive,
  "counter.check_in": checkIn,
  "counter.charge_use": (world, payload) => {
    countUse(world, payload);
    if (payload.sale) {
      sell(world, payload.sale, world.uses.get(payload.reservation) ?? payload.person);
    }
  },
  "booking.come": comeFor,
  "booking.start": startUse,
  "booking.leave": leaveUse,
  "network.take_over": (world, _payload, { command }) => world.takenBy(command.actor),
};

/** @param {World} world @param {Entry[]} entries in the order typed @returns {World} the same world, changed */
export function applyAll(world, entries) {
  const undone = new Set(entries.filter((one) => one.command.kind === "core.undo").map((one) => one.command.payload.key));
  for (const entry of entries) {
    if (!undone.has(entry.command.key)) {
      EFFECTS[entry.command.kind]?.(world, entry.command.payload, entry);
    }
  }
  world.drawVeil();
  return world;
}

/** @param {World} world @param {any} payload @param {Entry} entry */
function markSeat(world, { registration, attendance }, entry) {
  const seat = world.sessionOf(registration)?.registrations.find((one) => one.id === registration);
  if (seat?.person && attendance === "present") {
    greet(world, seat.person, "", entry);
  }
  world.changeRegistration(registration, { attendance });
  return seat;
}

/** @type {Effect} */
function arrive(world, payload, entry) {
  if (payload.new_person) {
    addPerson(world, payload.new_person);
    (payload.papers ?? []).forEach((/** @type {any} */ paper) => acceptPaper(world, payload.new_person.person, paper.document));
  }
  const person = payload.person ?? payload.new_person?.person;
  if (person) {
    greet(world, person, payload.visit, entry);
  } else if (payload.unnamed) {
    countHeads(world, { heads: 1, session: payload.seat?.session }, entry);
  }
  if (payload.seat && person) {
    sit(world, payload.seat, person, entry.result?.data ?? {});
  }
  if (payload.sale) {
    sell(world, { ...payload.sale, memberships: payload.memberships }, person);
  }
}

/** @type {Effect} */
function checkIn(world, { visit, person, code, sale }, entry) {
  greet(world, person, visit, entry);
  if (sale) {
    sell(world, sale, person);
  }
  world.patch(person, (one) => ({ plans: counting(one.plans ?? [], code, Boolean(sale)) }));
}

/** @param {World} world @param {any} given */
function addPerson(world, given) {
  const { person, first_name, last_name = "", phone = "", price_profile = "", profile = {} } = given;
  const minor = ["under_12", "12_17"].includes(profile.age_band);
  const kinds = world.snapshot.documents.map((one) => one.kind);
  world.added.push({
    id: person,
    first: first_name,
    last: last_name,
    folded: fold(`${first_name} ${last_name}`),
    last4: lastFour(phone),
    card: given.card ?? "",
    profile: price_profile,
    visits: 0,
    commune: world.snapshot.communes.find((one) => one.code === profile.commune)?.name ?? "",
    new: true,
    minor,
    age_from: youngest(profile.age_band),
    last_means: "",
    membership: null,
    expired_on: null,
    missing: kinds.filter((kind) => kind === "charter" || (minor && kind === "parental_consent")),
    due_cents: 0,
    dues: [],
    today: null,
    sex: profile.sex ?? null,
  });
}

/** @param {World} world @param {string} id @param {string} visit @param {Entry} entry */
function greet(world, id, visit, entry) {
  const person = world.person(id);
  if (!person) {
    return;
  }
  if (!person.today) {
    world.today.persons += 1;
    world.today.new += person.visits === 0 ? 1 : 0;
  }
  if (!world.today.here.includes(id)) {
    world.today.here.push(id);
  }
  world.patch(id, () => ({
    visits: person.visits + (person.today ? 0 : 1),
    today: person.today ?? { visit, at: new Date(entry.typedAt).toISOString() },
  }));
}

/** @type {Effect} */
function countHeads(world, { heads = 1, session }) {
  world.today.anonymous += heads;
  world.today.unnamed_here += heads;
  if (session) {
    world.changeSession(session, (one) => ({ unnamed: one.unnamed + heads }));
  }
}

/** @param {World} world @param {string} person @param {string} document */
function acceptPaper(world, person, document) {
  const kind = world.snapshot.documents.find((one) => one.id === document)?.kind;
  const apart = kind && world.machines?.asked_apart.includes(kind) ? [kind] : [];
  world.patch(person, (one) => ({
    missing: one.missing.filter((missing) => missing !== kind),
    ...(apart.length ? { papers: [...(one.papers ?? []), ...apart] } : {}),
  }));
}

/** A person in a seat of a session. @param {World} world @param {any} seat @param {string} person @param {any} answer */
function sit(world, { registration, session }, person, answer) {
  const held = world.sessionOf(registration);
  if (held) {
    const waited = held.registrations.some((one) => one.id === registration && one.state === "waiting");
    world.changeRegistration(registration, { attendance: "present", ...(waited ? { state: "overbooked", rank: null } : {}) });
    return;
  }
  world.changeSession(session, (one) => {
    const seat = answer.seat ?? lowestSeat(one);
    const state = answer.state ?? (seat ? "confirmed" : "overbooked");
    return {
      registrations: [
        ...one.registrations,
        { id: registration, person, seat, state, rank: answer.rank ?? null, attendance: "present", party: registration },
      ],
    };
  });
}

/** @type {Effect} */
function register(world, { session, seats, party, ahead }) {
  world.changeSession(session, (one) => {
    const room = hasRoom(one, seats.length, ahead);
    const rank = Math.max(0, ...one.registrations.map((seat) => seat.rank ?? 0)) + 1;
    let changed = one;
    for (const seat of seats) {
      const made = {
        id: seat.registration,
        person: seat.person ?? null,
        seat: room ? lowestSeat(changed) : null,
        state: room ? "confirmed" : "waiting",
        rank: room ? null : rank,
        attendance: "expected",
        party: party ?? seat.registration,
      };
      changed = { ...changed, registrations: [...changed.registrations, made] };
    }
    return { registrations: changed.registrations };
  });
}

/** @param {World} world @param {any} sale @param {string | undefined} person */
function sell(world, sale, person) {
  const due = sale.lines.reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.amount_cents, 0);
  const paid = takeMoney(world, sale.payments);
  if (!person) {
    return;
  }
  const membership = sale.memberships?.at(-1);
  const label = sale.lines.map((/** @type {any} */ one) => labelOf(world, one)).join(" + ");
  const lines = sale.lines.map((/** @type {any} */ one) => ({ ...one, ...taxOf(world, one), label: nameOfLine(world, one) }));
  world.patch(person, (one) => ({
    last_means: sale.payments[0]?.means ?? one.last_means,
    due_cents: one.due_cents + due - paid,
    dues: due > paid ? [...one.dues, { sale: sale.sale, cents: due - paid, label, lines }] : one.dues,
    ...(membership ? { membership: { until: membership.ends_on, plan: membership.plan }, expired_on: null } : {}),
  }));
}

/** @type {Effect} */
function pay(world, { sale, payments }) {
  const paid = takeMoney(world, payments);
  const candidates = [...world.base.snapshot.persons, ...world.added];
  const debtor = candidates.find((one) => world.person(one.id)?.dues.some((due) => due.sale === sale));
  if (debtor) {
    world.patch(debtor.id, (one) => ({
      due_cents: Math.max(0, one.due_cents - paid),
      dues: one.dues.filter((due) => due.sale !== sale),
    }));
  }
}

/** Put payments in the till. @param {World} world @param {any[]} payments @returns {number} cents taken */
function takeMoney(world, payments) {
  const { open } = world.till;
  let taken = 0;
  for (const { means, amount_cents } of payments) {
    taken += amount_cents;
    if (open) {
      open.cash_cents += means === "cash" ? amount_cents : 0;
      open.totals = { ...open.totals, [means]: (open.totals?.[means] ?? 0) + amount_cents };
    }
  }
  return taken;
}
