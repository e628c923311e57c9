/** Steps that can be taken back. */
const MAX_STEPS = 1000;

/**
 * Undo over immutable documents: one gesture is one step, whoever timed it. A step keeps the document itself,
 * so what comes back is byte-equal to what was; unchanged parts are shared, which keeps steps small.
 */
export class UndoHistory<Document> {
  #past: Document[] = [];
  #future: Document[] = [];
  #present: Document;

  constructor(start: Document) {
    this.#present = start;
  }

  get document(): Document {
    return this.#present;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Makes `next` the document, as one step. The same document is no step. */
  commit(next: Document): boolean {
    if (next === this.#present) return false;
    this.#past.push(this.#present);
    if (this.#past.length > MAX_STEPS) this.#past.shift();
    this.#future = [];
    this.#present = next;
    return true;
  }

  /** Makes `next` the document without a step of its own: the last step goes on, as with a key held down. */
  amend(next: Document): boolean {
    if (next === this.#present) return false;
    if (this.#past.length === 0) return this.commit(next);
    this.#future = [];
    this.#present = next;
    return true;
  }

  undo(): boolean {
    const previous = this.#past.pop();
    if (previous === undefined) return false;
    this.#future.push(this.#present);
    this.#present = previous;
    return true;
  }

  redo(): boolean {
    const next = this.#future.pop();
    if (next === undefined) return false;
    this.#past.push(this.#present);
    this.#present = next;
    return true;
  }
}
