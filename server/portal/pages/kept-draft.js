const PREFIX = 'gtkit-draft:';
/** Longest draft and name of a draft that are kept, in characters. */
const MAX_DRAFT = 1_000_000;
const MAX_KEY = 1_000_000;

/**
 * What a worker has marked and not submitted. The requester's page runs without our origin and has no storage of
 * its own, so it hands every step to this page, and asks for it when it is opened again.
 */
export const keptDraft = {
  /**
   * Answers a message of the page.
   * @param {string} taskId
   * @param {{key?: unknown, draft?: unknown}} message
   * @param {(reply: object) => void} reply
   */
  receive(taskId, { key, draft }, reply) {
    if (typeof key !== 'string' || key.length > MAX_KEY) return;
    const name = `${PREFIX}${taskId}:${key}`;
    try {
      if (draft === undefined) reply({ source: 'gtkit-draft', key, draft: localStorage.getItem(name) ?? '' });
      else if (draft === '') localStorage.removeItem(name);
      else if (typeof draft === 'string' && draft.length <= MAX_DRAFT) localStorage.setItem(name, draft);
    } catch {
      // Full or forbidden; the marks are still in the page.
    }
  },
  /** Forgets all drafts of a task that is over. */
  forget(taskId) {
    try {
      for (const name of Object.keys(localStorage))
        if (name.startsWith(`${PREFIX}${taskId}:`)) localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  },
};
