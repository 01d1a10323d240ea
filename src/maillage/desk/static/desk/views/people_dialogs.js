/** Small questions about people: a document accepted, a count without a name, who is here. */

import { acceptance, countUnnamed, submit } from "../acts.js";
import { button, choices, chosen, field, h, icon, kbd, openDialog } from "../dom.js";
import { registering, undoing } from "../arrive.js";
import { newId } from "../ids.js";
import { nameOf } from "../mask.js";
import { printDay } from "../print.js";
import { hour } from "../when.js";
import { W } from "../words.js";
import { listed, told } from "./newcomer.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Person} Person */

/** Record that somebody accepted a text: on paper, on screen, or aloud before a witness. @param {Desk} desk @param {Person} who @param {string} kind */
export function documentDialog(desk, who, kind) {
  const [, what] = W.documents[/** @type {"charter"} */ (kind)] ?? [kind, kind];
  const text = desk.world.snapshot.documents.find((one) => one.kind === kind);
  openDialog(W.documents2.title(what, nameOf(who)), (close) => {
    if (!text || desk.readOnly) {
      return [h("p", {}, W.documents2.none), button(W.close, close, { data: { first: "" } })];
    }
    return [documentForm(desk, who, kind, what, text, close)];
  }, () => desk.search.focus());
}

/** @param {Desk} desk @param {Person} who @param {string} kind @param {string} what @param {{title: string, version: number}} text @param {() => void} close */
function documentForm(desk, who, kind, what, text, close) {
  const { team } = desk.world.snapshot;
  const sheet = field(`${W.documents2.sheet} (${W.optional})`, { autocomplete: "off", maxlength: 30, data: { first: "" } }, { help: W.documents2.sheetHelp });
  const options = team.map((one) => h("option", { value: one.id }, one.first_name));
  const witness = field(W.documents2.witness, { as: "select" }, { children: options });
  const show = (/** @type {string} */ how) => {
    sheet.node.hidden = how !== "paper";
    witness.node.hidden = how !== "oral";
  };
  const ways = ["paper", "screen", "oral"].map((value) => ({ value, label: W.documents2[/** @type {"paper"} */ (value)] }));
  const form = h(
    "form",
    { class: "stack" },
    h("p", {}, h("b", {}, text.title), h("span", { class: "soft" }, `, ${W.documents2.version(text.version)}`)),
    choices(W.documents2.how, "how", ways, "paper", show),
    sheet.node,
    witness.node,
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go" }, W.documents2.accept, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
  );
  show("paper");
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const how = chosen(form, "how");
    const more = how === "paper" ? { sheet: sheet.input.value.trim() } : how === "oral" ? { witness_staff: witness.input.value } : {};
    submit(desk, [acceptance(desk, who, kind, { how, ...more })], W.done.document(who, what));
    close();
  });
  return form;
}

/**
 * Count heads, with what is known of them. `instead` undoes the count just made first.
 *
 * @param {Desk} desk @param {{instead?: boolean, session?: string | null}} options
 */
export function unnamedDialog(desk, { instead = false, session = null }) {
  const last = instead ? desk.outbox.entries.filter((one) => one.command.kind === "people.count_anonymous").at(-1) : null;
  openDialog(W.unnamed.title, (close) => {
    const heads = field(W.unnamed.heads, { type: "number", min: 1, max: 200, value: 1, inputmode: "numeric", data: { first: "" } });
    const form = h(
      "form",
      { class: "stack" },
      h("p", { class: "soft" }, W.unnamed.help),
      heads.node,
      choices(W.newcomer.sex, "sex", listed(W.sexes), ""),
      choices(W.newcomer.age, "age", listed(W.bands), ""),
      choices(W.newcomer.status, "status", listed(W.statuses), ""),
      h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go" }, W.unnamed.go, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
    );
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      if (last) {
        desk.outbox.add(undoing([last], desk.store.series).map((one) => ({ ...one, about: W.done.undone(last.about) })));
      }
      const details = { ...told("sex", "sex", chosen(form, "sex")), ...told("age_band", "age", chosen(form, "age")), ...told("status", "status", chosen(form, "status")) };
      countUnnamed(desk, { heads: Math.max(1, Number(heads.input.value) || 1), ...(session ? { session } : {}), ...details });
      close();
    });
    return [form];
  }, () => desk.search.focus());
}

/** Who is here now, and since when. @param {Desk} desk */
export function hereDialog(desk) {
  const { world } = desk;
  const people = world.today.here.map((id) => world.person(id)).filter((one) => one !== null);
  const rows = people.map((who) => h("li", {}, h("b", {}, nameOf(who)), who.today && h("span", { class: "soft" }, ` ${W.person.here(hour(who.today.at)).slice(2)}`)));
  const unnamed = world.today.unnamed_here;
  openDialog(W.today.here, (close) => [
    rows.length ? h("ul", { class: "here-list" }, ...rows) : h("p", {}, W.people(0)),
    unnamed > 0 && h("p", { class: "soft" }, W.session.unnamed(unnamed)),
    h("p", {}, W.today.card(world.today.persons + world.today.anonymous, world.today.new)),
    h("div", { class: "actions" }, button(W.close, close, { data: { first: "" } }), button("", () => printDay(world), { class: "button-link" }, icon("print", 20), W.today.printCard)),
  ]);
}

/** Keep one or several seats, with or without a name. @param {Desk} desk @param {import("../types.js").Session} session @param {Person | null} [who] */
export function seatsDialog(desk, session, who = null) {
  openDialog(W.session.severalSeats, (close) => {
    const waiting = session.registrations.filter((one) => one.state === "waiting").length;
    const heads = [1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: String(n) }));
    const ahead = h("input", { type: "checkbox", name: "ahead" });
    const form = h(
      "form",
      { class: "stack" },
      h("p", {}, h("b", {}, `${session.title}, ${hour(session.starts_at)}`), who ? ` · ${nameOf(who)}` : ` · ${W.session.nobody}`),
      choices(W.session.howMany, "seats", heads, "1"),
      waiting > 0 && h("label", { class: "choice" }, ahead, h("span", {}, h("b", {}, W.session.passAhead), h("small", { class: "block" }, W.session.passHelp))),
      h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go", data: { first: "" } }, W.save, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
    );
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      const seats = Array.from({ length: Number(chosen(form, "seats")) }, (_, i) => ({ registration: newId(), ...(who && i === 0 ? { person: who.id } : {}) }));
      submit(desk, [registering(session, seats, ahead.checked)], `${W.done.registered(who, seats.length)}, ${session.title}`);
      close();
    });
    return [form];
  }, () => desk.search.focus());
}
