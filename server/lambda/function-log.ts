/** What a function printed: its newest text, within a bound. */
export class FunctionLog {
  readonly #maxCharacters: number;
  #text = '';
  #total = 0;

  constructor(maxCharacters = 256 * 1024) {
    this.#maxCharacters = maxCharacters;
  }

  append(text: string): void {
    this.#total += text.length;
    this.#text += text;
    // Cut now and then, not at every line.
    if (this.#text.length > 2 * this.#maxCharacters) this.#text = this.#text.slice(-this.#maxCharacters);
  }

  /** A place in the log, for {@link since}. */
  get position(): number {
    return this.#total;
  }

  get text(): string {
    return this.#text.slice(-this.#maxCharacters);
  }

  /** What was printed after a place, at most its last characters. */
  since(position: number, maxCharacters: number): string {
    const length = Math.min(this.#total - position, this.#text.length, maxCharacters);
    return length <= 0 ? '' : this.#text.slice(-length);
  }
}
