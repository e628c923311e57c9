import { keptDraft } from './kept-draft.js';

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
    const keep = () => localStorage.setItem(PREFIX + taskId, taskAnswers);
    try {
      keep();
    } catch {
      // Full, perhaps of drafts; an answer goes before them.
      keptDraft.forgetAll();
      try {
        keep();
      } catch {
        // Forbidden; the answer is still in this page.
      }
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
