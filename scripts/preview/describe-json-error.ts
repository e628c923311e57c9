/** Where JSON text breaks, in words for the person who types it. */
export interface JsonProblem {
  /** 1-based. */
  line: number;
  /** Characters from the line's begin, 1-based. */
  column: number;
  /** Characters from the text's begin, 0-based: where a cursor goes. */
  offset: number;
  message: string;
}

/** Thrown by the walk below, and caught by the one that began it. */
class Mistake extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * The first problem of JSON text, or undefined when it parses. The text is walked over here, because what engines
 * say of the place differs, and some say none.
 */
export function describeJsonError(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const { offset, message } = findMistake(text);
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset, message };
  }
}

/** The same in one sentence, for a file. */
export function jsonErrorSentence(text: string): string | undefined {
  const problem = describeJsonError(text);
  return problem && `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
}

function findMistake(text: string): { offset: number; message: string } {
  const end = text.trimEnd().length;
  let at = 0;
  /** Brackets that are open, with their places. */
  const open: { sign: string; offset: number }[] = [];

  const fail = (offset: number, message: string): never => {
    throw new Mistake(offset, message);
  };
  const skip = () => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
    if (text.startsWith('//', at) || text.startsWith('/*', at)) fail(at, 'JSON has no comments.');
    if (at < end) return;
    const last = open.at(-1);
    if (!last) return;
    const line = text.slice(0, last.offset).split('\n').length;
    fail(end, `The text ends too early: the ${last.sign} of line ${line} is not closed.`);
  };
  const string = () => {
    const start = at;
    for (at += 1; text[at] !== '"'; at += 1) {
      const sign = text[at];
      if (sign === undefined || sign < ' ')
        fail(start, 'The quote that begins here is not closed on its line.');
      if (sign !== '\\') continue;
      const follows = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
      follows.lastIndex = at + 1;
      const known = follows.exec(text)?.[0];
      if (known === undefined)
        fail(
          at,
          'A backslash is followed by something that JSON does not know. Write \\\\ for one backslash.',
        );
      at += known?.length ?? 0;
    }
    at += 1;
  };
  const literal = () => {
    const start = at;
    const word = /[^\s,:\]}[{"]+/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0] ?? '';
    if (found.startsWith("'") || found.startsWith('‘') || found.startsWith('“'))
      fail(start, 'Text stands in straight double quotes: "like this".');
    if (
      !/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?)$/i.test(found) ||
      /^[TFN]/.test(found)
    )
      fail(start, valueExpected(found));
    at += found.length;
  };
  const list = (sign: '{' | '[') => {
    const close = sign === '{' ? '}' : ']';
    open.push({ sign, offset: at });
    at += 1;
    skip();
    while (text[at] !== close) {
      if (sign === '{') key();
      value();
      skip();
      if (text[at] === close) break;
      if (text[at] !== ',') fail(at, `A comma or a ${close} is missing before this.`);
      const comma = at;
      at += 1;
      skip();
      if (text[at] === close) fail(comma, `This comma is one too many: a ${close} follows.`);
    }
    at += 1;
    open.pop();
  };
  const key = () => {
    if (text[at] !== '"') fail(at, 'A name in double quotes is expected here.');
    string();
    skip();
    if (text[at] !== ':') fail(at, 'A colon is missing after the name.');
    at += 1;
  };
  const value = () => {
    skip();
    const sign = text[at];
    if (sign === '{' || sign === '[') list(sign);
    else if (sign === '"') string();
    else literal();
  };

  try {
    if (end === 0) fail(0, 'The text is empty. It begins with { and ends with }.');
    value();
    skip();
    return { offset: at, message: 'Something stands after the end of the JSON.' };
  } catch (mistake) {
    if (mistake instanceof Mistake) return mistake;
    // So deeply nested that walking over it is no use.
    return { offset: 0, message: 'This is not JSON.' };
  }
}

function valueExpected(found: string): string {
  const examples = 'A value is expected here, such as "text", 12, true, [ or {.';
  if (/^(True|False|None|NaN|undefined|Infinity|-Infinity)$/.test(found))
    return `${found} is no value in JSON. There are true, false and null.`;
  return examples;
}
