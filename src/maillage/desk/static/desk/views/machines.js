/** Machines: those that go on now, and since when; which one somebody begins to use, for how long. */

import { startUse, stop } from "../acts.js";
import { button, choices, chosen, focusOn, h, hidden, kbd, openDialog, swap } from "../dom.js";
import { familyOf, held, lengthsOf, minutesUsed, obstacle, runningNow } from "../machines.js";
import { nameOf } from "../mask.js";
import { dayName, hour, hourOn, length, now } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Person} Person */
/** @typedef {import("../types.js").Machine} Machine */
/** @typedef {import("../types.js").Reserved} Reserved */

const TICK = 10_000;

/** How long something has been used, which goes on. @param {Reserved} reserved */
export function timer(reserved) {
  const since = reserved.came_at ?? reserved.starts_at;
  return h("b", { class: "timer", data: { since } }, length(minutesUsed(reserved)));
}

/** Let the timers of the page run. */
export function runTimers() {
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-since]")) {
      const since = Date.parse(/** @type {HTMLElement} */ (one).dataset.since ?? "");
      one.textContent = length(Math.max(1, Math.ceil((now() - since) / 60_000)));
    }
  }, TICK);
}

/** Whether somebody may begin to use something here. @param {Desk} desk */
export const hasMachines = ({ world }) => world.may("book") && Boolean(world.machines?.resources.length);

/** What goes on now, one tap to end it. @param {Desk} desk */
export function machinesCard(desk) {
  if (!hasMachines(desk)) {
    return null;
  }
  const running = runningNow(desk.world);
  return h(
    "section",
    { class: "card stack do-space", "aria-labelledby": "machines" },
    h(
      "div",
      { class: "card-title" },
      h("h2", { id: "machines" }, W.machine.title),
      button(W.machine.startUnnamed, () => desk.open.machine(null), { class: "button-link", disabled: desk.readOnly, data: { key: "machine-unnamed" } }),
    ),
    running.length ? h("ul", { class: "seat-list" }, ...running.map(({ reserved, who }) => runningRow(desk, reserved, who))) : h("p", { class: "soft" }, W.machine.nobody),
  );
}

/** @param {Desk} desk @param {Reserved | null} reserved @param {Person | null} who */
function runningRow(desk, reserved, who) {
  if (!reserved) {
    return null;
  }
  const name = who ? nameOf(who) : W.machine.unnamed;
  const end = button(W.machine.end, () => stop(desk, who, reserved), { disabled: desk.readOnly, "aria-label": W.machine.endOf(reserved.label, name), data: { key: `end-${reserved.id}` } });
  return h("li", { class: "seat-row" }, h("span", { class: "seat-who" }, h("b", {}, reserved.label), h("small", {}, name)), timer(reserved), h("span", { class: "row row-end" }, end));
}

/** Two taps: the machine, then how long. @param {Desk} desk @param {Person | null} who nobody known: a passer-by */
export function machineDialog(desk, who) {
  const title = who ? W.machine.startFor(nameOf(who)) : W.machine.unnamedTitle;
  openDialog(title, (close) => {
    const body = h("div", { class: "stack" });
    const choose = (/** @type {Machine} */ machine) => {
      swap(body, lengthForm(desk, who, machine, close));
      focusOn(body, "input:checked");
    };
    swap(body, ...machineList(desk, who, choose, close));
    return [body];
  }, () => desk.search.focus());
}

/** Those that are free, then the others and why. @param {Desk} desk @param {Person | null} who @param {(machine: Machine) => void} choose @param {() => void} close */
function machineList(desk, who, choose, close) {
  const all = desk.world.machines?.resources ?? [];
  const seen = all.map((machine) => ({ machine, why: obstacle(desk.world, who, machine) }));
  const free = seen.filter(({ why }) => !why).map(({ machine }, i) => freeRow(desk, machine, choose, i === 0));
  const others = seen.filter(({ why }) => why).map(({ machine, why }) => refusedRow(desk, who, machine, why, close));
  return [
    !who && h("p", { class: "soft" }, W.machine.unnamedHelp),
    free.length ? h("ul", { class: "choice-list" }, ...free) : h("p", {}, W.machine.none),
    others.length > 0 && h("section", { class: "stack" }, h("h3", {}, W.machine.refused), h("ul", { class: "machine-list" }, ...others)),
    h("div", { class: "actions" }, button(W.cancel, close, { class: "button-link", data: free.length ? {} : { first: "" } })),
  ];
}

/** @param {Desk} desk @param {Machine} machine @param {(machine: Machine) => void} choose @param {boolean} first */
function freeRow(desk, machine, choose, first) {
  const { next } = held(machine);
  const until = next ? W.machine.freeUntil(hourOn(next.starts_at, desk.world.day)) : W.machine.free;
  const family = familyOf(desk.world, machine.family)?.name ?? "";
  const props = { class: "session-choice", disabled: desk.readOnly, data: { key: `machine-${machine.id}`, ...(first ? { first: "" } : {}) } };
  return h("li", { class: "row" }, button("", () => choose(machine), props, h("b", {}, machine.name), family !== machine.name && h("span", {}, family), h("small", {}, until)));
}

/** @param {Desk} desk @param {Person | null} who @param {Machine} machine @param {any} why @param {() => void} close */
function refusedRow(desk, who, machine, why, close) {
  const kinds = why.code === "paper" && who ? /** @type {string[]} */ (why.kinds) : [];
  const record = kinds.map((kind) => {
    const open = () => {
      close();
      desk.open.document(who, kind);
    };
    return button(W.obstacle.recordPaper(paperName(kind)), open, { data: { key: `paper-${machine.id}-${kind}` } }, hidden(` : ${machine.name}`));
  });
  return h("li", {}, h("b", {}, machine.name), h("span", {}, ` : ${whyText(desk, machine, why)}`), ...record);
}

/** @param {string} kind */
const paperName = (kind) => (W.documents[/** @type {"charter"} */ (kind)] ?? [kind, kind])[1];

/** @param {Desk} desk @param {Machine} machine @param {any} why */
function whyText({ world }, machine, why) {
  const family = familyOf(world, machine.family);
  switch (why.code) {
    case "taken":
    case "soon":
      return W.obstacle[/** @type {"taken"} */ (why.code)](hourOn(why.at, world.day));
    case "training":
      return trainingText(family);
    case "age":
      return W.obstacle.age(family?.minimum_age ?? 0);
    case "paper":
      return W.obstacle.paper(why.kinds.map(paperName).reduce(W.both));
    case "day":
      return W.obstacle.day(length(family?.most_minutes_a_day ?? 0));
    default:
      return W.obstacle[/** @type {"locked"} */ (why.code)];
  }
}

/** Which training leads to it, and when the next one is. @param {import("../types.js").MachineFamily | null} family */
function trainingText(family) {
  const { training = "", next = null } = family ?? {};
  if (!training) {
    return W.obstacle.badge;
  }
  return next ? W.obstacle.training(training, W.obstacle.at(dayName(next.day), hour(next.starts_at))) : W.obstacle.trainingNever(training);
}

/** @param {Desk} desk @param {Person | null} who @param {Machine} machine @param {() => void} close */
function lengthForm(desk, who, machine, close) {
  const { lengths, usual } = lengthsOf(desk.world, who, machine);
  const options = lengths.map((one) => ({ value: String(one), label: length(one) }));
  const form = h(
    "form",
    { class: "stack" },
    choices(W.machine.howLong(machine.name), "minutes", options, String(usual)),
    h("p", { class: "soft" }, W.machine.howLongHelp),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go button-big" }, W.machine.go, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
  );
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    startUse(desk, who, machine, Number(chosen(form, "minutes")));
    close();
  });
  return form;
}
