/** Paying what was left for later. */

import { settle } from "../acts.js";
import { MEANS } from "../basket.js";
import { button, choices, chosen, h, kbd } from "../dom.js";
import { nameOf, privately } from "../mask.js";
import { printAtOnce, printsAtOnce } from "../print.js";
import { W } from "../words.js";

/** @param {import("../desk.js").Desk} desk @param {string} id of the person */
export function settleView(desk, id) {
  const who = desk.world.person(id);
  const back = () => button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape));
  if (!who?.dues.length || !desk.world.may("till")) {
    return h("div", { class: "card stack" }, h("p", {}, W.settle.nothing), back());
  }
  const { dues } = who;
  const sum = dues.reduce((all, due) => all + due.cents, 0);
  const options = MEANS.map((value) => ({ value, label: W.means[/** @type {"cash"} */ (value)] }));
  const means = MEANS.includes(who.last_means) ? who.last_means : "cash";
  const paper = h("input", { type: "checkbox", checked: printsAtOnce(), data: { key: "paper" }, on: { change: () => printAtOnce(paper.checked) } });
  const form = h(
    "form",
    { class: "card stack" },
    h("h2", { class: "title" }, W.settle.title(nameOf(who))),
    h("dl", { class: "totals" }, ...dues.map((due) => h("div", {}, h("dt", {}, due.label), h("dd", {}, privately(due.cents)))), h("div", {}, h("dt", {}, W.settle.total), h("dd", {}, W.euros(sum)))),
    choices(W.pay.means, "means", options, means),
    h("div", { class: "pay-end" }, h("button", { type: "submit", class: "button button-go button-big", disabled: desk.readOnly, data: { first: "" } }, W.settle.go(W.euros(sum)), kbd(W.enter)), h("label", { class: "choice" }, paper, W.pay.print, kbd("R")), back()),
  );
  form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key.toLowerCase() === "r" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      paper.click();
    }
  });
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    settle(desk, who, dues, chosen(form, "means"), paper.checked);
  });
  return form;
}
