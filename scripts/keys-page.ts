import { boxShortcuts } from '#elements/gt-bounding-box/box-shortcuts.ts';
import { classifierShortcuts } from '#elements/gt-image-classifier/classifier-shortcuts.ts';
import { keypointShortcuts } from '#elements/gt-keypoint/keypoint-shortcuts.ts';
import { printKey } from '#elements/stage/key-name.ts';
import { shellShortcuts } from '#elements/stage/shell-shortcuts.ts';
import type { Shortcut } from '#elements/stage/shortcuts.ts';

/**
 * What a list of shortcuts reads of its element while it is made; what the shortcuts do is not asked for here. One
 * stand-in serves all three.
 */
const standIn = (own: object) =>
  ({
    noun: 'animal',
    stage: { root: undefined, view: undefined },
    session: { labels: [] },
    choices: [],
    ...own,
  }) as never;

/** The keys of each element, as they are bound, by the element's name. */
export const elementShortcuts: Readonly<Record<string, readonly Shortcut[]>> = {
  'gt-keypoint': keypointShortcuts(standIn({})),
  'gt-bounding-box': boxShortcuts(standIn({ session: { labels: ['the first label', 'the second'] } })),
  'gt-image-classifier': classifierShortcuts(standIn({ choices: ['the first category', 'the second'] })),
  'gt-image-classifier verify': classifierShortcuts(standIn({ verify: true, choices: ['the first reason'] })),
  'every element': shellShortcuts(standIn({})),
};

const titles: Record<string, string> = {
  'gt-keypoint': '`<gt-keypoint>`',
  'gt-bounding-box': '`<gt-bounding-box>`',
  'gt-image-classifier': '`<gt-image-classifier>`',
  'gt-image-classifier verify': '`<gt-image-classifier verify>`',
  'every element': 'Every element',
};

/**
 * docs/keys.md: the registry of shortcuts that binds the keys and fills the sheet behind `?`, as tables. A test holds
 * the file to it; `npx vitest run scripts/keys-page.test.ts -u` writes it anew.
 */
export function keysPage(): string {
  const sections = Object.entries(elementShortcuts).map(
    ([name, shortcuts]) =>
      `## ${titles[name]}\n\n| key | does |\n|---|---|\n${rowsOf(shortcuts).join('\n')}\n`,
  );
  return `# Keys

Every element shows these behind \`?\`, in its own language. They belong to the element that has the focus, or that was
used last; none acts while somebody types in a text field. On a Mac, Ctrl is ⌘.

This page is made from the list that binds the keys: \`npx vitest run scripts/keys-page.test.ts -u\`.

${sections.join('\n')}`;
}

/** One row for one meaning, whichever keys have it. */
function rowsOf(shortcuts: readonly Shortcut[]): string[] {
  const rows = new Map<string, string[]>();
  for (const { description, keys } of shortcuts)
    rows.set(description, [...(rows.get(description) ?? []), ...keys.map((key) => printKey(key, false))]);
  return [...rows].map(([description, keys]) => `| ${keys.map(quote).join(' ')} | ${description} |`);
}

const quote = (key: string) => `\`${key.replace('|', '\\|')}\``;
