/** Where the desk starts: load the snapshot, take the device's lock, listen, poll. */

import { Rejected } from "./api.js";
import { Desk, isSignedOut } from "./desk.js";
import { listenToKeys } from "./keys.js";
import { startPoll } from "./poll.js";
import { W } from "./words.js";
import { becomeWriter } from "./writer.js";

const RETRY = 3000;

/** @param {string} text */
function say(text) {
  const notice = document.getElementById("notice");
  if (notice) {
    notice.textContent = text;
  }
}

/** The first snapshot, however long the server takes. @param {Desk} desk */
async function firstSnapshot(desk) {
  for (;;) {
    try {
      await desk.refresh();
      return;
    } catch (error) {
      if (isSignedOut(error)) {
        location.reload();
      }
      say(error instanceof Rejected ? W.only.noDesk : W.only.away);
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

async function start() {
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const desk = new Desk(document.body.dataset.base ?? "", csrf);
  await firstSnapshot(desk);
  const { snapshot } = desk.world;
  await desk.outbox.open(snapshot.device.last_n);
  becomeWriter(snapshot.device.id, (writer) => {
    const late = writer && !desk.writer;
    desk.writer = writer;
    if (late) {
      desk.api.forget();
      desk.refresh().catch(() => {});
    }
    desk.draw();
  });
  listenToKeys(desk);
  const held = () => desk.store.base?.snapshot ?? null;
  startPoll(desk.api, held, () => desk.refresh(), (error) => {
    const trouble = !error ? "" : isSignedOut(error) ? "signed_out" : "away";
    if (desk.trouble !== trouble) {
      desk.trouble = trouble;
      desk.draw();
    }
    if (!trouble && desk.outbox.waiting().length) {
      desk.outbox.flush();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (desk.outbox.waiting().length) {
      event.preventDefault();
    }
  });
  document.body.dataset.ready = "";
}

start();
