/** A value's place in JSON text. */
export interface JsonPlace {
  /** 1-based, as {@link column} is. */
  line: number;
  column: number;
  /** Characters from the text's begin to the value's begin and end, 0-based. */
  start: number;
  end: number;
}

/**
 * Where the value at a path stands in JSON text: `['skeleton', 'keypoints', '3', 'side']`. Where the path leads to
 * nothing, the bracket of the last value on the way, which is the one that lacks it.
 * @param text JSON that parses
 */
export function placeOfPath(text: string, path: readonly string[]): JsonPlace {
  let at = 0;
  let best = { depth: -1, start: 0, end: 0 };
  const skip = () => {
    while (/[\s,:]/.test(text[at] ?? '')) at += 1;
  };
  const string = (): string => {
    const end = /"(?:[^"\\]|\\.)*"/y;
    end.lastIndex = at;
    const found = end.exec(text)?.[0] ?? '""';
    at += found.length;
    return JSON.parse(found) as string;
  };
  /** Walks over one value and keeps the deepest one that is on the path; `depth` is -1 off it. */
  const value = (depth: number): void => {
    skip();
    const start = at;
    const deeper = depth > best.depth;
    if (deeper) best = { depth, start, end: start + 1 };
    inside(depth);
    // A value that the path ends at is meant as a whole, one that lacks the rest of it is its bracket.
    if (deeper && depth === path.length) best = { depth, start, end: at };
  };
  const inside = (depth: number): void => {
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
      const key = opened === '{' ? string() : String(index);
      value(depth >= 0 && key === path[depth] ? depth + 1 : -1);
    }
  };
  value(0);
  const before = text.slice(0, best.start).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    start: best.start,
    end: best.end,
  };
}
