import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import type { Language, Translation } from './message-marks.ts';

/** The sentences of a language by their English: what `elements/locales/<locale>.json` holds. */
export type Catalogue = Readonly<Record<string, Translation>>;

const localesIn = (elementsDir: string) => join(elementsDir, 'locales');
const ownElements = join(projectRoot, 'elements');

/** The languages besides English that elements are translated into, such as `es`, in alphabetical order. */
export function listLocales(elementsDir = ownElements): string[] {
  const folder = localesIn(elementsDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => /^([\w-]+)\.json$/.exec(file)?.[1] ?? [])
    .sort();
}

export function readCatalogue(locale: string, elementsDir = ownElements): Catalogue {
  return JSON.parse(readFileSync(join(localesIn(elementsDir), `${locale}.json`), 'utf8')) as Catalogue;
}

/** A language as its catalogue has it; what the catalogue lacks stays English. */
export function readLanguage(locale: string, elementsDir = ownElements): Language {
  const catalogue = new Map(Object.entries(readCatalogue(locale, elementsDir)));
  return { locale, translate: (key) => catalogue.get(key) };
}

const rightToLeft = /^(?:ar|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b/;

/** The attributes of the element that holds a page in a language: `lang="es"`, and its direction where it is not ours. */
export function languageAttributes(locale: string): string {
  return `lang="${locale}"${rightToLeft.test(locale) ? ' dir="rtl"' : ''}`;
}
