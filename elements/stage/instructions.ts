import type { ReactiveController, ReactiveControllerHost } from 'lit';

const tags = ['short-instructions', 'full-instructions'] as const;

/**
 * Gives the `<short-instructions>` and `<full-instructions>` children of an element their slots of the same
 * name, also when they are added later.
 */
export class Instructions implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changes = new MutationObserver(() => this.#assign());

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#changes.observe(this.#host, { childList: true });
    this.#assign();
  }

  hostDisconnected(): void {
    this.#changes.disconnect();
  }

  /** Whether there is anything to read. */
  has(tag: (typeof tags)[number]): boolean {
    return this.#host.querySelector(`:scope > ${tag}`)?.hasChildNodes() ?? false;
  }

  /** The `header` attribute of the full instructions, as in the crowd elements. */
  get header(): string {
    return this.#host.querySelector(':scope > full-instructions')?.getAttribute('header') ?? '';
  }

  #assign(): void {
    for (const tag of tags)
      for (const region of this.#host.querySelectorAll(`:scope > ${tag}`)) region.slot = tag;
    this.#host.requestUpdate();
  }
}
