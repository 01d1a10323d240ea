/** Where the desk starts: what the device keeps, then the server; one tab of a device writes. */

import { Rejected } from "./api.js";
import { Desk, isSignedOut } from "./desk.js";
import { keepDraft, takeUpDraft } from "./draft.js";
import { openKept } from "./kept.js";
import { listenToKeys } from "./keys.js";
import { startPoll } from "./poll.js";
import { runTimers } from "./views/machines.js";
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

/** The first snapshot, however long the server takes; who may not read it goes by the server's own page. @param {Desk} desk */
async function firstSnapshot(desk) {
  for (;;) {
    try {
      await desk.refresh();
      return;
    } catch (error) {
      if (isSignedOut(error)) {
        location.assign(`${location.pathname}?enter`);
      }
      say(desk.writer ? (error instanceof Rejected ? W.only.noDesk : W.only.away) : W.only.second);
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

/** Tell the server that whoever was here left; then the page to sign in. @param {Desk} desk */
async function signedOut(desk) {
  const { signOut = "", signIn = "" } = document.body.dataset;
  for (;;) {
    try {
      await desk.api.signOut(signOut);
      await desk.kept?.forget("left");
      location.assign(signIn);
      return;
    } catch (error) {
      say(W.only.left);
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

/** Whether this tab writes; true later when it becomes the one that does. @param {string} slug @param {() => void} onTurn */
function firstTurn(slug, onTurn) {
  return new Promise((resolve) => {
    let asked = false;
    becomeWriter(slug, (writer) => {
      if (asked) {
        onTurn();
      }
      asked = true;
      resolve(writer);
    });
  });
}

async function start() {
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
  const base = document.body.dataset.base ?? "";
  const slug = base.split("/")[2];
  const writer = await firstTurn(slug, () => location.reload());
  const desk = new Desk(base, csrf, await openKept(slug), writer);
  desk.store.epoch = (await desk.kept?.fact("epoch")) ?? "";
  desk.clock.takeUp(await desk.kept?.fact("clock"));
  await (writer && desk.outbox.open());
  if (await desk.kept?.fact("left")) {
    await signedOut(desk);
    return;
  }
  await desk.kept?.wipeIfOld(Date.now());
  await begin(desk);
  const snapshot = (await desk.kept?.snapshot()) ?? null;
  if (snapshot) {
    desk.store.load(snapshot);
  } else {
    await firstSnapshot(desk);
  }
  desk.draw();
  keepDraft(desk);
  listenToKeys(desk);
  watch(desk);
  if (snapshot) {
    desk.refresh().catch((error) => desk.meets(error));
  }
  document.body.dataset.ready = "";
  await settle(desk, base);
}

/** Locked, or where an earlier page stopped. @param {Desk} desk */
async function begin(desk) {
  const { input } = desk.search;
  if (await desk.lock.begin(input.value)) {
    Object.assign(desk.ui, { query: "" });
    input.value = "";
  }
  await takeUpDraft(desk);
}

/** Ask the browser to keep what it holds, and to start the desk without a line. @param {Desk} desk @param {string} base */
async function settle(desk, base) {
  desk.mayForget = !((await navigator.storage?.persist?.()) ?? false);
  try {
    const worker = await navigator.serviceWorker?.register(`${base}sw.js`, { scope: base });
    desk.startsAlone = Boolean(worker);
  } catch {
    desk.startsAlone = false;
  }
}

/** Ask what is new, and send what waits when the line is back. @param {Desk} desk */
function watch(desk) {
  startPoll(desk.api, {
    held: () => desk.store.base?.snapshot ?? null,
    refresh: () => desk.refresh(),
    onTold: async ({ now, wipe }) => {
      desk.hears(now);
      await desk.wipeWhenAsked(wipe);
    },
    onState: (error) => {
      desk.keepClock();
      desk.meets(error);
      if (!error && desk.outbox.waiting().length) {
        desk.outbox.flush();
      }
    },
  });
  runTimers();
  desk.outbox.flush();
  addEventListener("beforeunload", (event) => {
    if ((!desk.kept || desk.outbox.unkept) && desk.outbox.waiting().length) {
      event.preventDefault();
    }
  });
}

start();
