import type { Plugin } from 'vite';
import { compileMessages, type Language } from './compile-messages.ts';

/** English as it stands in the sources. */
export const english: Language = { locale: 'en', translate: () => undefined };

/** Compiles the messages of a language into the modules of a bundle; see {@link compileMessages}. */
export function localize(language: Language): Plugin {
  return {
    name: 'localize',
    enforce: 'post',
    transform(code, id) {
      if (!/\.[jt]s$/.test(id) || id.includes('/node_modules/') || !code.includes('@lit/localize'))
        return null;
      return { code: compileMessages(code, language), map: null };
    },
  };
}
