import { compareKeys, type KeyIndex } from './key-index.ts';
import type { ListOptions } from './object-store.ts';

/** Sorts after every character that a key usually has, so `prefix + LAST` skips all keys of a prefix. */
const LAST = '\u{10ffff}';

export interface ListedKeys {
  keys: string[];
  commonPrefixes: string[];
  isTruncated: boolean;
  nextStartAfter?: string;
}

/** One page of keys: those with `prefix`, rolled up at the first `delimiter` after it. */
export function listKeys(index: KeyIndex, options: ListOptions): ListedKeys {
  const { prefix = '', delimiter = '', startAfter, maxKeys = 1000 } = options;
  const page: ListedKeys = { keys: [], commonPrefixes: [], isTruncated: false };
  if (maxKeys <= 0) return page;
  let position = index.firstAtOrAfter(
    startAfter !== undefined && compareKeys(startAfter, prefix) > 0 ? startAfter : prefix,
  );
  if (index.at(position) === startAfter) position++;
  for (let last: string | undefined; ; ) {
    const key = index.at(position);
    if (key === undefined || !key.startsWith(prefix)) return page;
    if (page.keys.length + page.commonPrefixes.length >= maxKeys) {
      page.isTruncated = true;
      if (last !== undefined) page.nextStartAfter = last;
      return page;
    }
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (end < 0) {
      page.keys.push(key);
      last = key;
      position++;
      continue;
    }
    const common = key.slice(0, end + delimiter.length);
    page.commonPrefixes.push(common);
    last = common + LAST;
    position = index.firstAtOrAfter(last);
    while (index.at(position)?.startsWith(common)) position++;
  }
}
