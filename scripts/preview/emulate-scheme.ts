/** Light or dark as the author chose it, or the system's. */
export type Scheme = 'system' | 'light' | 'dark';

let scheme: Scheme = 'system';
const watched = new WeakSet<Node>();

/**
 * Shows this page light or dark whatever the system says. The elements' tokens follow `color-scheme`, which each
 * shadow host declares for itself, so it is set on every one of them, also on those that come later.
 */
export function emulateScheme(chosen: Scheme): void {
  scheme = chosen;
  apply(document.documentElement);
}

function apply(element: HTMLElement): void {
  if (element === document.documentElement || element.shadowRoot) {
    if (scheme === 'system') element.style.removeProperty('color-scheme');
    else element.style.setProperty('color-scheme', scheme, 'important');
  }
  for (const root of [element, element.shadowRoot]) {
    if (!root) continue;
    if (root === element.shadowRoot || element === document.documentElement) watch(root);
    for (const child of root.children) if (child instanceof HTMLElement) apply(child);
  }
}

function watch(root: Node): void {
  if (watched.has(root)) return;
  watched.add(root);
  new MutationObserver((records) => {
    if (scheme === 'system') return;
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node instanceof HTMLElement) apply(node);
  }).observe(root, { childList: true, subtree: true });
}
