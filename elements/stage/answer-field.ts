import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What the field needs to know of its element. */
export interface AnswerHost extends ReactiveControllerHost, HTMLElement {
  readonly name: string;
  readonly disabled: boolean;
  /** Whether the answer can be submitted; when not, shows the worker why. */
  reportValidity(): boolean;
  /** A valid answer is about to leave with the form, unless somebody prevents the event. */
  sealAnswer(submit: Event): void;
}

/** A form that can be submitted from a script: `<crowd-form>` fires a cancelable submit event, as `<form>` does. */
type SubmittableForm = HTMLElement & { requestSubmit?: () => void; submit?: () => void };

/**
 * Mirrors an element's answer into exactly one hidden input in its light DOM, where any form finds it, and
 * holds the form's submit back while the answer is not valid.
 */
export class AnswerField implements ReactiveController {
  readonly #host: AnswerHost;
  readonly #input = document.createElement('input');
  #listening = new AbortController();

  constructor(host: AnswerHost) {
    this.#host = host;
    this.#input.type = 'hidden';
    this.#input.dataset['answer'] = '';
    host.addController(this);
  }

  /** The closest form, Amazon's or the browser's. */
  get form(): SubmittableForm | null {
    return this.#host.closest<SubmittableForm>('crowd-form') ?? this.#host.closest('form');
  }

  hostConnected(): void {
    // A cloned element brings the input of its original along.
    for (const copy of this.#host.querySelectorAll(':scope > input[data-answer]')) copy.remove();
    this.#host.append(this.#input);
    this.#listening = new AbortController();
    this.form?.addEventListener('submit', (event) => this.#hold(event), {
      capture: true,
      signal: this.#listening.signal,
    });
  }

  hostDisconnected(): void {
    this.#listening.abort();
  }

  hostUpdate(): void {
    this.#input.name = this.#host.name;
    this.#input.disabled = this.#host.disabled;
  }

  /** Writes the answer; without one the field is empty. */
  write(answer: object | undefined): void {
    this.#input.value = answer === undefined ? '' : JSON.stringify(answer);
  }

  /** Submits the form as its own button would. */
  submit(): void {
    const { form } = this;
    (form?.requestSubmit ?? form?.submit)?.call(form);
  }

  #hold(event: Event): void {
    if (this.#host.disabled) return;
    if (this.#host.reportValidity()) {
      this.#host.sealAnswer(event);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
