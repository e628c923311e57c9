const PREFIX = 'gtkit-draft:';
/** Longest drafts of a task, all together and with their names, in characters. A browser keeps five million. */
const MAX_DRAFTS = 1_000_000;
/** A task is over by then, whatever became of it. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * What a worker has marked and not submitted. The requester's page runs without our origin and has no storage of
 * its own, so it hands every step to this page, and asks for it when it is opened again. Nothing that it says is
 * believed: it has one bounded place, that of its task, and gets back only what it has put there.
 */
export const keptDraft = {
  /**
   * Answers a message of the page.
   * @param {string} taskId
   * @param {{key?: unknown, draft?: unknown}} message
   * @param {(reply: object) => void} reply
   */
  receive(taskId, { key, draft }, reply) {
    if (typeof key !== 'string') return;
    try {
      const drafts = read(taskId);
      if (draft === undefined) {
        forgetOld();
        reply({ source: 'gtkit-draft', key, draft: drafts.get(key) ?? '' });
      }
      // An empty one says that the answer has left the page. It may still be refused, so the server has the last word.
      else if (typeof draft === 'string' && draft !== '') write(taskId, drafts.set(key, draft));
    } catch {
      // Forbidden; the marks are still in the page.
    }
  },

  /** Forgets all drafts of a task that is over. */
  forget(taskId) {
    forgetWhere((name) => name === PREFIX + taskId);
  },

  /** Forgets the drafts of every task: room for something that matters more. */
  forgetAll() {
    forgetWhere(() => true);
  },
};

/** A map, because a name may be `__proto__`. */
function read(taskId) {
  const { drafts } = parse(localStorage.getItem(PREFIX + taskId)) ?? { drafts: [] };
  return new Map(drafts);
}

function write(taskId, drafts) {
  const text = JSON.stringify({ at: Date.now(), drafts: [...drafts] });
  if (text.length > MAX_DRAFTS) return;
  try {
    localStorage.setItem(PREFIX + taskId, text);
  } catch {
    // Full: the task at hand goes before those that were left.
    forgetWhere((name) => name !== PREFIX + taskId);
    localStorage.setItem(PREFIX + taskId, text);
  }
}

function forgetOld() {
  forgetWhere((name) => {
    const kept = parse(localStorage.getItem(name));
    return kept === undefined || Date.now() - kept.at > MAX_AGE_MS;
  });
}

function forgetWhere(isOver) {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(PREFIX) && isOver(name)) localStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

/** @returns {{at: number, drafts: [string, string][]} | undefined} undefined for what an earlier version kept */
function parse(text) {
  try {
    const kept = JSON.parse(text ?? '');
    return typeof kept.at === 'number' && Array.isArray(kept.drafts) ? kept : undefined;
  } catch {
    return undefined;
  }
}
