/**
 * Paper: the receipt (80 mm), the closing of the till, the card of the day. HTML put in a hidden
 * area that only the printer sees (receipt.css).
 */

import { gross, taxOf, total } from "./prices.js";
import { h, swap } from "./dom.js";
import { vatParts } from "./rules/cents.js";
import { dayName, stamp } from "./when.js";
import { W } from "./words.js";

/** @typedef {import("./types.js").DueLine} DueLine  Its own tax, or that of its price today. */
/** @typedef {import("./types.js").Payment} Payment */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {{number: string, at: number, payer: string, lines: {label: string, line: DueLine}[],
 *   payments: Payment[], due: number}} Receipt
 */

const AT_ONCE = "maillage.print";

/** Whether receipts are printed as soon as they are paid, as this device last chose. */
export function printsAtOnce() {
  try {
    return localStorage.getItem(AT_ONCE) === "1";
  } catch {
    return false;
  }
}

/** @param {boolean} paper */
export function printAtOnce(paper) {
  try {
    localStorage.setItem(AT_ONCE, paper ? "1" : "0");
  } catch {
    // Refused storage: the choice lasts as long as this payment.
  }
}

/** Print these nodes alone. @param {Node[]} nodes */
function printAlone(...nodes) {
  const host = document.getElementById("print");
  if (host) {
    swap(host, ...nodes);
    window.print();
  }
}

/** Name of the place and legal identity of its carrier, as every paper shows them. @param {World} world */
function head({ snapshot: { place, carrier } }) {
  const legal = [carrier.siret && `${W.receipt.siret} ${carrier.siret}`, carrier.rna && `${W.receipt.rna} ${carrier.rna}`];
  return h(
    "header",
    {},
    h("p", { class: "paper-name" }, place.name),
    h("p", {}, carrier.name),
    h("p", {}, carrier.address || place.address),
    ...legal.filter(Boolean).map((one) => h("p", {}, one)),
  );
}

/** @param {string} label @param {string} value @param {string} [kind] */
function row(label, value, kind = "") {
  return h("p", { class: `paper-row ${kind}`.trim() }, h("span", {}, label), h("span", {}, value));
}

/** Each on a paper of its own, sent to the printer together. @param {World} world @param {Receipt[]} receipts */
export function printReceipts(world, receipts) {
  printAlone(...receipts.map((one) => receiptPaper(world, one)));
}

/** @param {World} world @param {Receipt} receipt */
function receiptPaper(world, receipt) {
  const { lines, payments } = receipt;
  const sold = lines.map((one) => one.line);
  const before = total(sold) - receipt.due;
  const paid = payments.reduce((sum, one) => sum + one.amount_cents, 0);
  const cash = payments.find((one) => one.given_cents !== undefined);
  const given = cash?.given_cents ?? 0;
  return h(
    "article",
    { class: "paper" },
    head(world),
    h("p", { class: "paper-title" }, W.receipt.title(receipt.number)),
    h("p", {}, stamp(receipt.at)),
    receipt.payer && h("p", {}, `${W.receipt.payer} ${receipt.payer}`),
    ...lines.flatMap(({ label, line }) => lineRows(label, line)),
    before > 0 && row(W.receipt.before, W.euros(before)),
    row(W.receipt.total, W.euros(paid), "paper-total"),
    ...payments.map((one) => row(W.means[/** @type {"cash"} */ (one.means)], W.euros(one.amount_cents))),
    cash && given > cash.amount_cents && row(W.receipt.given, W.euros(given)),
    cash && given > cash.amount_cents && row(W.receipt.change, W.euros(given - cash.amount_cents)),
    receipt.due > paid && row(W.receipt.later, W.euros(receipt.due - paid)),
    ...taxLines(world, sold),
    h("p", { class: "paper-foot" }, W.receipt.thanks),
  );
}

/** @param {string} label @param {DueLine} one */
function lineRows(label, one) {
  const whole = gross(one.rate, one.quantity);
  if (one.discount_cents <= 0) {
    return [row(label, W.euros(one.amount_cents))];
  }
  const reason = W.reasons[/** @type {"other"} */ (one.reason)] ?? "";
  return [row(label, W.euros(whole)), row(`${W.receipt.offered} (${reason})`, W.euros(-one.discount_cents))];
}

/** What the receipt says of the tax, once for each rate; nothing where it is not stated. @param {World} world @param {DueLine[]} lines */
function taxLines(world, lines) {
  /** @type {Map<number, number>} */
  const liable = new Map();
  const taxes = lines.map((line) => ({ line, ...taxOf(world, line) }));
  for (const { line, tax_mode, tax_rate } of taxes) {
    if (tax_mode === "liable") {
      liable.set(tax_rate, (liable.get(tax_rate) ?? 0) + line.amount_cents);
    }
  }
  const said = [...liable].sort(([one], [other]) => one - other).map(([rate, cents]) => taxed(cents, rate));
  const exempt = taxes.some(({ tax_mode }) => tax_mode === "exempt") ? [W.receipt.exempt] : [];
  return [...said, ...exempt].map((text) => h("p", { class: "paper-foot" }, text));
}

/** « 250,00 € TTC = 208,33 € HT + 41,67 € de TVA (20 %) ». @param {number} cents @param {number} rate basis points */
function taxed(cents, rate) {
  const [net, tax] = vatParts(cents, rate).map(W.euros);
  return W.receipt.taxed({ gross: W.euros(cents), net, tax, rate: W.percent(rate) });
}

/**
 * The closing of a till, with the head of the chain when the server has answered.
 *
 * @param {World} world @param {{number: any, total_cents: number, hash8: string, expected_cents: number,
 *   difference_cents: number}} data @param {{counted: number, reason: string, at: number}} typed
 */
export function printClosing(world, data, { counted, reason, at }) {
  const why = W.till.reasons[/** @type {"change"} */ (reason)];
  printAlone(
    h(
      "article",
      { class: "paper" },
      head(world),
      h("p", { class: "paper-title" }, W.till.closing(world.till.code, data.number)),
      h("p", {}, stamp(at)),
      h("p", {}, world.snapshot.actor.first_name),
      row(W.till.expected, W.euros(data.expected_cents)),
      row(W.till.counted, W.euros(counted)),
      row(W.till.difference, W.euros(data.difference_cents)),
      why && data.difference_cents !== 0 && h("p", {}, why),
      row(W.till.total, W.euros(data.total_cents), "paper-total"),
      data.hash8 && row(W.till.head, data.hash8, "paper-code"),
    ),
  );
}

/** « Aujourd’hui : 23 personnes, 6 nouvelles », for the fridge. @param {World} world */
export function printDay(world) {
  const { today, day, snapshot } = world;
  printAlone(
    h(
      "article",
      { class: "paper-a4" },
      h("p", { class: "paper-name" }, snapshot.place.name),
      h("p", {}, dayName(day)),
      h("p", { class: "paper-day" }, W.today.card(today.persons + today.anonymous, today.new)),
      h("p", {}, W.today.thanks),
    ),
  );
}
