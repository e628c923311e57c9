/** Pauses between attempts, milliseconds; the last one repeats. */
const PAUSES = [500, 1000, 2000, 4000, 8000];

/**
 * Repeats a request until the server answers it, one way or the other.
 * @param {() => Promise<any>} request
 * @param {{onAnswer: (answer: any) => void, onWaiting: (retryNow: () => void) => void,
 *   onRefusal: (error: import('./api.js').ApiError) => void}} events
 *   `onWaiting` after each attempt that did not get through
 */
export function sendUntilAnswered(request, { onAnswer, onWaiting, onRefusal }) {
  let attempts = 0;
  let stopped = false;
  let running = false;
  let timer;

  async function attempt() {
    if (stopped || running) return;
    clearTimeout(timer);
    running = true;
    try {
      const answer = await request();
      if (!stopped) {
        stop();
        onAnswer(answer);
      }
    } catch (error) {
      if (stopped) return;
      if (!error.passing) {
        stop();
        onRefusal(error);
        return;
      }
      timer = setTimeout(attempt, PAUSES[Math.min(attempts, PAUSES.length - 1)]);
      attempts += 1;
      onWaiting(attempt);
    } finally {
      running = false;
    }
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
    removeEventListener('online', attempt);
  }

  addEventListener('online', attempt);
  attempt();
  return { stop };
}
