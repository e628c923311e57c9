import { msg } from '@lit/localize';
import { fillShadow, part } from './control-styles.ts';

const styles = `
:host { display: flex; gap: var(--gt-space-3); align-items: center; margin: var(--gt-space-2) 0; padding: var(--gt-space-2) var(--gt-space-3); border-radius: var(--gt-radius-control); background: var(--gt-accent-soft); }
:host([type='warning']) { background: var(--gt-warning-soft); color: var(--gt-warning); }
:host([type='error']) { background: var(--gt-error-soft); color: var(--gt-error); }
:host([type='success']) { color: var(--gt-success); }
div { flex: 1; }
:host(:not([dismissible])) button { display: none; }
`;

/** Stand-in for `crowd-alert`: `type` is info, success, warning or error; `dismissible` adds a button. */
export class CrowdAlert extends HTMLElement {
  constructor() {
    super();
    const root = fillShadow(
      this,
      styles,
      `<div><slot></slot></div><button type="button">${msg('Dismiss')}</button>`,
    );
    part<HTMLButtonElement>(root, 'button').addEventListener('click', () => this.remove());
  }

  connectedCallback(): void {
    this.setAttribute('role', this.getAttribute('type') === 'error' ? 'alert' : 'status');
  }
}
