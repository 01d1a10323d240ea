/**
 * Which machines somebody may use now, and for how long; what stands in the way.
 *
 * As the server's own rules (`booking/safety.py`), which stay the judge: without a line, nothing
 * that it would refuse as dangerous is begun. Pure.
 */

import { now } from "./when.js";

/** @typedef {import("./types.js").Person} Person */
/** @typedef {import("./types.js").Machine} Machine */
/** @typedef {import("./types.js").MachineFamily} Family */
/** @typedef {import("./types.js").Reserved} Reserved */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {{code: "locked" | "unnamed" | "training" | "age" | "day" | "unstaffed"}
 *   | {code: "taken" | "soon", at: string} | {code: "paper", kinds: string[]}} Obstacle
 */

const MINUTE = 60_000;
const SPARE = MINUTE / 2; // between what is typed here and what follows: the server's clock is not quite ours
const SHORTEST = 5;
const USUAL = [15, 30, 45, 60, 90, 120, 180, 240, 300, 360, 480, 720, 1440];
const HOUR = 60;

/** @param {World} world @param {string} id */
export const familyOf = (world, id) => world.machines?.families.find((one) => one.id === id) ?? null;

/** What stands in the way of somebody (nobody: a passer-by) and a machine now, safety included; null when nothing does. @param {World} world @param {Person | null} who @param {Machine} machine @returns {Obstacle | null} */
export function obstacle(world, who, machine) {
  const family = familyOf(world, machine.family);
  const { taken, next } = held(machine);
  if (machine.locked || !family) {
    return { code: "locked" };
  }
  if (taken) {
    return { code: "taken", at: taken.ends_at };
  }
  return (who ? personal(world, who, family) : named(family)) ?? unstaffed(world, who, family) ?? soon(next, family);
}

/** @param {Family} family @returns {Obstacle | null} */
function named({ authorised, minimum_age, papers, most_minutes_a_day }) {
  return authorised || minimum_age !== null || papers.length || most_minutes_a_day !== null ? { code: "unnamed" } : null;
}

/** @param {World} world @param {Person} who @param {Family} family @returns {Obstacle | null} */
function personal(world, who, family) {
  if (family.authorised && !who.badges?.includes(family.id)) {
    return { code: "training" };
  }
  if (who.age_from !== null && who.age_from < (family.minimum_age ?? 0)) {
    return { code: "age" };
  }
  const kinds = papersMissing(world, who, family);
  if (kinds.length) {
    return { code: "paper", kinds };
  }
  return leftOfDay(who, family) < SHORTEST ? { code: "day" } : null;
}

/** @param {World} world @param {Person | null} who @param {Family} family @returns {Obstacle | null} */
function unstaffed(world, who, family) {
  return leftOfTeam(world, who, family) < SHORTEST ? { code: "unstaffed" } : null;
}

/** @param {import("./types.js").Hold | null} next @param {Family} family @returns {Obstacle | null} */
function soon(next, family) {
  return next && leftBefore(next, family) < SHORTEST ? { code: "soon", at: next.starts_at } : null;
}

/** Papers that the family asks for and that somebody has not. @param {World} world @param {Person} who @param {Family} family */
function papersMissing(world, who, { papers }) {
  const apart = world.machines?.asked_apart ?? [];
  const asked = papers.filter((kind) => kind !== "parental_consent" || who.minor);
  return asked.filter((kind) => who.missing.includes(kind) || (apart.includes(kind) && !who.papers?.includes(kind)));
}

/** What holds a machine now, and what will next. @param {Machine} machine */
export function held(machine) {
  const time = now();
  const ahead = machine.held.filter((one) => Date.parse(one.ends_at) > time);
  const begun = (/** @type {{starts_at: string}} */ one) => Date.parse(one.starts_at) <= time;
  const next = ahead.filter((one) => !begun(one)).sort((one, other) => Date.parse(one.starts_at) - Date.parse(other.starts_at));
  return { taken: ahead.find(begun) ?? null, next: next[0] ?? null };
}

/** Whole minutes, from now, until what comes next and the time kept free before it. @param {import("./types.js").Hold} next @param {Family} family */
function leftBefore(next, family) {
  return Math.floor((Date.parse(next.starts_at) - now() - SPARE) / MINUTE) - family.buffer;
}

/** Minutes that one person may still use the family today. @param {Person} who @param {Family} family */
function leftOfDay(who, { id, most_minutes_a_day }) {
  if (most_minutes_a_day === null) {
    return Infinity;
  }
  const theirs = (who.reserved ?? []).filter((one) => one.family === id);
  const used = theirs.reduce((sum, one) => sum + (Date.parse(one.ends_at) - Date.parse(one.starts_at)) / MINUTE, 0);
  return most_minutes_a_day - Math.ceil(used);
}

/** Minutes for which somebody of the team is expected there, where the family asks for it. @param {World} world @param {Person | null} who @param {Family} family */
function leftOfTeam(world, who, family) {
  if (!family.staffed || (family.alone && who?.badges?.includes(family.id))) {
    return Infinity;
  }
  const time = now();
  const span = world.machines?.staffed.find((one) => Date.parse(one.starts_at) <= time && time < Date.parse(one.ends_at));
  return span ? Math.floor((Date.parse(span.ends_at) - time - SPARE) / MINUTE) : 0;
}

/** How long, at most, somebody may have a machine from now on, in minutes. @param {World} world @param {Person | null} who @param {Machine} machine */
export function mostMinutes(world, who, machine) {
  const family = familyOf(world, machine.family);
  const { next } = held(machine);
  if (!family) {
    return 0;
  }
  return Math.min(next ? leftBefore(next, family) : Infinity, who ? leftOfDay(who, family) : Infinity, leftOfTeam(world, who, family));
}

/** The lengths to choose from, and the one proposed: an hour, or what the family says. @param {World} world @param {Person | null} who @param {Machine} machine */
export function lengthsOf(world, who, machine) {
  const family = familyOf(world, machine.family);
  const most = mostMinutes(world, who, machine);
  const { shortest = 15, longest = null, step = 15 } = family ?? {};
  const fit = USUAL.filter((one) => one >= shortest && one <= Math.min(longest ?? Infinity, most) && one % step === 0);
  const lengths = fit.length ? fit : [Math.min(most, shortest)];
  return { lengths, usual: lengths.filter((one) => one <= Math.max(HOUR, shortest)).at(-1) ?? lengths[0] };
}

/** What goes on now, in the order it began: the use, and who; nobody for a passer-by. @param {World} world */
export function runningNow(world) {
  const rows = [...world.uses].map(([id, person]) => ({ reserved: world.use(id), who: world.person(person) }));
  const going = rows.filter(({ reserved }) => reserved?.came_at && !reserved.left_at);
  return going.sort((one, other) => String(one.reserved?.came_at).localeCompare(String(other.reserved?.came_at)));
}

/** Whole minutes that something was used, begun ones included, as the server counts them. @param {Reserved} reserved */
export function minutesUsed({ came_at, starts_at, left_at }) {
  const end = left_at ? Date.parse(left_at) : now();
  return Math.max(1, Math.ceil((end - Date.parse(came_at ?? starts_at)) / MINUTE));
}
