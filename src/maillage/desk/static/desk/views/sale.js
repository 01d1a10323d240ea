/** Charging somebody without a name: what, how many; then the payment as for anybody. */

import { openPayment } from "../acts.js";
import { openBasket } from "../basket.js";
import { button, choices, chosen, field, h, kbd } from "../dom.js";
import { MOST_CENTS, gross, quantityOf, sellable } from "../prices.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */

/** @param {Desk} desk */
export function saleView(desk) {
  const prices = sellable(desk.world);
  const back = button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape));
  const head = [h("h2", { class: "title" }, W.sale.title), h("p", { class: "soft" }, W.sale.help)];
  if (!prices.length) {
    return h("div", { class: "card stack" }, ...head, h("p", {}, W.sale.none), back);
  }
  const options = prices.map(({ price, label, rate }) => ({ value: price, label: `${label} · ${W.rate(rate)}` }));
  const what = choices(W.sale.what, "price", options, prices[0].price);
  what.querySelector("input").dataset.first = "";
  const quantity = field(W.sale.howMany, { inputmode: "decimal", autocomplete: "off", value: "1" });
  quantity.input.addEventListener("focus", () => quantity.input.select());
  const go = h("button", { type: "submit", class: "button button-go button-big", disabled: desk.readOnly }, W.sale.go, kbd(W.enter));
  const form = h("form", { class: "card stack sale", novalidate: true }, ...head, what, quantity.node, h("div", { class: "actions" }, go, back));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    sell(desk, prices.find((one) => one.price === chosen(form, "price")), quantity);
  });
  return form;
}

/** @param {Desk} desk @param {any} price @param {{input: any, fault: (message: string) => void}} typed */
function sell(desk, price, { input, fault }) {
  const quantity = quantityOf(input.value);
  const fits = quantity && gross(price.rate, quantity) <= MOST_CENTS;
  fault(!quantity ? W.sale.unreadable : fits ? "" : W.sums.tooLarge);
  if (fits) {
    openPayment(desk, openBasket(desk.world, null, { type: "sell", price, quantity }));
  }
}
