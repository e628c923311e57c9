/** Marks the messages between an element in a frame without storage and the page around it. */
const SOURCE = 'gtkit-draft';
/** A task is done or given back by then; older drafts belong to nobody. */
const MAX_AGE_MS = 8 * 3_600_000;

/** The document of a draft, unless it is too old to be somebody's, or nothing that we wrote. */
function documentIn(text: unknown): unknown {
  try {
    const { at, document } = JSON.parse(String(text));
    return Math.abs(Date.now() - at) < MAX_AGE_MS ? document : undefined;
  } catch {
    return undefined;
  }
}

/** What a draft belongs to: the same element with the same settings, on the same picture. */
export function draftKeyOf(element: HTMLElement & { src: string }): string {
  const settings = ['name', 'skeleton', 'labels', 'categories', 'overlay', 'initial-value'];
  // A presigned address changes with every visit; what is before the question mark does not.
  const [picture] = element.src.split('?');
  const config = settings.map((name) => element.getAttribute(name));
  return [element.localName, location.pathname, picture, ...config].join('|');
}

/**
 * Keeps the document of a task that is not submitted yet, so that a killed tab loses at most the last action. In
 * `localStorage`, written at once; in a frame that has none (sandboxed, without an origin) the page around it is
 * asked to keep it:
 *
 *     frame -> page  {source: 'gtkit-draft', key, draft: string}   keep; '' forgets
 *     frame -> page  {source: 'gtkit-draft', key}                  ask
 *     page -> frame  {source: 'gtkit-draft', key, draft: string}   what was kept
 *
 * Where neither works, only this safety is missing.
 */
export class DraftStore {
  #key = '';
  #listening = new AbortController();

  /**
   * Looks for the draft of a task. `found` is called at once or, with the page's answer, a moment later; whoever
   * shares the storage may have written what it gets.
   */
  open(key: string, found: (document: unknown) => void): void {
    this.close();
    this.#key = `${SOURCE}:${key}`;
    const read = (text: unknown) => {
      const document = documentIn(text);
      if (document) found(document);
    };
    const receive = ({ source, data }: MessageEvent) => {
      if (source === parent && data?.source === SOURCE && data.key === this.#key) read(data.draft);
    };
    this.#listening = new AbortController();
    try {
      // What nobody came back to would fill the storage in the end.
      for (const name of Object.keys(localStorage))
        if (name.startsWith(SOURCE) && !documentIn(localStorage.getItem(name))) localStorage.removeItem(name);
      read(localStorage.getItem(this.#key));
    } catch {
      addEventListener('message', receive, { signal: this.#listening.signal });
      this.#tell({});
    }
  }

  /** Keeps a document, or forgets it. */
  save(document?: unknown): void {
    if (this.#key === '') return;
    const draft = document === undefined ? '' : JSON.stringify({ at: Date.now(), document });
    try {
      if (draft === '') localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, draft);
    } catch {
      this.#tell({ draft });
    }
  }

  /** Neither listens nor keeps any more. */
  close(): void {
    this.#key = '';
    this.#listening.abort();
  }

  #tell(message: object): void {
    if (parent !== window) parent.postMessage({ source: SOURCE, key: this.#key, ...message }, '*');
  }
}
