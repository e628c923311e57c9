/** One thing that assistive technology is told of. */
export interface OutlineNode {
  /** Number by which the page knows the element. */
  id: number;
  role: string;
  name: string;
  /** Such as "disabled", "pressed: true", "level 2". */
  states: string[];
  /** Reached by Tab. */
  focusable: boolean;
  children: OutlineNode[];
}

/** Roles of elements that say none; a function where it depends on more than the tag. */
const implicitRoles: Record<string, string | ((element: HTMLElement) => string | undefined)> = {
  a: (element) => (element.hasAttribute('href') ? 'link' : undefined),
  article: 'article',
  aside: 'complementary',
  button: 'button',
  canvas: (element) => (element.hasAttribute('aria-label') ? 'image' : undefined),
  details: 'group',
  dialog: 'dialog',
  fieldset: 'group',
  figure: 'figure',
  footer: 'contentinfo',
  form: 'form',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  header: 'banner',
  hr: 'separator',
  img: (element) => (element.getAttribute('alt') === '' ? undefined : 'image'),
  input: (element) => inputRoles[(element as HTMLInputElement).type] ?? 'textbox',
  li: 'listitem',
  main: 'main',
  nav: 'navigation',
  ol: 'list',
  option: 'option',
  output: 'status',
  p: 'paragraph',
  progress: 'progressbar',
  section: (element) => (nameAttribute(element) ? 'region' : undefined),
  select: 'combobox',
  summary: 'button',
  table: 'table',
  td: 'cell',
  textarea: 'textbox',
  th: 'columnheader',
  tr: 'row',
  ul: 'list',
};
const inputRoles: Record<string, string> = {
  button: 'button',
  checkbox: 'checkbox',
  color: 'color well',
  file: 'button',
  hidden: '',
  number: 'spinbutton',
  radio: 'radio',
  range: 'slider',
  reset: 'button',
  search: 'searchbox',
  submit: 'button',
};
/** Roles that are named by what is in them; their content is not listed again. */
const namedByContent =
  /^(button|link|heading|option|tab|menuitem|checkbox|radio|switch|cell|columnheader|paragraph|tooltip)$/;
const states = ['checked', 'pressed', 'expanded', 'selected', 'current', 'invalid', 'live', 'keyshortcuts'];
/** Most entries of an outline; a page with more is not read to its end by anybody. */
const MOST = 3000;

const nameAttribute = (element: Element) =>
  element.getAttribute('aria-label')?.trim() || element.getAttribute('title')?.trim() || '';

/**
 * The page as assistive technology gets it: roles, names and states, through shadow roots and slots. Close to the
 * browser's own tree, which a page can't read.
 * @param elements gets each element under its number
 */
export function outlineOf(root: Node, elements: Map<number, Element>): OutlineNode[] {
  let count = 0;
  const visit = (node: Node): OutlineNode[] => {
    if (count >= MOST) return [];
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      if (text === '') return [];
      count += 1;
      return [{ id: -1, role: 'text', name: text, states: [], focusable: false, children: [] }];
    }
    if (!(node instanceof HTMLElement)) return [];
    if (isHidden(node)) return [];
    const role = roleOf(node);
    const live = node.hasAttribute('aria-live');
    if (role === undefined && !live && node.tabIndex < 0) return childrenOf(node).flatMap(visit);
    if (role === 'none' || role === 'presentation' || role === '') return childrenOf(node).flatMap(visit);
    count += 1;
    const id = elements.size;
    elements.set(id, node);
    return [
      {
        id,
        role: role ?? (live ? 'live region' : 'group'),
        name: nameOf(node, role),
        states: statesOf(node),
        focusable: node.tabIndex >= 0 && !('disabled' in node && node.disabled === true),
        children: namedByContent.test(role ?? '') ? [] : childrenOf(node).flatMap(visit),
      },
    ];
  };
  return childrenOf(root).flatMap(visit);
}

function childrenOf(node: Node): Node[] {
  if (node instanceof HTMLSlotElement) {
    const assigned = node.assignedNodes({ flatten: true });
    return assigned.length > 0 ? assigned : [...node.childNodes];
  }
  return [...((node as Element).shadowRoot ?? node).childNodes];
}

function isHidden(element: HTMLElement): boolean {
  if (/^(script|style|template|head|meta|link|noscript)$/.test(element.localName)) return true;
  if (element.ariaHidden === 'true' || element.inert) return true;
  const style = getComputedStyle(element);
  return style.display === 'none' || style.visibility === 'hidden';
}

function roleOf(element: HTMLElement): string | undefined {
  const own = element.getAttribute('role')?.split(' ')[0];
  if (own) return own;
  const implicit = implicitRoles[element.localName];
  return typeof implicit === 'function' ? implicit(element) : implicit;
}

function nameOf(element: HTMLElement, role: string | undefined): string {
  const scope = element.getRootNode() as Document | ShadowRoot;
  const referred = (element.getAttribute('aria-labelledby') ?? '')
    .split(/\s+/)
    .map((id) => (id ? (scope.getElementById(id)?.textContent ?? '') : ''))
    .join(' ');
  const labels = 'labels' in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
  const candidates = [
    referred,
    element.getAttribute('aria-label'),
    element.getAttribute('alt'),
    labels.map(textIn).join(' '),
    namedByContent.test(role ?? '') ? textIn(element) : '',
    element.getAttribute('title'),
    element.getAttribute('placeholder'),
  ];
  const name = candidates.find((candidate) => candidate?.trim()) ?? '';
  return name.replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** Text as it is read out: what is hidden is left out, pictures say their names. */
function textIn(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  if (!(node instanceof HTMLElement) || isHidden(node)) return '';
  return nameAttribute(node) &&
    node.localName !== 'label' &&
    node.childElementCount === 0 &&
    !node.textContent
    ? nameAttribute(node)
    : childrenOf(node).map(textIn).join(' ');
}

function statesOf(element: HTMLElement): string[] {
  const level = /^h([1-6])$/.exec(element.localName)?.[1] ?? element.getAttribute('aria-level');
  const checked =
    element instanceof HTMLInputElement && /checkbox|radio/.test(element.type) && element.checked;
  return [
    ...(level ? [`level ${level}`] : []),
    ...states.flatMap((state) => {
      const value = element.getAttribute(`aria-${state}`);
      return value === null || value === '' ? [] : [value === 'true' ? state : `${state}: ${value}`];
    }),
    ...(checked ? ['checked'] : []),
    ...(('disabled' in element && element.disabled === true) || element.ariaDisabled === 'true'
      ? ['disabled']
      : []),
    ...(element instanceof HTMLDetailsElement ? [element.open ? 'expanded' : 'collapsed'] : []),
    ...('required' in element && element.required === true ? ['required'] : []),
  ];
}
