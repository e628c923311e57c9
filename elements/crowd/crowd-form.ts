import { msg } from '@lit/localize';
import { fillShadow, part } from './control-styles.ts';
import { serializeForm } from './serialize-form.ts';

/** What sits in a form and submits it, so that no button is added: a button, or an element that has one. */
const ownSubmit =
  'crowd-button[form-action="submit"], button[type="submit"], input[type="submit"], [data-own-submit]';

const styles = `
:host { display: block; }
.submit { margin: var(--gt-space-4) 0; }
.result {
  position: fixed; z-index: 2147483000; inset-inline-end: var(--gt-space-4); bottom: var(--gt-space-4);
  width: min(560px, calc(100vw - 32px)); max-height: 60vh; overflow: auto; padding: var(--gt-space-4);
  color: var(--gt-text-primary); background: var(--gt-surface); border-radius: var(--gt-radius-panel);
  box-shadow: var(--gt-shadow); border: 1px solid var(--gt-line);
}
.result header { display: flex; align-items: center; justify-content: space-between; margin-bottom: var(--gt-space-2); }
#answers-box code { font: 12px/18px ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
`;

const markup = `
<slot></slot>
<button class="primary submit" type="submit">${msg('Submit')}</button>
<section class="result" aria-label="${msg('Submitted answer')}" aria-live="polite" hidden>
  <header><strong>${msg('Submitted answer')}</strong><button type="button" class="close">${msg('Close')}</button></header>
  <div id="answers-box"><table><tbody><tr><td><code></code></td></tr></tbody></table></div>
</section>
`;

/**
 * Stand-in for Amazon's `crowd-form`: keeps its children in a light-DOM `<form>`, asks for permission with a
 * cancelable `submit` event, and hands the answers to the page that frames it. Unframed it shows them.
 */
export class CrowdForm extends HTMLElement {
  /** The light-DOM form that holds the children. */
  readonly form: HTMLFormElement = document.createElement('form');
  readonly #root = fillShadow(this, styles, markup, false);
  readonly #children = new MutationObserver(() => this.#adopt());
  readonly #buttons = new MutationObserver(() => this.#showButton());

  constructor() {
    super();
    part<HTMLButtonElement>(this.#root, '.submit').addEventListener('click', () => this.submit());
    part<HTMLButtonElement>(this.#root, '.close').addEventListener('click', () =>
      this.#showAnswers(undefined),
    );
    // Return in a text field and native submit buttons take the same way as submit().
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.#submitValid();
    });
  }

  connectedCallback(): void {
    if (this.form.parentNode !== this) this.append(this.form);
    this.#buttons.observe(this, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-own-submit', 'form-action', 'type'],
    });
    // While the parser is at work, children are still being filled: they move when it is done.
    if (document.readyState === 'loading')
      document.addEventListener('DOMContentLoaded', () => this.#watch(), { once: true });
    else this.#watch();
  }

  disconnectedCallback(): void {
    this.#children.disconnect();
    this.#buttons.disconnect();
  }

  /**
   * Submits as a person does: controls are validated, then a cancelable `submit` event is fired on this
   * element, and unless a listener prevents it (or `onsubmit` returns false) the answers go out.
   */
  submit(): void {
    this.#adopt();
    if (this.form.reportValidity()) this.#submitValid();
  }

  /** The answers as crowd-form writes them: a JSON array with one object. */
  _serializeForm(): { taskAnswers: string } {
    this.#adopt();
    return { taskAnswers: JSON.stringify([serializeForm(this.form)]) };
  }

  #submitValid(): void {
    const event = new Event('submit', { bubbles: true, cancelable: true });
    if (!this.dispatchEvent(event)) return;
    const { taskAnswers } = this._serializeForm();
    if (window.parent === window) this.#showAnswers(taskAnswers);
    else window.parent.postMessage({ source: 'crowd-form', taskAnswers }, '*');
  }

  #watch(): void {
    if (!this.isConnected) return;
    this.#adopt();
    this.#children.observe(this, { childList: true });
    this.#showButton();
  }

  /** Moves what was put beside the form into it, in order. */
  #adopt(): void {
    for (const child of [...this.childNodes]) if (child !== this.form) this.form.append(child);
  }

  #showButton(): void {
    part<HTMLElement>(this.#root, '.submit').hidden = this.querySelector(ownSubmit) !== null;
  }

  #showAnswers(taskAnswers: string | undefined): void {
    part<HTMLElement>(this.#root, '.result').hidden = taskAnswers === undefined;
    part<HTMLElement>(this.#root, 'code').textContent = taskAnswers ?? '';
  }
}
