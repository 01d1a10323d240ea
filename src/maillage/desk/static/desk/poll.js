/** Asking the server what is new: `rev.json` every 5 to 10 s, the snapshot when it moved. */

const SHORTEST = 5000;
const SPREAD = 5000;

/**
 * @param {{rev: () => Promise<{rev: number, epoch: string, day: string}>}} api
 * @param {() => {rev: number, epoch: string, day: string} | null} held what the desk has
 * @param {() => Promise<void>} refresh load the snapshot
 * @param {(away: boolean) => void} onState
 */
export function startPoll(api, held, refresh, onState) {
  const again = () => setTimeout(once, SHORTEST + Math.random() * SPREAD);
  async function once() {
    try {
      const { rev, epoch, day } = await api.rev();
      const mine = held();
      if (!mine || mine.rev !== rev || mine.epoch !== epoch || mine.day !== day) {
        await refresh();
      }
      onState(false);
    } catch {
      onState(true);
    }
    again();
  }
  again();
  addEventListener("online", once);
}
