import { sep } from 'node:path';
import type { Plugin } from 'vite';
import { readLanguage } from '../localize/languages.ts';
import { fillMessages, type MarkedMessages, markMessages } from '../localize/message-marks.ts';

const localeOf = (id: string | undefined) => /[?&]locale=([\w-]+)/.exec(id ?? '')?.[1];

/**
 * Serves elements in a language: a module that is asked for with `?locale=es` says the Spanish sentences, and so do
 * the modules that it imports, as in the built script.
 */
export function localeModules(elementsDir: string): Plugin[] {
  const isElement = (id: string) => id.startsWith(elementsDir + sep) || /[\\/]elements[\\/]/.test(id);
  return [
    {
      name: 'locale-modules',
      enforce: 'pre',
      async resolveId(source, importer) {
        const locale = localeOf(importer);
        if (locale === undefined || localeOf(source) !== undefined) return null;
        const resolved = await this.resolve(source, importer, { skipSelf: true });
        if (resolved === null || !isElement(resolved.id) || resolved.id.includes('node_modules')) return null;
        return `${resolved.id}?locale=${locale}`;
      },
    },
    {
      name: 'locale-messages',
      enforce: 'post',
      transform(code, id) {
        const locale = localeOf(id);
        if (locale === undefined || !code.includes('@lit/localize')) return null;
        const messages: MarkedMessages = [];
        const marked = markMessages(code, messages);
        return { code: fillMessages(marked, messages, readLanguage(locale, elementsDir)), map: null };
      },
    },
  ];
}
