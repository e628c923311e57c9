import type { Page } from 'playwright-core';

/**
 * Presses Tab until every control in sight has had the focus, and says what is wrong: a control that Tab does not
 * reach, or one that does not show that it has the focus. Controls with tabindex -1 are steps of another one.
 */
export async function walkByTab(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    window.reached = new Set();
    // A row of a long list is used again for other entries while it scrolls.
    window.controlOf = (element) => {
      const row = element.closest('[aria-posinset]');
      return row ? `${row.getAttribute('aria-posinset')} ${element.className}` : element;
    };
  });
  const problems = new Set<string>();
  let left = await page.evaluate(listUnreached);
  // From the picture Tab also goes through its keypoints; controls may come and go on the way.
  for (let presses = 0; presses < 150 && left.length > 0; presses += 1) {
    await page.keyboard.press('Tab');
    const { ring, name } = await page.evaluate(noteFocused);
    if (!ring) problems.add(`no focus ring: ${name}`);
    left = await page.evaluate(listUnreached);
  }
  return [...problems, ...left.map((name) => `not reached: ${name}`)];
}

/** Runs in the page: everything that can have the focus and had it not yet, also in shadow roots. */
function listUnreached(): string[] {
  const all = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot ? all(element.shadowRoot) : []),
    ]);
  const within = (element: Element, selector: string): boolean => {
    if (element.closest(selector)) return true;
    const root = element.getRootNode();
    return root instanceof ShadowRoot && within(root.host, selector);
  };
  const everything = all(document);
  const modal = everything.some((element) => element.matches('dialog:modal'));
  const controls = everything.filter(
    (element): element is HTMLElement =>
      element instanceof HTMLElement &&
      !window.reached.has(window.controlOf(element)) &&
      element.tabIndex >= 0 &&
      element.matches('a[href], button, input, select, textarea, summary, [tabindex]') &&
      !element.matches(':disabled') &&
      element.checkVisibility({ visibilityProperty: true }) &&
      element.offsetWidth > 1 &&
      !within(element, '[inert]') &&
      (!modal || within(element, 'dialog:modal')),
  );
  return controls.map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** Runs in the page: the control that has the focus, and whether it shows it. */
function noteFocused(): { ring: boolean; name: string } {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { ring: true, name: '' };
  window.reached.add(window.controlOf(element));
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const after = getComputedStyle(element, '::after');
  return {
    // Shadows are gone in forced colours, so only outlines and borders count.
    ring:
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) ||
      (after.content !== 'none' && after.borderTopStyle !== 'none'),
    name: element.outerHTML.slice(0, 90),
  };
}

declare global {
  interface Window {
    reached: Set<Element | string>;
    controlOf: (element: Element) => Element | string;
  }
}
