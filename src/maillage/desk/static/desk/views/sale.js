/** Selling from the grid, to somebody or to a passer-by: what, how many, several things; then the payment. */

import { openPayment } from "../acts.js";
import { openBasket } from "../basket.js";
import { button, choices, chosen, field, h, kbd, swap } from "../dom.js";
import { nameOf } from "../mask.js";
import { MOST_CENTS, gross, quantityOf, sellable } from "../prices.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../prices.js").Item} Item */
/** @typedef {{desk: Desk, who: import("../types.js").Person | null, form: HTMLFormElement, items: Item[]}} View */

/** @param {Desk} desk @param {string} [id] whom it is sold to; nobody known: a passer-by */
export function saleView(desk, id = "") {
  const who = desk.world.person(id);
  const form = h("form", { class: "card stack sale", novalidate: true });
  const view = { desk, who, form, items: [] };
  draw(view);
  return form;
}

/** @param {View} view */
function draw(view) {
  const { desk, who, form, items } = view;
  const prices = sellable(desk.world, who);
  const back = button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape));
  const title = who ? W.sale.titleFor(nameOf(who)) : W.sale.title;
  const head = [h("h2", { class: "title" }, title), !who && h("p", { class: "soft" }, W.sale.help)];
  if (!prices.length) {
    swap(form, ...head, h("p", {}, W.sale.none), back);
    return;
  }
  const options = prices.map(({ price, label, rate }) => ({ value: price, label: `${label} · ${W.rate(rate)}` }));
  const what = choices(W.sale.what, "price", options, prices[0].price);
  what.querySelector("input").dataset.first = "";
  const quantity = field(W.sale.howMany, { inputmode: "decimal", autocomplete: "off", value: "1" });
  quantity.input.addEventListener("focus", () => quantity.input.select());
  const picked = () => pick(prices, form, quantity);
  const another = button(W.sale.another, () => add(view, picked()), { data: { key: "another" } });
  const go = h("button", { type: "submit", class: "button button-go button-big", disabled: desk.readOnly }, W.sale.go, kbd(W.enter));
  swap(form, ...head, items.length > 0 && basketOf(view), what, quantity.node, h("div", { class: "actions" }, go, another, back));
  form.onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    pay(view, picked());
  };
}

/** What was picked so far; each may be taken out. @param {View} view */
function basketOf(view) {
  const rows = view.items.map((item, i) => {
    const label = W.times(item.price.label, item.quantity);
    const out = button(W.sale.remove, () => remove(view, i), { class: "button-link", "aria-label": `${W.sale.remove} : ${label}`, data: { key: `remove-${i}` } });
    return h("li", { class: "line" }, h("span", {}, label), h("b", {}, W.euros(gross(item.price.rate, item.quantity))), out);
  });
  return h("ul", { class: "lines", "aria-label": W.sale.basket }, ...rows);
}

/** @param {View} view @param {number} index */
function remove(view, index) {
  view.items.splice(index, 1);
  draw(view);
}

/** @param {View} view @param {Item | null} item */
function add(view, item) {
  if (item) {
    view.items.push(item);
    draw(view);
    view.form.querySelector("input")?.focus();
  }
}

/** What is chosen now; null, and said, when the quantity is none. @param {any[]} prices @param {Element} form @param {{input: any, fault: (message: string) => void}} typed @returns {Item | null} */
function pick(prices, form, { input, fault }) {
  const price = prices.find((one) => one.price === chosen(form, "price"));
  const quantity = quantityOf(input.value);
  const fits = quantity && gross(price.rate, quantity) <= MOST_CENTS;
  fault(!quantity ? W.sale.unreadable : fits ? "" : W.sums.tooLarge);
  return fits ? { price, quantity } : null;
}

/** @param {View} view @param {Item | null} item the last one */
function pay({ desk, who, items }, item) {
  if (item) {
    openPayment(desk, openBasket(desk.world, who, { type: "sell", items: [...items, item] }));
  }
}
