const PREFIX = 'gtkit-answer:';

/**
 * An answer that has left the worker's hands and not reached the server: kept in the browser, so that neither a
 * lost connection nor a reload loses it. Storage that does not work costs only this safety.
 */
export const keptAnswer = {
  /** @returns {string | undefined} */
  read(taskId) {
    try {
      return localStorage.getItem(PREFIX + taskId) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write(taskId, taskAnswers) {
    try {
      localStorage.setItem(PREFIX + taskId, taskAnswers);
    } catch {
      // Full or forbidden; the answer is still in this page.
    }
  },
  forget(taskId) {
    try {
      localStorage.removeItem(PREFIX + taskId);
    } catch {
      // Nothing was kept.
    }
  },
};
