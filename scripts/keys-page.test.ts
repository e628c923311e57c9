import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printKey } from '#elements/stage/key-name.ts';
import { elementShortcuts, keysPage } from './keys-page.ts';
import { projectRoot } from './project-root.ts';

const everywhere = elementShortcuts['every element'] ?? [];
const elements = Object.entries(elementShortcuts).filter(([name]) => name !== 'every element');
/** Keys of elements as people read them, with those that every element has. */
const printed = (...names: string[]) =>
  new Set(
    [...everywhere, ...names.flatMap((name) => elementShortcuts[name] ?? [])].flatMap(({ keys }) =>
      keys.map((key) => printKey(key, false)),
    ),
  );

describe('the keys', () => {
  it('stand in docs/keys.md as they are bound', async () => {
    await expect(keysPage()).toMatchFileSnapshot(join(projectRoot, 'docs', 'keys.md'));
  });

  it.each(elements)('of %s mean one thing each', (_, own) => {
    const seen = new Map<string, string>();
    for (const { keys, id } of [...own, ...everywhere]) {
      for (const key of keys) {
        // While A makes the number keys aim, they choose no label: never both at once.
        if (id === 'ninth') continue;
        expect(seen.get(key), `${key} is ${seen.get(key)} and ${id}`).toBeUndefined();
        seen.set(key, id);
      }
    }
  });

  it('that docs/elements.md names are keys of the elements', () => {
    const text = readFileSync(join(projectRoot, 'docs', 'elements.md'), 'utf8');
    const named = [
      ...text.matchAll(
        /`([A-Z\d?,.[\]+-])`|\(([A-Z])\)|\b(?:hold|press) ([A-Z])\b|\b([A-Z]) (?:locks|hides)\b/g,
      ),
    ];
    const keys = named.map((match) => match.slice(1).find((key) => key !== undefined) ?? '');
    expect(keys.length).toBeGreaterThan(3);
    const bound = printed(...elements.map(([name]) => name));
    expect(keys.filter((key) => !bound.has(key))).toEqual([]);
  });

  const templates = readdirSync(join(projectRoot, 'templates'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  it.each(templates)(
    'that the instructions of %s name are keys of its elements, in every language',
    (name) => {
      const folder = join(projectRoot, 'templates', name);
      const page = readFileSync(join(folder, 'template.liquid.html'), 'utf8');
      const tag = /<(gt-[\w-]+)/.exec(page)?.[1] ?? '';
      const bound = printed(tag, ...(/\bverify\b/.test(page) ? [`${tag} verify`] : []));
      for (const file of readdirSync(folder).filter((entry) => /^instructions.*\.md$/.test(entry))) {
        const text = readFileSync(join(folder, file), 'utf8');
        const keys = [...text.matchAll(/\*\*([A-Z\d+?-])\*\*/g)].map(([, key = '']) => key);
        expect(
          keys.filter((key) => !bound.has(key)),
          file,
        ).toEqual([]);
      }
    },
  );
});
