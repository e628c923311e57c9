import { fillShadow, part } from './control-styles.ts';

const styles = `
:host { display: block; }
label { display: inline-flex; align-items: center; gap: var(--gt-space-2); min-height: var(--gt-hit); color: inherit; cursor: pointer; }
input { width: 16px; height: 16px; margin: 0; accent-color: var(--gt-accent); }
`;

/** What `crowd-checkbox` and `crowd-radio-button` have in common: a ticked state behind a labelled control. */
abstract class CrowdChoice extends HTMLElement {
  static readonly observedAttributes = ['checked', 'disabled'];
  readonly #input: HTMLInputElement;

  constructor(type: 'checkbox' | 'radio') {
    super();
    const root = fillShadow(this, styles, `<label><input type="${type}"><slot></slot></label>`);
    this.#input = part(root, 'input');
    this.#input.addEventListener('change', () => {
      this.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  get checked(): boolean {
    return this.#input.checked;
  }

  set checked(value: boolean) {
    this.#input.checked = value;
  }

  get value(): string {
    return this.getAttribute('value') ?? 'on';
  }

  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name === 'checked') this.checked = value !== null;
    else this.#input.disabled = value !== null;
  }
}

/** Stand-in for `crowd-checkbox`. */
export class CrowdCheckbox extends CrowdChoice {
  constructor() {
    super('checkbox');
  }
}

/** Stand-in for `crowd-radio-button`. Each has its own name; the group lets one be chosen. */
export class CrowdRadioButton extends CrowdChoice {
  constructor() {
    super('radio');
  }
}

/** Stand-in for `crowd-radio-group`: choosing one of its buttons releases the others. */
export class CrowdRadioGroup extends HTMLElement {
  constructor() {
    super();
    this.addEventListener('change', ({ target }) => {
      if (!(target instanceof CrowdRadioButton)) return;
      for (const button of this.querySelectorAll('crowd-radio-button'))
        if (button instanceof CrowdRadioButton && button !== target) button.checked = false;
    });
  }

  connectedCallback(): void {
    this.setAttribute('role', 'radiogroup');
  }
}
