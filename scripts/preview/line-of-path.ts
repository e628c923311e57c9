/**
 * The line of JSON text, from 1, where the value at a path begins: `['skeleton', 'keypoints', '3', 'side']`. Where the
 * path leads to nothing, the line of the last value on the way, which is the one that lacks it.
 * @param text JSON that parses
 */
export function lineOfPath(text: string, path: readonly string[]): number {
  let at = 0;
  let line = 1;
  const skip = () => {
    while (/[\s,:]/.test(text[at] ?? '')) {
      if (text[at] === '\n') line += 1;
      at += 1;
    }
  };
  const string = (): string => {
    const end = /"(?:[^"\\]|\\.)*"/y;
    end.lastIndex = at;
    const found = end.exec(text)?.[0] ?? '""';
    at += found.length;
    return JSON.parse(found) as string;
  };
  /** Walks over one value, and keeps the line of the deepest one on the path. */
  let best = { depth: -1, line: 1 };
  const value = (depth: number): void => {
    skip();
    if (depth > best.depth && depth >= 0) best = { depth, line };
    const opened = text[at];
    if (opened === '"') {
      string();
      return;
    }
    if (opened !== '{' && opened !== '[') {
      while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
      return;
    }
    at += 1;
    for (let index = 0; ; index += 1) {
      skip();
      const next = text[at];
      if (next === undefined || next === '}' || next === ']') {
        at += 1;
        return;
      }
      const before = line;
      const key = opened === '{' ? string() : String(index);
      const follows = depth >= 0 && key === path[depth];
      if (follows && opened === '{') best = { depth: depth + 1, line: before };
      value(follows ? depth + 1 : -1);
    }
  };
  value(0);
  return best.line;
}
