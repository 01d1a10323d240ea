/**
 * Somebody's own page: what was typed is kept on the device until the server has answered.
 *
 * The reservation has its name before it is sent: sent again after a line that dropped, it is done
 * once. Without this script the form works all the same.
 */

const form = document.querySelector("form[data-draft]");
const held = form ? `maillage-own ${form.dataset.draft}` : "";
const NEVER = "csrfmiddlewaretoken";

if (form) {
  restore();
  form.addEventListener("submit", () => {
    const typed = [...new FormData(form)].filter(([name]) => name !== NEVER);
    localStorage.setItem(held, JSON.stringify(Object.fromEntries(typed)));
  });
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/moi/sw.js");
}

function restore() {
  const draft = JSON.parse(localStorage.getItem(held) ?? "null");
  const kept = document.querySelector("main").hasAttribute("data-kept");
  const answered = "answered" in form.dataset && !kept;
  if (!draft || answered || isHere(draft.reservation)) {
    localStorage.removeItem(held);
    return;
  }
  for (const [name, value] of Object.entries(draft)) {
    const field = form.elements.namedItem(name);
    if (field?.type === "checkbox") {
      field.checked = true;
    } else if (field) {
      field.value = value;
    }
  }
  document.querySelector("[data-unsent]").hidden = false;
}

/** Whether the page already shows the reservation: it had left. */
function isHere(reservation) {
  return document.querySelector(`[data-reservation="${CSS.escape(reservation)}"]`) !== null;
}
