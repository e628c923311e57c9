import { excerpt } from '#contracts/parse.ts';

/** Longest attribute that is read, in characters, and the deepest nesting. */
const MAX_LENGTH = 2_000_000;
const MAX_DEPTH = 32;

/** White space and comments; a sticky expression cannot run away from its place. */
const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const STRING = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y;
const ESCAPE = /\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])/g;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '', '\r\n': '' };
const CONSTANTS: Record<string, unknown> = { true: true, false: false, null: null };

/**
 * Reads an attribute as JSON, and takes what template authors write by hand: single quotes, bare keys,
 * trailing commas, comments. Never evaluates anything.
 * @throws {Error} a sentence with the place where it breaks
 */
export function parseLenientJson(text: string): unknown {
  if (text.length > MAX_LENGTH)
    throw new Error(`Expected at most ${MAX_LENGTH} characters, found ${text.length}.`);
  try {
    return JSON.parse(text);
  } catch {
    return read(text);
  }
}

/** Functions in a closure and not a class: what they call each other costs nothing in the script. */
function read(text: string): unknown {
  let at = 0;
  const fail = (expected: string): never => {
    const rest = text.slice(at, at + 24);
    throw new Error(
      `Expected ${expected} at character ${at + 1}, found ${rest === '' ? 'the end' : `"${excerpt(rest)}"`}.`,
    );
  };
  const match = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  /** Whether a character is next, behind white space; it is taken. */
  const takes = (character: string): boolean => {
    match(BLANK);
    const found = text[at] === character;
    if (found) at += 1;
    return found;
  };
  const list = <Item>(end: string, item: () => Item): Item[] => {
    const items: Item[] = [];
    while (!takes(end)) {
      items.push(item());
      if (!takes(',') && text[at] !== end) fail(`"," or "${end}"`);
    }
    return items;
  };
  const string = () => {
    const quoted = match(STRING);
    return quoted === undefined ? undefined : unquote(quoted);
  };
  const entry = (depth: number): [string, unknown] => {
    const key = string() ?? match(WORD) ?? fail('a key');
    return takes(':') ? [key, value(depth)] : fail('":"');
  };
  const value = (depth: number): unknown => {
    if (depth > MAX_DEPTH) return fail(`at most ${MAX_DEPTH} levels`);
    if (takes('[')) return list(']', () => value(depth + 1));
    // fromEntries defines own properties, so a key "__proto__" is only a key.
    if (takes('{')) return Object.fromEntries(list('}', () => entry(depth + 1)));
    const quoted = string();
    if (quoted !== undefined) return quoted;
    const number = match(NUMBER);
    if (number !== undefined) return Number(number);
    const word = match(WORD) ?? '';
    return Object.hasOwn(CONSTANTS, word) ? CONSTANTS[word] : fail('a value');
  };
  const whole = value(0);
  match(BLANK);
  return at < text.length ? fail('the end') : whole;
}

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(ESCAPE, (_, code: string) =>
      code.length > 2 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    );
}
