/**
 * Somebody new in thirty seconds: a first name, and that is all that is asked. The rest are taps.
 */

import { openPayment, submit } from "../acts.js";
import { linesOf, openBasket } from "../basket.js";
import { registering } from "../arrive.js";
import { button, choices, field, focusOn, h, kbd } from "../dom.js";
import { newId } from "../ids.js";
import { nameOf } from "../mask.js";
import { total } from "../prices.js";
import { fold, lastFour } from "../rules/fold.js";
import { find, longEnough } from "../search.js";
import { blocked, sessionNow, youngest } from "../suggest.js";
import { minutesUntil, hour } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").Person} Person */

const FREQUENT = 6;

/** @param {Desk} desk @param {Record<string, string>} values what was already typed */
export function newcomerView(desk, values) {
  const who = newId();
  const first = field(W.newcomer.first, { name: "first", autocomplete: "off", value: values.first ?? "", "aria-required": "true", maxlength: 60, data: { first: "" } });
  const last = field(`${W.newcomer.last} (${W.optional})`, { name: "last", autocomplete: "off", value: values.last ?? "", maxlength: 60 });
  const phone = field(`${W.newcomer.phone} (${W.optional})`, { name: "phone", type: "tel", autocomplete: "off", value: values.phone ?? "", maxlength: 20 });
  const twins = h("p", { class: "twins", role: "status" });
  const warning = h("div", { role: "status" });
  const go = h("button", { type: "submit", class: "button button-go button-big", disabled: desk.readOnly });
  const form = h(
    "form",
    { class: "card stack newcomer", novalidate: true },
    h("div", {}, h("h2", { class: "title" }, W.newcomer.title), h("p", { class: "soft" }, W.newcomer.intro)),
    h("div", { class: "grid" }, first.node, last.node, phone.node),
    twins,
    ...groups(desk, values),
    warning,
    papers(values),
    h("div", { class: "actions" }, go, button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape))),
  );
  const refresh = () => {
    update(desk, form, { who, go, warning, twins });
    desk.ui.newcomer = { draft: { first_name: "" }, papers: [], ...desk.ui.newcomer, values: read(form) };
  };
  form.addEventListener("input", refresh);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    if (first.input.value.trim()) {
      send(desk, form, who);
    } else {
      first.fault(W.newcomer.firstMissing);
    }
  });
  refresh();
  return form;
}

/** Taps: for what, where from, which price, how old. @param {Desk} desk @param {Record<string, string>} values */
function groups(desk, values) {
  const { snapshot } = desk.world;
  const communes = snapshot.communes.slice(0, FREQUENT).map(({ code, name }) => ({ value: code, label: name }));
  const rest = snapshot.communes.slice(FREQUENT);
  const profiles = [{ value: "", label: W.newcomer.noProfile }, ...snapshot.profiles.map(({ code, label }) => ({ value: code, label }))];
  return [
    choices(W.newcomer.activity, "activity", activities(desk), values.activity ?? desk.ui.target ?? sessionNow(desk.world)?.id ?? ""),
    choices(W.newcomer.commune, "commune", [...communes, { value: "dont_know", label: W.newcomer.dontKnow }, { value: "declined", label: W.newcomer.declined }], values.commune ?? ""),
    rest.length > 0 && elsewhere(rest, values.elsewhere ?? ""),
    snapshot.profiles.length > 0 && choices(W.newcomer.profile, "profile", profiles, values.profile ?? ""),
    choices(W.newcomer.age, "age", listed(W.bands), values.age ?? ""),
    h(
      "details",
      {},
      h("summary", {}, W.newcomer.more),
      h("div", { class: "stack" }, h("p", { class: "soft" }, W.newcomer.why), choices(W.newcomer.sex, "sex", [...listed(W.sexes), { value: "declined", label: W.newcomer.declined }], values.sex ?? ""), choices(W.newcomer.status, "status", [...listed(W.statuses), { value: "declined", label: W.newcomer.declined }], values.status ?? "")),
    ),
  ];
}

/** @param {Record<string, string>} words */
export const listed = (words) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** @param {{code: string, name: string}[]} communes @param {string} value */
function elsewhere(communes, value) {
  const options = [h("option", { value: "" }, "–"), ...communes.map(({ code, name }) => h("option", { value: code, selected: code === value }, name))];
  return field(W.newcomer.elsewhere, { as: "select", name: "elsewhere" }, { children: options }).node;
}

/** Sessions of the day, or the one being registered to, or just passing by. @param {Desk} desk */
function activities({ world, ui }) {
  const target = ui.target && world.sessions.get(ui.target);
  const sessions = target ? [target] : world.sessionsOn(world.day).filter((one) => minutesUntil(one.ends_at) > 0);
  return [...sessions.map((one) => ({ value: one.id, label: `${one.title}, ${hour(one.starts_at)}` })), { value: "", label: W.newcomer.noActivity }];
}

/** What was signed on paper, with its sheet number. @param {Record<string, string>} values */
function papers(values) {
  const paper = (/** @type {string} */ name, /** @type {string} */ label) => {
    const sheet = field(W.newcomer.sheet, { name: `${name}_sheet`, autocomplete: "off", value: values[`${name}_sheet`] ?? "", maxlength: 30 });
    const box = h("input", { type: "checkbox", name, checked: values[name] === "on" });
    return h("div", { class: "paper-line", data: { paper: name } }, h("label", { class: "choice" }, box, label), sheet.node);
  };
  return h("div", { class: "stack" }, paper("charter", W.newcomer.charter), paper("parental_consent", W.newcomer.consent));
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function read(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

/** What the form says of the person, as the desk will show it. @param {Record<string, string>} values @param {string} id @returns {Person} */
function personOf(values, id) {
  const minor = ["under_12", "12_17"].includes(values.age ?? "");
  return {
    id,
    first: values.first ?? "",
    last: values.last ?? "",
    folded: fold(`${values.first} ${values.last}`),
    last4: lastFour(values.phone ?? ""),
    card: "",
    profile: values.profile ?? "",
    visits: 0,
    commune: "",
    new: true,
    minor,
    age_from: youngest(values.age),
    last_means: "",
    membership: null,
    expired_on: null,
    missing: minor && values.parental_consent !== "on" ? ["parental_consent"] : [],
    due_cents: 0,
    dues: [],
    today: null,
    sex: values.sex in W.sexes ? values.sex : null,
  };
}

/** @param {Desk} desk @param {Record<string, string>} values @returns {import("../suggest.js").Action} */
function actionOf(desk, values) {
  const session = desk.world.sessions.get(values.activity ?? "");
  if (!session) {
    return { type: "greet" };
  }
  return desk.ui.target ? { type: "register", session } : { type: "session", session, registration: null };
}

/** Price on the button, twins, what is missing for a minor. @param {Desk} desk @param {HTMLFormElement} form @param {any} parts */
function update(desk, form, { who, go, warning, twins }) {
  const values = read(form);
  const person = personOf(values, who);
  const action = actionOf(desk, values);
  const due = total(linesOf(desk.world, openBasket(desk.world, person, action, true)));
  go.replaceChildren(due && desk.world.may("till") ? W.newcomer.go(W.euros(due)) : W.newcomer.plain, kbd(W.enter));
  const consent = form.querySelector("[data-paper=parental_consent]");
  if (consent instanceof HTMLElement) {
    consent.hidden = !person.minor;
  }
  const words = obstacle(action, person);
  warning.replaceChildren(...(words ? [h("p", { class: "notice notice-mind" }, words)] : []));
  const name = `${values.first} ${values.last ?? ""}`;
  const known = longEnough(name) ? find(desk.world, name).persons.filter((one) => fold(one.first) === fold(values.first)).slice(0, 3) : [];
  twins.textContent = known.length ? W.newcomer.twins(known.map(nameOf).join(", ")) : "";
}

/** @param {import("../suggest.js").Action} action @param {Person} person */
function obstacle(action, person) {
  if (action.type !== "session") {
    return "";
  }
  const why = blocked(action.session, person);
  return why === "age" ? W.newcomer.tooYoung(action.session.minimum_age ?? 0) : why === "consent" ? W.newcomer.needsConsent : "";
}

/** @param {Desk} desk @param {HTMLFormElement} form @param {string} id */
function send(desk, form, id) {
  const values = read(form);
  const who = personOf(values, id);
  const action = actionOf(desk, values);
  if (obstacle(action, who)) {
    focusOn(form, blocked(/** @type {any} */ (action).session, who) === "consent" ? "[name=parental_consent]" : "[name=activity]:checked");
    return;
  }
  const draft = draftOf(values);
  desk.ui.newcomer = { values, draft, papers: signed(desk, values) };
  if (action.type === "register") {
    const create = { kind: "people.create", payload: { person: id, ...draft } };
    const seat = registering(action.session, [{ registration: newId(), person: id }]);
    const accepted = signed(desk, values).map((one) => ({ kind: "people.accept_document", payload: { ...one, person: id, how: "paper" } }));
    submit(desk, [create, ...accepted, seat], `${W.done.registered(who, 1)}, ${action.session.title}`);
    desk.ui.clear(true);
    return;
  }
  openPayment(desk, openBasket(desk.world, who, action, true));
}

/** The texts ticked as signed on paper. @param {Desk} desk @param {Record<string, string>} values */
function signed({ world }, values) {
  const texts = world.snapshot.documents.filter(({ kind }) => values[kind] === "on");
  return texts.map(({ id, kind }) => ({ acceptance: newId(), document: id, sheet: values[`${kind}_sheet`] ?? "" }));
}

/** @param {Record<string, string>} values @returns {import("../arrive.js").Draft} */
function draftOf(values) {
  const profile = {
    ...told("commune", "commune", values.elsewhere || values.commune),
    ...told("age_band", "age", values.age),
    ...told("sex", "sex", values.sex),
    ...told("status", "status", values.status),
  };
  return {
    first_name: values.first,
    ...(values.last ? { last_name: values.last } : {}),
    ...(values.phone ? { phone: values.phone } : {}),
    ...(values.profile ? { price_profile: values.profile } : {}),
    ...(Object.keys(profile).length ? { profile } : {}),
  };
}

/** A value given, or which kind of not knowing. @param {string} column @param {string} state @param {string} [value] */
export function told(column, state, value) {
  if (!value) {
    return {};
  }
  return value === "declined" || value === "dont_know" ? { [`${state}_told`]: value } : { [column]: value };
}

