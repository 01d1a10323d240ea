/** The right of the bar: the queue, mode accueil, help, who is at the desk. And the notices. */

import { button, h, hidden, icon, swap } from "../dom.js";
import { masked, setMask } from "../mask.js";
import { W } from "../words.js";

/** @typedef {import("../desk.js").Desk} Desk */

/** @param {Desk} desk */
export function drawTools(desk) {
  const { actor } = desk.world.snapshot;
  const toggle = () => {
    setMask(!masked());
    desk.draw();
  };
  swap(
    /** @type {Element} */ (document.getElementById("tools")),
    queueButton(desk),
    button("", toggle, { class: "tool", "aria-pressed": String(masked()), "aria-label": W.mask.label, title: W.mask.label, data: { key: "mask" } }, icon("eye"), h("span", { class: "tool-word" }, W.mask.off)),
    button("", () => desk.open.lock(), { class: "tool", "aria-label": W.lock.button, title: W.lock.button, data: { key: "lock" } }, icon("lock")),
    button("", () => desk.open.help(), { class: "tool", "aria-label": W.help.button, title: W.help.button, data: { key: "help" } }, h("span", { "aria-hidden": "true" }, "?")),
    button("", () => desk.open.team(), { class: "who", data: { key: "team" } }, h("span", { class: "face", "aria-hidden": "true" }, actor.first_name.charAt(0)), h("span", { class: "who-name" }, actor.first_name), hidden(W.team.change)),
  );
}

/** « Tout est envoyé », « 3 en attente », « 1 refus à voir ». @param {Desk} desk */
function queueButton(desk) {
  const { outbox } = desk;
  const n = outbox.waiting().length;
  const refused = outbox.entries.filter((one) => one.state === "refused").length;
  const [tone, words] = refused
    ? ["stop", W.queue.refusals(refused)]
    : outbox.state === "signed_out" || desk.trouble === "signed_out"
      ? ["stop", W.queue.signedOut]
      : outbox.state === "stuck"
        ? ["stop", W.queue.stuck]
        : n
          ? ["mind", outbox.state === "away" ? W.queue.away(n) : W.queue.waiting(n)]
          : desk.trouble
            ? ["mind", W.toast.away]
            : ["ok", W.queue.sent];
  return button("", () => desk.open.queue(), { class: `line-state is-${tone}`, data: { key: "queue", state: tone } }, h("i", { class: "dot", "aria-hidden": "true" }), h("span", {}, words));
}

/** Why nothing can be typed here, if it is so. @param {Desk} desk */
export function drawNotice(desk) {
  const host = /** @type {HTMLElement} */ (document.getElementById("notice"));
  const why = desk.whyReadOnly || desk.whyUnkept || desk.whyClock;
  if (host.textContent !== why) {
    host.replaceChildren(...(why ? [h("p", { class: "notice notice-mind" }, why)] : []));
  }
}
