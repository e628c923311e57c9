import { fillShadow, part } from './control-styles.ts';
import type { CrowdForm } from './crowd-form.ts';

/** Stand-in for `crowd-button`: `variant="primary"`, `disabled`, and `form-action="submit"` or `"reset"`. */
export class CrowdButton extends HTMLElement {
  static readonly observedAttributes = ['variant', 'disabled'];
  readonly #button = part<HTMLButtonElement>(
    fillShadow(this, ':host { display: inline-block; }', '<button type="button"><slot></slot></button>'),
    'button',
  );

  constructor() {
    super();
    this.addEventListener('click', () => {
      if (this.disabled) return;
      const host = this.closest<CrowdForm>('crowd-form');
      const action = this.getAttribute('form-action');
      if (action === 'submit') host?.submit();
      if (action === 'reset') host?.form.reset();
    });
  }

  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  set disabled(value: boolean) {
    this.toggleAttribute('disabled', value);
  }

  attributeChangedCallback(): void {
    this.#button.className = this.getAttribute('variant') === 'primary' ? 'primary' : '';
    this.#button.disabled = this.disabled;
  }
}
