/**
 * The payment: what, how much and why, by which means, what to give back. Enter confirms.
 *
 * Keys (when no field is being typed in): E C H V B means, P later, O offered, M several, digits for
 * what was received, A the membership, R the receipt on paper, Escape back.
 */

import { finish } from "../acts.js";
import { MEANS, balanced, lacksPrice, linesOf, whyOf } from "../basket.js";
import { button, choices, chosen, field, focusOn, h, kbd, openDialog, swap } from "../dom.js";
import { formatEuros, changeDue, suggestedCash } from "../rules/cents.js";
import { sumOf, total } from "../prices.js";
import { printAtOnce, printsAtOnce } from "../print.js";
import { timeOf } from "../using.js";
import { dayName, hour } from "../when.js";
import { W } from "../words.js";
import { labelOf } from "../world.js";
import { personHead } from "./person.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../basket.js").Basket} Basket */

const KEYS = { e: "cash", c: "card", h: "cheque", v: "transfer", b: "voucher", p: "later", o: "free", m: "several" };

/** @param {Desk} desk @param {Basket} basket */
export function payView(desk, basket) {
  const form = h("form", { class: "card person pay", "aria-label": basket.who ? W.pay.title(basket.who.first) : W.sale.title, novalidate: true });
  const view = { desk, basket, form, paper: printsAtOnce() };
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    confirm(view);
  });
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => onKey(view, event));
  draw(view);
  return form;
}

/** @typedef {{desk: Desk, basket: Basket, form: HTMLFormElement, paper: boolean}} View */

/** @param {View} view */
function draw(view) {
  const { desk, basket, form } = view;
  const lines = linesOf(desk.world, basket);
  const due = total(lines);
  const unpriced = lacksPrice(lines);
  swap(
    form,
    basket.who ? personHead(desk, basket.who) : h("h2", { class: "title" }, W.sale.title),
    linesBox(view, lines, due),
    unpriced && h("p", { class: "notice notice-mind" }, W.pay.noPrice),
    due > 0 && meansRow(view),
    due > 0 && basket.means === "cash" && cashRow(view, due),
    due > 0 && basket.means === "several" && severalRows(view, due),
    !desk.world.till.open && due > 0 && h("p", { class: "soft" }, W.pay.tillClosed),
    confirmRow(view, due, unpriced),
  );
}

/** @param {View} view @param {import("../types.js").Line[]} lines @param {number} due */
function linesBox(view, lines, due) {
  const { desk, basket } = view;
  const { offer, action } = basket;
  const membership = lines.find((one) => one.kind === "membership");
  const sold = lines.filter((one) => one.kind !== "membership");
  const shares = action.type === "charge" ? timeOf(desk.world, basket.who, action).shares : [];
  const other = button(W.pay.otherPrice, () => otherPrice(view, due), { class: "button-link", data: { key: "price" } });
  const alone = sold.length === 1 && !offer && !shares.length;
  const titleOf = (/** @type {import("../types.js").Line} */ one) =>
    action.type === "session" ? `${action.session.title}, ${hour(action.session.starts_at)}` : labelOf(desk.world, one);
  return h(
    "div",
    { class: "lines", role: "group", "aria-label": W.pay.lines },
    offer && offerLine(view, offer, membership?.amount_cents ?? 0),
    ...shares.map(({ plan, units }) => h("p", { class: "line" }, h("span", {}, h("b", {}, plan.label), h("small", {}, W.machine.included(W.used(plan.used + units, plan.given)))), h("b", {}, formatEuros(0)))),
    ...sold.map((one) => h("p", { class: alone ? "line line-total" : "line" }, h("span", {}, h("b", {}, titleOf(one)), h("small", {}, reasonOf(desk, one))), alone && other, h("b", {}, formatEuros(one.amount_cents)))),
    !alone && h("p", { class: "line line-total" }, h("span", {}, W.pay.total), other, h("b", {}, formatEuros(due))),
  );
}

/** @param {Desk} desk @param {import("../types.js").Line} line */
function reasonOf(desk, line) {
  if (line.reason) {
    return W.reasons[/** @type {"other"} */ (line.reason)];
  }
  return line.kind === "other" ? W.sale.each(W.rate(line.rate)) : whyOf(desk.world, line);
}

/** @param {View} view @param {import("../basket.js").Offer} offer @param {number} cents */
function offerLine(view, offer, cents) {
  const toggle = () => {
    offer.ticked = !offer.ticked;
    draw(view);
  };
  const box = h("input", { type: "checkbox", checked: offer.ticked, data: { key: "offer" }, on: { change: toggle } });
  const label = W.pay.membership(offer.label, dayName(offer.ends_on, "year"));
  return h(
    "p",
    { class: "line" },
    h("label", { class: "choice" }, box, h("span", {}, h("b", {}, label), h("small", {}, W.pay.untick)), kbd("A")),
    h("b", {}, offer.ticked ? formatEuros(cents) : "–"),
  );
}

/** @param {View} view */
function meansRow(view) {
  const keyOf = Object.fromEntries(Object.entries(KEYS).map(([key, means]) => [means, key.toUpperCase()]));
  const names = [...MEANS, ...(view.basket.who ? ["later"] : []), "free", "several"];
  const buttons = names.map((means) =>
    button(
      W.means[/** @type {"cash"} */ (means)],
      () => choose(view, means),
      { "aria-pressed": means === "free" ? null : String(view.basket.means === means), data: { key: `means-${means}` } },
      kbd(keyOf[means]),
    ),
  );
  return h("div", { class: "means", role: "group", "aria-label": W.pay.means }, ...buttons);
}

/** @param {View} view @param {string} means */
function choose(view, means) {
  if (means === "free") {
    offered(view);
    return;
  }
  const due = total(linesOf(view.desk.world, view.basket));
  const parts = means === "several" ? [{ means: "cash", cents: due }, { means: "cheque", cents: 0 }] : [];
  Object.assign(view.basket, { means, given: null, parts });
  draw(view);
}

/** What was held out, and what to give back. @param {View} view @param {number} due */
function cashRow(view, due) {
  const { basket } = view;
  const give = (/** @type {number | null} */ given) => {
    basket.given = given;
    draw(view);
  };
  const sums = suggestedCash(due);
  const buttons = sums.map((sum, i) =>
    button(
      "",
      () => give(sum),
      { "aria-pressed": String(basket.given === sum), data: { key: `given-${i}` } },
      h("span", { class: "given" }, W.round(sum), h("small", {}, W.pay.changeOf(formatEuros(changeDue(due, sum))))),
      kbd(String(i + 2)),
    ),
  );
  const other = basket.given !== null && !sums.includes(basket.given);
  return h(
    "div",
    { class: "cash", role: "group", "aria-label": W.pay.given },
    button(W.pay.exact, () => give(null), { "aria-pressed": String(basket.given === null), data: { key: "exact" } }, kbd("1")),
    ...buttons,
    button(other ? formatEuros(basket.given ?? 0) : W.other, () => otherGiven(view, due), { "aria-pressed": String(other), data: { key: "given-other" } }, kbd(String(sums.length + 2))),
    basket.given !== null && changeLine(due, basket.given),
  );
}

/** @param {number} due @param {number} given */
function changeLine(due, given) {
  const change = changeDue(due, given);
  return h(
    "p",
    { class: "change", role: "status" },
    h("span", {}, `${W.pay.given} `, h("b", {}, formatEuros(given))),
    h("span", {}, change < 0 ? W.pay.missing(formatEuros(-change)) : [`${W.pay.change} `, h("b", {}, formatEuros(change))]),
  );
}

/** Mixed payment: a sum a means, the rest counted. @param {View} view @param {number} due */
function severalRows(view, due) {
  const { basket } = view;
  const rest = h("p", { class: "soft", role: "status" });
  const show = () => {
    const left = due - basket.parts.reduce((sum, part) => sum + part.cents, 0);
    rest.textContent = left >= 0 ? W.pay.rest(formatEuros(left)) : W.pay.over(formatEuros(-left));
  };
  const rows = MEANS.map((means) => {
    const part = basket.parts.find((one) => one.means === means);
    const { node, input, fault } = field(W.means[/** @type {"cash"} */ (means)], { inputmode: "decimal", autocomplete: "off", value: part?.cents ? W.typed(part.cents) : "" });
    input.addEventListener("input", () => {
      fault("");
      const others = basket.parts.filter((one) => one.means !== means);
      const cents = read(input.value, fault);
      basket.parts = [...others, ...(cents ? [{ means, cents }] : [])];
      show();
    });
    return node;
  });
  show();
  return h("div", { class: "several", role: "group", "aria-label": W.pay.several }, ...rows, rest);
}

/** @param {string} text @param {(message: string) => void} fault @returns {number} */
function read(text, fault) {
  try {
    return text.trim() ? sumOf(text) : 0;
  } catch (error) {
    fault(/** @type {Error} */ (error).message);
    return 0;
  }
}

/** @param {View} view @param {number} due @param {boolean} unpriced */
function confirmRow(view, due, unpriced) {
  const { basket } = view;
  const how = W.paidBy[/** @type {"cash"} */ (basket.means)] ?? "";
  const label = due === 0 ? W.pay.nothing : basket.means === "later" ? W.pay.later(formatEuros(due)) : W.pay.confirm(formatEuros(due), how);
  const prints = due > 0 && basket.means !== "later";
  return h(
    "div",
    { class: "pay-end" },
    h("button", { type: "submit", class: "button button-go button-big", disabled: unpriced, data: { key: "confirm", first: "" } }, label.trim(), kbd(W.enter)),
    prints && h("label", { class: "choice" }, h("input", { type: "checkbox", checked: view.paper, data: { key: "paper" }, on: { change: () => setPaper(view, !view.paper) } }), W.pay.print, kbd("R")),
    button(W.back, () => view.desk.back(), { class: "button-link row-end", data: { key: "back" } }),
  );
}

/** @param {View} view */
function confirm(view) {
  const { desk, basket } = view;
  const lines = linesOf(desk.world, basket);
  if (lacksPrice(lines)) {
    return;
  }
  if (balanced(basket, total(lines))) {
    finish(desk, basket, view.paper);
  } else {
    focusOn(view.form, "input:not([type=checkbox])");
  }
}

/** @param {View} view @param {KeyboardEvent} event */
function onKey(view, event) {
  if (event.key === "Enter" && event.repeat) {
    event.preventDefault(); // a key held down opened this payment: it does not confirm it too
    return;
  }
  const typing = event.target instanceof HTMLInputElement && event.target.type !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const key = event.key.toLowerCase();
  const buttonOf = (/** @type {string} */ name) => view.form.querySelector(`[data-key="${name}"]`);
  const cash = /^[1-9]$/.test(key) ? view.form.querySelectorAll(".cash .button")[Number(key) - 1] : null;
  const named = { a: "offer", r: "paper" }[key] ?? (key in KEYS ? `means-${KEYS[/** @type {"e"} */ (key)]}` : "");
  const target = cash ?? (named ? buttonOf(named) : null);
  if (target instanceof HTMLElement) {
    event.preventDefault();
    target.click();
    focusConfirm(view);
  }
}

/** @param {View} view */
function focusConfirm(view) {
  const target = view.basket.means === "several" ? "input:not([type=checkbox])" : "[data-key=confirm]";
  if (!document.querySelector("dialog[open]")) {
    focusOn(view.form, target);
  }
}

/** @param {View} view @param {number} due */
function otherGiven(view, due) {
  askSum(W.pay.otherGiven, "", (cents) => {
    view.basket.given = cents === due ? null : cents;
    draw(view);
    focusConfirm(view);
  });
}

/** Another price, with its reason. @param {View} view @param {number} due */
function otherPrice(view, due) {
  openDialog(W.pay.otherPriceTitle, (close) => {
    const sum = field(W.pay.otherPriceLabel, { inputmode: "decimal", autocomplete: "off", value: due ? W.typed(due) : "", data: { first: "" } });
    const form = h("form", { class: "stack", novalidate: true }, sum.node, reasons(), endOf(close, W.pay.apply));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      try {
        view.basket.override = { cents: sumOf(sum.input.value), reason: chosen(form, "reason") };
        close();
      } catch (error) {
        sum.fault(/** @type {Error} */ (error).message);
      }
    });
    return [form];
  }, () => redraw(view));
}

/** Offered, with a reason. @param {View} view */
function offered(view) {
  openDialog(W.pay.offerTitle, (close) => {
    const form = h("form", { class: "stack" }, reasons(), endOf(close, W.pay.offer));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      Object.assign(view.basket, { override: { cents: "free", reason: chosen(form, "reason") }, means: "cash", given: null });
      close();
    });
    return [form];
  }, () => redraw(view));
}

/** @param {View} view */
function redraw(view) {
  draw(view);
  focusConfirm(view);
}

function reasons() {
  const options = Object.entries(W.reasons).map(([value, label]) => ({ value, label }));
  return choices(W.pay.reason, "reason", options, "goodwill");
}

/** @param {() => void} close @param {string} label */
function endOf(close, label) {
  return h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go" }, label, kbd(W.enter)), button(W.cancel, close, { class: "button-link" }));
}

/** Ask for one sum. @param {string} label @param {string} value @param {(cents: number) => void} then */
function askSum(label, value, then) {
  openDialog(label, (close) => {
    const sum = field(label, { inputmode: "decimal", autocomplete: "off", value, data: { first: "" } });
    const form = h("form", { class: "stack", novalidate: true }, sum.node, endOf(close, W.save));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      try {
        const cents = sumOf(sum.input.value);
        close();
        then(cents);
      } catch (error) {
        sum.fault(/** @type {Error} */ (error).message);
      }
    });
    return [form];
  });
}

/** @param {View} view @param {boolean} paper */
function setPaper(view, paper) {
  view.paper = paper;
  printAtOnce(paper);
}
