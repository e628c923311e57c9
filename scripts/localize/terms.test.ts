import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../project-root.ts';

/** One word for one thing, in every sentence: what English calls so is called that. */
const terms: Record<string, [english: RegExp, word: RegExp][]> = {
  es: [
    [/\bbox(es)?\b/i, /recuadro/i],
    [/\bsubmit/i, /env[ií]/i],
    [/keypoint/i, /punto/i],
    [/(?<!\{)\blabel/i, /etiquet/i],
    [/\b(hidden|hide)\b/i, /ocult/i],
    [/picture/i, /imagen/i],
    [/loupe/i, /lupa/i],
  ],
  ja: [
    [/\bbox(es)?\b/i, /枠/],
    [/\bsubmit/i, /送信/],
    [/keypoint/i, /点/],
    [/\blabels\b|relabel/i, /ラベル/],
    [/\b(hidden|hide)\b/i, /隠|非表示/],
    [/picture/i, /画像/],
    [/loupe/i, /ルーペ/],
  ],
};

describe.each(Object.entries(terms))('the words of %s', (locale, words) => {
  it('call each thing by one name', () => {
    const path = join(projectRoot, 'elements', 'locales', `${locale}.json`);
    const sentences: Record<string, string | object> = JSON.parse(readFileSync(path, 'utf8'));
    const strays = Object.entries(sentences).flatMap(([english, sentence]) =>
      words
        .filter(([term, word]) => term.test(english) && !word.test(JSON.stringify(sentence)))
        .map(([term]) => `${term}: ${english}`),
    );
    expect(strays).toEqual([]);
  });
});
