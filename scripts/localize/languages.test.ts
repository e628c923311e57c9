import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';
import { findMessages, PLACEHOLDER } from './find-messages.ts';
import { languageAttributes, listLocales, readCatalogue } from './languages.ts';
import { unwrappedWords } from './unwrapped-words.ts';

const sources = readdirSync(join(projectRoot, 'elements'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(name))
  .map((name) => ({ name, code: readFileSync(join(projectRoot, 'elements', name), 'utf8') }));
/** Every sentence with the first file that says it. */
const messages = new Map(
  sources.flatMap(({ name, code }) => findMessages(code, 'ts').map(({ key }) => [key, name] as const)),
);
const valuesIn = (text: string) =>
  [...new Set([...text.matchAll(PLACEHOLDER)].map(([value]) => value))].sort();

describe('what the elements say', () => {
  it('goes through msg', () => {
    const unwrapped = sources.flatMap(({ name, code }) =>
      unwrappedWords(code).map((words) => `${name}: ${words}`),
    );
    expect(unwrapped).toEqual([]);
    expect(messages.size).toBeGreaterThan(150);
  });

  it('is there in Spanish and Japanese', () => {
    expect(listLocales()).toEqual(expect.arrayContaining(['es', 'ja']));
  });
});

describe.each(listLocales())('the language %s', (locale) => {
  const catalogue = readCatalogue(locale);
  const translations = Object.entries(catalogue).map(([key, translation]) => {
    if (typeof translation === 'string') return { key, forms: { other: translation } };
    const { count, ...forms } = translation;
    return { key, count, forms: forms as Record<string, string> };
  });

  it('has every sentence, and no other', () => {
    const missing = [...messages].filter(([key]) => catalogue[key] === undefined);
    expect(
      missing.map(([key, file]) => `"${key}" (elements/${file})`),
      `add these sentences to elements/locales/${locale}.json`,
    ).toEqual([]);
    const unused = Object.keys(catalogue).filter((key) => !messages.has(key));
    expect(unused, `nobody says these any more: remove them from elements/locales/${locale}.json`).toEqual(
      [],
    );
  });

  it('keeps the values of every sentence', () => {
    const lost = translations.flatMap(({ key, forms }) =>
      Object.values(forms)
        .filter((form) => form.trim() === '' || valuesIn(form).join() !== valuesIn(key).join())
        .map(
          (form) => `"${key}" has ${valuesIn(key).join(', ') || 'no value'}, its translation is "${form}"`,
        ),
    );
    expect(lost).toEqual([]);
  });

  it('has every plural form where it has several', () => {
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const { key, count, forms } of translations) {
      if (count === undefined) continue;
      expect(valuesIn(key), `"${key}" counts by {${count}}`).toContain(`{${count}}`);
      expect(Object.keys(forms).sort(), `plural forms of "${key}"`).toEqual([...pluralCategories].sort());
    }
  });
});

it('tells the page which way a language is written', () => {
  expect(languageAttributes('ja')).toBe('lang="ja"');
  expect(languageAttributes('ar')).toBe('lang="ar" dir="rtl"');
  expect(languageAttributes('he-IL')).toBe('lang="he-IL" dir="rtl"');
});
