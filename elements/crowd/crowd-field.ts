import { fillShadow, part } from './control-styles.ts';

const mirrored = ['placeholder', 'type', 'min', 'max', 'step', 'rows', 'pattern'];

/** What `crowd-input` and `crowd-text-area` have in common: a labelled field with a value and validity. */
abstract class CrowdField extends HTMLElement {
  static readonly formAssociated = true;
  static readonly observedAttributes = ['label', 'value', 'required', 'disabled', 'max-length', ...mirrored];
  readonly #internals = this.attachInternals();
  readonly #root: ShadowRoot;
  readonly #field: HTMLInputElement | HTMLTextAreaElement;

  constructor(tag: 'input' | 'textarea') {
    super();
    const styles = ':host { display: block; margin: var(--gt-space-2) 0; }';
    this.#root = fillShadow(this, styles, `<label><span></span><${tag} class="field"></${tag}></label>`);
    this.#field = part(this.#root, '.field');
    this.#field.addEventListener('input', () => this.#validate());
    // Return in a one-line field submits, as in a plain form.
    this.#field.addEventListener('keydown', (event) => {
      if (tag === 'input' && (event as KeyboardEvent).key === 'Enter') this.#internals.form?.requestSubmit();
    });
    this.#validate();
  }

  get value(): string {
    return this.#field.value;
  }

  set value(value: string) {
    this.#field.value = value;
    this.#validate();
  }

  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === 'label') part<HTMLElement>(this.#root, 'span').textContent = value ?? '';
    else if (name === 'value') this.#field.value = value ?? '';
    else if (name === 'disabled' || name === 'required') this.#field.toggleAttribute(name, value !== null);
    else this.#field.setAttribute(name === 'max-length' ? 'maxlength' : name, value ?? '');
    this.#validate();
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value') ?? '';
  }

  #validate(): void {
    const { validity, validationMessage } = this.#field;
    const message = this.getAttribute('error-message') || validationMessage;
    this.#internals.setValidity(validity, message, this.#field);
  }
}

/** Stand-in for `crowd-input`: one line of text. */
export class CrowdInput extends CrowdField {
  constructor() {
    super('input');
  }
}

/** Stand-in for `crowd-text-area`: several lines of text. */
export class CrowdTextArea extends CrowdField {
  constructor() {
    super('textarea');
  }
}
