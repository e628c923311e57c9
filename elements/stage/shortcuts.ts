import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { keyName, printKey } from './key-name.ts';

/** One shortcut. The same entry binds the key, writes the tooltip and fills the sheet. */
export interface Shortcut {
  /** What code asks for, such as "undo". */
  readonly id: string;
  /** Key names as {@link keyName} spells them; the first is the one that is shown. */
  readonly keys: readonly string[];
  readonly description: string;
  /** Heading in the sheet. */
  readonly group: string;
  /** Only while this holds; always without. */
  readonly when?: () => boolean;
  /** Does it. `false` means "not for me": the browser's own meaning of the key stays. */
  readonly run: (event: KeyboardEvent) => unknown;
}

/** `[id, keys separated by spaces, description, run, when]`: a line of a table of shortcuts. */
export type ShortcutRow = readonly [
  id: string,
  keys: string,
  description: string,
  run: Shortcut['run'],
  when?: () => boolean,
];

/** The shortcuts of a group from a table; `when` holds for rows that have none of their own. */
export function shortcutGroup(
  group: string,
  when: (() => boolean) | undefined,
  rows: readonly ShortcutRow[],
): Shortcut[] {
  return rows.map(([id, keys, description, run, own = when]) => ({
    id,
    keys: keys.split(' '),
    description,
    group,
    run,
    ...(own ? { when: own } : {}),
  }));
}

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** The element that keys go to while nothing has the focus: the one used last. */
let current: object | undefined;

/** Binds a registry of shortcuts while its element is in the page, so that several elements can share one. */
export class Shortcuts implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #list: () => readonly Shortcut[];
  #listening = new AbortController();

  constructor(host: ReactiveControllerHost & HTMLElement, list: () => readonly Shortcut[]) {
    this.#host = host;
    this.#list = list;
    host.addController(this);
  }

  get all(): readonly Shortcut[] {
    return this.#list();
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const use = () => {
      current = this;
    };
    current ??= this;
    this.#host.addEventListener('pointerdown', use, { signal });
    this.#host.addEventListener('focusin', use, { signal });
    window.addEventListener('keydown', (event) => this.#press(event), { signal });
  }

  hostDisconnected(): void {
    this.#listening.abort();
    if (current === this) current = undefined;
  }

  /** A key as people read it. */
  print(key: string): string {
    return printKey(key, isMac);
  }

  /** The key of a shortcut as people read it, or ''. */
  key(id: string): string {
    const [key] = this.all.find((shortcut) => shortcut.id === id)?.keys ?? [];
    return key === undefined ? '' : this.print(key);
  }

  /** What a shortcut does, in words, or ''. */
  describe(id: string): string {
    return this.all.find((shortcut) => shortcut.id === id)?.description ?? '';
  }

  /** "Undo (Ctrl+Z)", for a tooltip. */
  tip(text: string, id: string): string {
    const key = this.key(id);
    return key === '' ? text : `${text} (${key})`;
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || !this.#concerns(event)) return;
    const name = keyName(event);
    for (const { keys, when, run } of this.all) {
      if (!keys.includes(name) || when?.() === false) continue;
      if (run(event) === false) continue;
      event.preventDefault();
      return;
    }
  }

  /** Whether a key is meant for this element: not for a field, a pressed button, a dialog or another element. */
  #concerns(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    const target = path[0];
    if (target instanceof Element) {
      if (target.closest('input, textarea, select, [contenteditable]') !== null) return false;
      if (target.closest('dialog') !== null) return false;
      if (/^(Enter| )$/.test(event.key) && target.closest('button, a, summary') !== null) return false;
    }
    return (
      path.includes(this.#host) ||
      (current === this && (target === document.body || target === document.documentElement))
    );
  }
}
