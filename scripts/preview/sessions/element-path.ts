/**
 * An element's place in the page as child numbers, from the page down: "1/0>2" is the third element in the shadow
 * root of the first child of the second. Lit renders the same tree for the same steps, so it is found again.
 */
export function pathOf(element: Element): string {
  const steps: string[] = [];
  let current: Element | null = element;
  while (current && current !== document.documentElement) {
    const parent: ParentNode | null = current.parentNode;
    if (!parent) break;
    const index: number = [...parent.children].indexOf(current);
    const shadow: boolean = parent instanceof ShadowRoot;
    steps.unshift(`${shadow ? '>' : '/'}${index}`);
    current = shadow ? (parent as ShadowRoot).host : (parent as Element);
  }
  return steps.join('');
}

/** The element at a path, or undefined when the page has become another. */
export function elementAt(path: string): Element | undefined {
  let current: Element | undefined = document.documentElement;
  for (const [, kind, index] of path.matchAll(/([/>])(\d+)/g)) {
    const parent: ParentNode | null | undefined = kind === '>' ? current?.shadowRoot : current;
    current = parent?.children[Number(index)];
  }
  return current;
}

/** The innermost element under a place in the page, through shadow roots. */
export function elementUnder(x: number, y: number): Element | undefined {
  let found = document.elementFromPoint(x, y);
  for (let root = found?.shadowRoot; root; root = found?.shadowRoot) {
    const inner = root.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found ?? undefined;
}
