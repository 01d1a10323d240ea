/** The till: open it with a float, see what was taken, close it with what was counted. */

import { submit } from "../acts.js";
import { button, choices, chosen, field, h, kbd, openDialog } from "../dom.js";
import { newId } from "../ids.js";
import { privately } from "../mask.js";
import { sumOf } from "../prices.js";
import { formatEuros } from "../rules/cents.js";
import { printClosing } from "../print.js";
import { hour } from "../when.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */
/** @typedef {import("../types.js").OpenTill} OpenTill */

/** @param {Desk} desk */
export function tillView(desk) {
  if (!desk.world.may("till")) {
    return h("p", { class: "card" }, W.till.noRight);
  }
  const { open } = desk.world.till;
  return open ? closeForm(desk, open) : openForm(desk);
}

/** @param {any} input @param {(message: string) => void} fault @returns {number | null} cents, null when it cannot be read */
function sum(input, fault) {
  try {
    fault("");
    return sumOf(input.value);
  } catch (error) {
    fault(/** @type {Error} */ (error).message);
    return null;
  }
}

/** @param {Desk} desk @param {string} label @param {string} [look] */
function formEnd(desk, label, look = "button-go") {
  return h(
    "div",
    { class: "actions" },
    h("button", { type: "submit", class: `button button-big ${look}`, disabled: desk.readOnly }, label, kbd(W.enter)),
    button(W.back, () => desk.back(), { class: "button-link" }, kbd(W.escape)),
  );
}

/** @param {Desk} desk */
function openForm(desk) {
  const float = field(W.till.float, { inputmode: "decimal", autocomplete: "off", data: { first: "" } }, { help: W.till.floatHelp });
  const form = h("form", { class: "card stack", novalidate: true }, h("h2", { class: "title" }, W.till.openTitle), float.node, formEnd(desk, W.till.doOpen));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const cents = sum(float.input, float.fault);
    if (cents !== null) {
      submit(desk, [{ kind: "money.open_till", payload: { till: newId(), float_cents: cents } }], W.done.tillOpen);
      desk.ui.clear(true);
    }
  });
  return form;
}

/** @param {Desk} desk @param {OpenTill} open */
function closeForm(desk, open) {
  const counted = field(W.till.counted, { inputmode: "decimal", autocomplete: "off", data: { first: "" } }, { help: W.till.countedHelp });
  const verdict = h("div", { class: "stack", role: "status" });
  const form = h(
    "form",
    { class: "card stack", novalidate: true },
    h("div", { class: "card-title" }, h("h2", { class: "title" }, W.till.closeTitle), h("span", { class: "soft" }, W.till.since(hour(open.opened_at)))),
    totals(open),
    counted.node,
    verdict,
    formEnd(desk, W.till.doClose, "button-stop"),
  );
  counted.input.addEventListener("input", () => compare(verdict, counted.input.value, open.cash_cents));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const cents = sum(counted.input, counted.fault);
    if (cents === null) {
      return;
    }
    const reason = cents === open.cash_cents ? "" : chosen(form, "difference");
    if (cents !== open.cash_cents && !reason) {
      compare(verdict, counted.input.value, open.cash_cents, W.till.reasonMissing);
      return;
    }
    makeSure(desk, open, cents, reason);
  });
  return form;
}

/** What was taken, by means. @param {OpenTill} open */
function totals(open) {
  const others = Object.entries(open.totals ?? {}).filter(([means, cents]) => means !== "cash" && cents);
  const line = (/** @type {string} */ label, /** @type {number} */ cents) => h("div", {}, h("dt", {}, label), h("dd", {}, privately(cents)));
  return h(
    "details",
    {},
    h("summary", {}, W.till.byMeans),
    h(
      "dl",
      { class: "totals" },
      line(W.till.float, open.float_cents),
      line(W.till.inBox, open.cash_cents),
      ...others.map(([means, cents]) => line(W.means[/** @type {"card"} */ (means)] ?? means, cents)),
    ),
  );
}

/** Say the difference while the sum is typed; ask why when there is one. @param {Element} host @param {string} text @param {number} expected @param {string} [error] */
function compare(host, text, expected, error = "") {
  let difference = 0;
  try {
    difference = sumOf(text) - expected;
  } catch {
    host.replaceChildren();
    return;
  }
  const words = difference === 0 ? W.till.noDifference : difference < 0 ? W.till.less(formatEuros(-difference)) : W.till.more(formatEuros(difference));
  const reasons = Object.entries(W.till.reasons).map(([value, label]) => ({ value, label }));
  const said = h("p", { class: `notice ${difference === 0 ? "notice-ok" : "notice-mind"}` }, words);
  const kept = host.querySelector("fieldset");
  const group = difference === 0 ? null : (kept ?? choices(W.till.reason, "difference", reasons, ""));
  host.replaceChildren(...[said, group, error && h("p", { class: "errors" }, error)].filter(Boolean));
}

/** One of the three confirmations of Maillage. @param {Desk} desk @param {OpenTill} open @param {number} counted @param {string} reason */
function makeSure(desk, open, counted, reason) {
  openDialog(W.till.sure, (close) => {
    const go = () => {
      close();
      closeTill(desk, open, counted, reason);
    };
    return [
      h("p", {}, W.till.sureText),
      h("p", { class: "lead" }, `${W.till.counted} : `, h("b", {}, formatEuros(counted))),
      h("div", { class: "actions" }, button(W.till.doClose, go, { class: "button-stop", data: { first: "" } }, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
    ];
  });
}

/** @param {Desk} desk @param {OpenTill} open @param {number} counted @param {string} reason */
function closeTill(desk, open, counted, reason) {
  const payload = { closing: newId(), till: open.id, counted_cents: counted, ...(reason ? { reason } : {}) };
  const [entry] = submit(desk, [{ kind: "money.close_till", payload }], W.done.tillClosed);
  desk.ui.clear(true);
  const waiting = openDialog(W.till.closed, (close) => [h("p", {}, W.till.closingWait), button(W.close, close, { data: { first: "" } })]);
  const onSettled = (/** @type {any} */ { detail }) => {
    if (detail === entry) {
      desk.outbox.removeEventListener("settled", onSettled);
      waiting.close();
      if (detail.state === "done") {
        desk.lock.whenOpen(() => showClosing(desk, detail.result.data, { counted, reason, at: entry.typedAt }));
      }
    }
  };
  desk.outbox.addEventListener("settled", onSettled);
}

/** @param {Desk} desk @param {any} data answer of the server @param {{counted: number, reason: string, at: number}} typed */
function showClosing(desk, data, typed) {
  const print = () => printClosing(desk.world, data, typed);
  const line = (/** @type {string} */ label, /** @type {string} */ value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));
  openDialog(W.till.closing(desk.world.till.code, data.number), (close) => [
    h(
      "dl",
      { class: "totals" },
      line(W.till.expected, formatEuros(data.expected_cents)),
      line(W.till.counted, formatEuros(typed.counted)),
      line(W.till.difference, formatEuros(data.difference_cents)),
      line(W.till.total, formatEuros(data.total_cents)),
      data.hash8 && line(W.till.head, data.hash8),
    ),
    h("div", { class: "actions" }, button(W.till.printClosing, print, { class: "button-go", data: { first: "" } }, kbd(W.enter)), button(W.close, close, { class: "button-link" })),
  ]);
}
