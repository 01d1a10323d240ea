/** Somebody has done with a machine: how long, what material; then the payment. */

import { openPayment } from "../acts.js";
import { openBasket } from "../basket.js";
import { button, field, h, kbd } from "../dom.js";
import { minutesUsed } from "../machines.js";
import { nameOf } from "../mask.js";
import { MOST_CENTS, gross, quantityOf } from "../prices.js";
import { codeOf, materials, minutesOf } from "../using.js";
import { hour, length } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */

const MOST_MINUTES = 100_000;

/** What was typed of the use shown: back from the payment, it is there. @type {{id: string, time: string, used: Record<string, string>}} */
let kept = { id: "", time: "", used: {} };

/** @param {Desk} desk @param {string} id of the use */
export function stopView(desk, id) {
  const { world } = desk;
  const reserved = world.use(id);
  const who = world.person(world.uses.get(id) ?? null);
  const back = button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape));
  if (!reserved || reserved.charged || !world.may("book")) {
    return h("div", { class: "card stack" }, h("p", {}, W.machine.gone), back);
  }
  kept = kept.id === id ? kept : { id, time: "", used: {} };
  const time = timeField(reserved);
  const used = materials(world, who).map(materialField);
  const go = h("button", { type: "submit", class: "button button-go button-big", disabled: desk.readOnly }, codeOf(world, reserved) || used.length ? W.machine.continue : W.machine.end2, kbd(W.enter));
  const form = h(
    "form",
    { class: "card stack stop", novalidate: true },
    h("h2", { class: "title" }, W.machine.stop(reserved.label, who ? nameOf(who) : W.machine.unnamed)),
    h("p", { class: "soft" }, W.machine.since(hour(reserved.came_at ?? reserved.starts_at))),
    time.node,
    used.length > 0 && h("fieldset", { class: "materials" }, h("legend", {}, W.machine.material), h("p", { class: "help" }, W.machine.materialHelp), h("div", { class: "several" }, ...used.map(({ node }) => node))),
    h("div", { class: "actions" }, go, back),
  );
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const minutes = readTime(time);
    const items = used.map(readMaterial);
    if (minutes && items.every((one) => one !== null)) {
      const picked = items.flatMap((one) => one ?? []);
      openPayment(desk, openBasket(world, who, { type: "charge", reserved, minutes, items: picked, leaves: !reserved.left_at }));
    }
  });
  return form;
}

/** @param {import("../types.js").Reserved} reserved */
function timeField(reserved) {
  const value = kept.time || length(minutesUsed(reserved));
  const made = field(W.machine.time, { autocomplete: "off", value, data: { first: "" } }, { help: W.machine.timeHelp });
  made.input.addEventListener("focus", () => made.input.select());
  made.input.addEventListener("input", () => {
    kept.time = made.input.value;
  });
  return made;
}

/** @param {import("../types.js").Price} price */
function materialField(price) {
  const unit = /** @type {"gram"} */ (price.unit);
  const label = W.machine.of(price.label, W.machine.units[unit]);
  const props = { inputmode: "decimal", autocomplete: "off", value: kept.used[price.code] ?? "", data: { material: price.code } };
  const made = field(label, props, { help: W.machine.each[unit](W.rate(price.rate)) });
  made.input.addEventListener("input", () => {
    kept.used[price.code] = made.input.value;
  });
  return { ...made, price };
}

/** Whole minutes; null, and said, for what is no length. @param {{input: any, fault: (message: string) => void}} typed */
function readTime({ input, fault }) {
  const minutes = minutesOf(input.value);
  const fits = minutes && minutes <= MOST_MINUTES ? minutes : null;
  fault(fits ? "" : W.machine.timeWrong);
  return fits;
}

/** What was used of a material: nothing, or one item; null, and said, for what is no quantity. @param {ReturnType<typeof materialField>} typed */
function readMaterial({ input, fault, price }) {
  if (!input.value.trim()) {
    fault("");
    return [];
  }
  const quantity = quantityOf(input.value);
  const fits = quantity && gross(price.rate, quantity) <= MOST_CENTS;
  fault(!quantity ? W.sale.unreadable : fits ? "" : W.sums.tooLarge);
  return fits ? [{ price, quantity }] : null;
}
