import { msg } from '@lit/localize';
import { fillShadow, part } from './control-styles.ts';

const styles = `
:host { display: block; margin: var(--gt-space-2) 0; }
summary { min-height: var(--gt-hit); color: var(--gt-accent); cursor: pointer; }
`;

/** Stand-in for `crowd-instructions`: its content behind a disclosure named by `link-text`. */
export class CrowdInstructions extends HTMLElement {
  readonly #root = fillShadow(this, styles, '<details><summary></summary><slot></slot></details>');

  connectedCallback(): void {
    part<HTMLElement>(this.#root, 'summary').textContent =
      this.getAttribute('link-text') ?? msg('Instructions');
  }
}
