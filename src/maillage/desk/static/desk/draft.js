/**
 * What is being typed and not yet done: kept at each key, found again after a reload or a crash.
 *
 * The search, the payment, somebody new: all of it is state of `ui`, and plain data.
 */

/** @typedef {import("./desk.js").Desk} Desk */

const FACT = "draft";

/** Keep what is typed from now on. @param {Desk} desk */
export function keepDraft(desk) {
  const save = () => void desk.kept?.keep(FACT, draftOf(desk));
  desk.ui.addEventListener("change", save);
  for (const event of ["input", "change", "click", "keyup"]) {
    desk.stage.addEventListener(event, save);
  }
}

/** @param {Desk} desk */
function draftOf({ ui }) {
  const { query, active, target, basket, newcomer } = ui;
  return structuredClone({ hash: location.hash, query, active, target, basket, newcomer });
}

/** Go on where an earlier page stopped, unless a link leads elsewhere; a sale that left already is over. @param {Desk} desk */
export async function takeUpDraft(desk) {
  const draft = await desk.kept?.fact(FACT);
  if (!draft || desk.ui.query || desk.ui.basket) {
    return;
  }
  const { hash, basket, newcomer, ...typed } = draft;
  if (location.hash && location.hash !== hash) {
    Object.assign(desk.ui, { newcomer });
    return;
  }
  const sold = desk.outbox.entries.some(({ command }) => basket && command.payload.sale?.sale === basket.sale);
  if (hash && !location.hash) {
    history.replaceState(null, "", hash);
  }
  Object.assign(desk.ui, sold ? {} : { ...typed, basket, newcomer });
}
