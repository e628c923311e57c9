import { tokensOf } from '../stage/tokens.ts';

/** What the stand-in's controls share: tokens, type, focus ring, buttons and text fields. */
export const controlStyles = `
${tokensOf(':host')}
:host { font: var(--gt-text); color: var(--gt-text-primary); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
:focus-visible { outline: 2px solid var(--gt-accent); outline-offset: 2px; }
button {
  min-height: var(--gt-hit); padding: 0 var(--gt-space-4); cursor: pointer;
  font: 500 var(--gt-text-small); color: var(--gt-text-primary);
  background: var(--gt-surface-raised); border: 1px solid var(--gt-edge); border-radius: var(--gt-radius-control);
}
button:disabled { opacity: 0.5; cursor: default; }
button.primary { color: var(--gt-on-accent); background: var(--gt-accent); border-color: transparent; }
button.primary:hover:not(:disabled) { background: var(--gt-accent-hover); }
label { display: block; font: var(--gt-text-small); color: var(--gt-text-secondary); }
.field {
  display: block; width: 100%; min-height: var(--gt-hit); margin-top: var(--gt-space-1); padding: 4px var(--gt-space-2);
  font: var(--gt-text); color: inherit; background: var(--gt-surface);
  border: 1px solid var(--gt-edge); border-radius: var(--gt-radius-control);
}
`;

/**
 * Fills a shadow root with the shared styles, styles of its own, and fixed markup.
 * @param delegatesFocus off for containers: a click on their plain content would focus their first button
 */
export function fillShadow(
  host: HTMLElement,
  css: string,
  markup: string,
  delegatesFocus = true,
): ShadowRoot {
  const root = host.attachShadow({ mode: 'open', delegatesFocus });
  root.innerHTML = `<style>${controlStyles}${css}</style>${markup}`;
  return root;
}

/** An element that the fixed markup of a shadow root has. */
export function part<T extends Element>(root: ShadowRoot, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`The markup has no ${selector}.`);
  return found;
}
