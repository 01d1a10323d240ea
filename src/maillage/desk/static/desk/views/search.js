/**
 * The one search box: a combobox whose options are the persons found, and « nouvelle personne ».
 *
 * The option chosen is shown as the card; the others are listed under it. The focus never leaves
 * the box: arrows choose, Enter does what the card proposes. A name that is only near is never
 * chosen by itself: « nouvelle personne » is, and an arrow leads from it to the nearest.
 */

import { actionsFor } from "../suggest.js";
import { countUnnamed, perform } from "../acts.js";
import { h, hidden, icon, kbd, swap } from "../dom.js";
import { nameOf } from "../mask.js";
import { longEnough } from "../search.js";
import { summary } from "./person.js";
import { dayName, hour } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */

/** @param {Desk} desk */
export function mountSearch(desk) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("search"));
  input.addEventListener("input", () => desk.look(input.value));
  input.addEventListener("keydown", (event) => onKey(desk, event));
  return { input, draw: () => draw(desk, input), focus: () => input.focus() };
}

/** @param {Desk} desk @param {KeyboardEvent} event */
function onKey(desk, event) {
  const { ui } = desk;
  const empty = !ui.query;
  if (!desk.store.current) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const count = ui.query ? ui.results.length + 1 : 1;
    const step = event.key === "ArrowDown" ? 1 : -1;
    ui.set({ active: (ui.active + step + count) % count });
  } else if (event.key === "Enter") {
    event.preventDefault();
    enter(desk);
  } else if (event.key === "+" && empty) {
    event.preventDefault();
    countUnnamed(desk);
  } else if (event.key === "=" && empty) {
    event.preventDefault();
    desk.openSale();
  } else if (event.key === "?" && empty) {
    event.preventDefault();
    desk.open.help();
  } else if (event.key === "!" && empty) {
    event.preventDefault();
    desk.open.lock();
  }
}

/** @param {Desk} desk */
function enter(desk) {
  const { ui, world } = desk;
  if (ui.person) {
    perform(desk, ui.person, actionsFor(world, ui.person, ui.target)[0]);
  } else if (ui.query) {
    desk.openNewcomer(ui.query);
  }
}

/** @param {Desk} desk @param {HTMLInputElement} input */
function draw(desk, input) {
  const { ui } = desk;
  if (input.value !== ui.query) {
    input.value = ui.query;
  }
  const list = /** @type {HTMLElement} */ (document.getElementById("results"));
  const shown = Boolean(ui.query) && !ui.basket && ui.route.name !== "nouvelle";
  swap(list, ...(shown ? options(desk) : []));
  list.hidden = !shown;
  input.setAttribute("aria-expanded", String(shown));
  if (shown) {
    input.setAttribute("aria-activedescendant", `option-${ui.active}`);
  } else {
    input.removeAttribute("aria-activedescendant");
  }
  drawTarget(desk);
  say(shown ? announcement(desk) : "");
}

/** @param {Desk} desk */
function options(desk) {
  const { ui } = desk;
  const persons = ui.results.map((person, i) =>
    option(desk, i, [
      h("b", {}, nameOf(person)),
      person.commune && h("span", {}, person.commune),
      h("small", {}, person.today ? W.person.here(hour(person.today.at)) : W.person.visits(person)),
      i >= ui.exact && h("small", { class: "near" }, W.search.near),
    ]),
  );
  const fresh = option(desk, ui.results.length, [
    icon("plus", 20),
    h("b", {}, W.search.newcomer(ui.query)),
    h("small", {}, W.search.orUnnamed, " ", kbd("+")),
  ]);
  return [...persons, fresh];
}

/** @param {Desk} desk @param {number} i @param {any[]} content */
function option(desk, i, content) {
  const { ui } = desk;
  const chosen = i === ui.active;
  const inCard = chosen && i < ui.results.length;
  const choose = () => {
    if (i === ui.results.length) {
      desk.openNewcomer(ui.query);
      return;
    }
    ui.set({ active: i });
    desk.search.focus();
  };
  return h(
    "li",
    {
      id: `option-${i}`,
      role: "option",
      "aria-selected": String(chosen),
      class: inCard ? "visually-hidden" : "option",
      on: { click: choose, mousedown: (/** @type {Event} */ event) => event.preventDefault() },
    },
    ...content,
  );
}

/** What a screen reader hears once the results are there. @param {Desk} desk */
function announcement({ ui, world }) {
  if (!longEnough(ui.query)) {
    return W.search.short;
  }
  const near = ui.results.length - ui.exact;
  const others = near ? ` ${W.search.countNear(near)}.` : "";
  if (!ui.person) {
    return `${W.search.none}${others}`;
  }
  return `${summary(world, ui.person, ui.target)}. ${ui.exact ? W.search.count(ui.exact) + "." : ""}${others}`;
}

/** @param {string} text */
function say(text) {
  const live = document.getElementById("live");
  if (live && live.textContent !== text) {
    live.textContent = text;
  }
}

/** The session being registered to, and how to leave it. @param {Desk} desk */
function drawTarget(desk) {
  const host = /** @type {HTMLElement} */ (document.getElementById("target"));
  const session = desk.ui.target ? desk.world.sessions.get(desk.ui.target) : null;
  host.hidden = !session;
  if (session) {
    const when = session.day === desk.world.day ? hour(session.starts_at) : `${dayName(session.day)}, ${hour(session.starts_at)}`;
    const leave = h("button", { type: "button", class: "button button-link", data: { key: "leave" }, on: { click: () => desk.ui.set({ target: null }) } }, W.cancel, hidden(` ${session.title}`));
    swap(host, h("b", {}, W.search.target(session.title, when)), leave);
  }
}
