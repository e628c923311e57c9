import { compareText } from './answered-object.ts';

/** The text that occurs most often; of equals the first in sort order. Undefined when there is none. */
export function mostFrequent(texts: Iterable<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  return ranked[0]?.[0];
}

/** The image size that most answers report, {width: 0, height: 0} without answers. */
export function mostFrequentSize(sizes: readonly { width: number; height: number }[]): {
  width: number;
  height: number;
} {
  const winner = mostFrequent(sizes.map(({ width, height }) => `${width} ${height}`)) ?? '0 0';
  const [width = 0, height = 0] = winner.split(' ').map(Number);
  return { width, height };
}
