import type { Plugin } from 'vite';
import { type Language, type MarkedMessages, markMessages } from './message-marks.ts';

/** English as it stands in the sources. */
export const english: Language = { locale: 'en', translate: () => undefined };

/** Marks the messages in the modules of a bundle; see {@link markMessages}. */
export function localize(messages: MarkedMessages): Plugin {
  return {
    name: 'localize',
    enforce: 'post',
    transform(code, id) {
      if (!/\.[jt]s$/.test(id) || id.includes('/node_modules/') || !code.includes('@lit/localize'))
        return null;
      return { code: markMessages(code, messages), map: null };
    },
  };
}
