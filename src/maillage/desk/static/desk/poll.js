/** Asking the server what is new: `rev.json` every 5 to 10 s, the snapshot when it moved. */

const SHORTEST = 5000;
const SPREAD = 5000;

/**
 * @param {{rev: () => Promise<{rev: number, epoch: string, day: string, wipe: string | null}>}} api
 * @param {() => {rev: number, epoch: string, day: string} | null} held what the desk has
 * @param {() => Promise<void>} refresh load the snapshot
 * @param {(error: unknown) => void} onState called after each poll, with null when it went well
 * @param {(wipe: string | null) => Promise<void>} onWipe called with when the office last asked to forget people
 */
export function startPoll(api, held, refresh, onState, onWipe) {
  const again = () => setTimeout(once, SHORTEST + Math.random() * SPREAD);
  async function once() {
    try {
      const { rev, epoch, day, wipe } = await api.rev();
      await onWipe(wipe);
      const mine = held();
      if (!mine || mine.rev !== rev || mine.epoch !== epoch || mine.day !== day) {
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
