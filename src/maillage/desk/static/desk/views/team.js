/** Who is at the desk: a first name, then a PIN. And the lock, for who has not locked here yet. */

import { button, choices, chosen, field, h, kbd, openDialog } from "../dom.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */

/** @param {Record<string, any>} [more] */
export const pinField = (more) => field(W.team.pin, { type: "password", inputmode: "numeric", autocomplete: "off", minlength: 4, maxlength: 6, ...more });

/** Somebody takes the desk over, with or without a line. @param {Desk} desk */
export function teamDialog(desk) {
  const { team, actor } = desk.world.snapshot;
  openDialog(W.team.title, (close) => {
    const able = team.filter((one) => one.has_pin || one.id === actor.id);
    const others = team.filter((one) => !able.includes(one)).map((one) => one.first_name);
    const people = able.map((one) => ({ value: one.id, label: one.first_name }));
    const pin = pinField();
    const lock = () => {
      close();
      desk.open.lock();
    };
    const form = h(
      "form",
      { class: "stack", novalidate: true },
      choices(W.team.choose, "staff", people, actor.id, () => pin.input.focus()),
      others.length > 0 && h("p", { class: "soft" }, W.team.noPin(others.join(", "))),
      pin.node,
      h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go" }, W.team.go, kbd(W.enter)), button(W.cancel, close, { class: "button-link" }), button(W.lock.button, lock), button(W.team.leave, () => desk.leave(), { class: "button-link" })),
    );
    whenTyped(form, pin, () => desk.lock.enter(chosen(form, "staff"), pin.input.value), close);
    return [form];
  }, () => desk.search.focus());
}

/** Who never typed their PIN here types it once, with a line: it will open again. @param {Desk} desk */
export function lockDialog(desk) {
  const { actor } = desk.world.snapshot;
  const why = !desk.lock.passes.kept ? W.lock.cannot : desk.lock.member(actor.id)?.has_pin ? "" : W.lock.noPin;
  openDialog(W.lock.button, (close) => {
    if (why) {
      return [h("p", {}, why), h("div", { class: "actions" }, button(W.close, close, { data: { first: "" } }))];
    }
    const pin = pinField({ data: { first: "" } });
    const form = h(
      "form",
      { class: "stack", novalidate: true },
      h("p", {}, W.lock.once),
      pin.node,
      h("div", { class: "actions" }, h("button", { type: "submit", class: "button button-go" }, W.lock.button, kbd(W.enter)), button(W.cancel, close, { class: "button-link" })),
    );
    whenTyped(form, pin, () => desk.lock.enter(actor.id, pin.input.value), () => {
      close();
      desk.lock.close();
    });
    return [form];
  }, () => desk.search.focus());
}

/**
 * Try the PIN of a form: its fault is said beside it.
 *
 * @param {HTMLElement} form @param {ReturnType<typeof field>} pin @param {() => Promise<string>} attempt @param {() => void} then
 */
export function whenTyped(form, pin, attempt, then) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = await attempt();
    if (fault) {
      pin.fault(fault);
      pin.input.select();
    } else {
      then();
    }
  });
}
