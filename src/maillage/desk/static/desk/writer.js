/**
 * One tab of a device writes; a second one only looks. Web Locks where they exist (https,
 * localhost), else a BroadcastChannel: the tab that opened first answers « taken ».
 */

const PATIENCE = 300;

/**
 * @param {string} device
 * @param {(writer: boolean) => void} onChange called with false at most once, then with true when
 *   this tab becomes the one that writes
 */
export function becomeWriter(device, onChange) {
  const name = `maillage-desk-${device}`;
  if (navigator.locks) {
    byLock(name, onChange);
  } else {
    byChannel(name, onChange);
  }
}

/** @param {string} name @param {(writer: boolean) => void} onChange */
async function byLock(name, onChange) {
  const forever = () => new Promise(() => {});
  await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    onChange(Boolean(lock));
    return lock ? forever() : undefined;
  });
  navigator.locks.request(name, () => {
    onChange(true);
    return forever();
  });
}

/** @param {string} name @param {(writer: boolean) => void} onChange */
function byChannel(name, onChange) {
  const channel = new BroadcastChannel(name);
  let writer = false;
  let told = false;
  let timer = 0;
  const ask = () => {
    channel.postMessage("who");
    timer = window.setTimeout(() => {
      writer = true;
      onChange(true);
    }, PATIENCE);
  };
  channel.addEventListener("message", ({ data }) => {
    if (data === "who" && writer) {
      channel.postMessage("taken");
    } else if (data === "taken" && !writer) {
      clearTimeout(timer);
      if (!told) {
        told = true;
        onChange(false);
      }
    } else if (data === "free" && !writer) {
      window.setTimeout(ask, Math.random() * PATIENCE);
    }
  });
  addEventListener("pagehide", () => writer && channel.postMessage("free"));
  ask();
}
