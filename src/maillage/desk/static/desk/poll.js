/** Asking the server what is new: `rev.json` every 5 to 10 s, the snapshot when it moved. */

const SHORTEST = 5000;
const SPREAD = 5000;

/** @typedef {{rev: number, epoch: string, day: string, now: string, wipe: string | null}} Told */

/**
 * @param {{rev: () => Promise<Told>}} api
 * @param {{held: () => {rev: number, epoch: string, day: string} | null, refresh: () => Promise<void>,
 *   onTold: (told: Told) => Promise<void>, onState: (error: unknown) => void}} desk
 *   what it has; how it loads the snapshot; told what the server says; how each poll went (null: well)
 */
export function startPoll(api, { held, refresh, onTold, onState }) {
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = window.setTimeout(once, SHORTEST + Math.random() * SPREAD);
  };
  async function once() {
    try {
      const told = await api.rev();
      await onTold(told);
      const mine = held();
      if (!mine || mine.rev !== told.rev || mine.epoch !== told.epoch || mine.day !== told.day) {
        await refresh();
      }
      onState(null);
    } catch (error) {
      onState(error);
    }
    again();
  }
  again();
  addEventListener("online", once);
}
