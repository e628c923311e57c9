import { GroundTruthError } from '#contracts/ground-truth-error.ts';
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
 * @throws {GroundTruthError} `invalid-json` with the place where it breaks
 */
export function parseLenientJson(text: string): unknown {
  if (text.length > MAX_LENGTH)
    throw new GroundTruthError(
      'invalid-json',
      `Expected at most ${MAX_LENGTH} characters, found ${text.length}.`,
    );
  try {
    return JSON.parse(text);
  } catch {
    return new Reader(text).readAll();
  }
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  readAll(): unknown {
    const value = this.value(0);
    this.blank();
    return this.at < this.text.length ? this.fail('the end') : value;
  }

  private value(depth: number): unknown {
    if (depth > MAX_DEPTH) return this.fail(`at most ${MAX_DEPTH} levels`);
    this.blank();
    if (this.takes('[')) return this.list(']', () => this.value(depth + 1));
    // fromEntries defines own properties, so a key "__proto__" is only a key.
    if (this.takes('{')) return Object.fromEntries(this.list('}', () => this.entry(depth + 1)));
    const text = this.match(STRING);
    if (text !== undefined) return unquote(text);
    const number = this.match(NUMBER);
    if (number !== undefined) return Number(number);
    const word = this.match(WORD);
    if (word !== undefined && Object.hasOwn(CONSTANTS, word)) return CONSTANTS[word];
    return this.fail('a value');
  }

  private entry(depth: number): [string, unknown] {
    const quoted = this.match(STRING);
    const key = quoted === undefined ? (this.match(WORD) ?? this.fail('a key')) : unquote(quoted);
    this.blank();
    if (!this.takes(':')) this.fail('":"');
    return [key, this.value(depth)];
  }

  private list<Item>(end: string, item: () => Item): Item[] {
    const items: Item[] = [];
    for (;;) {
      this.blank();
      if (this.takes(end)) return items;
      items.push(item());
      this.blank();
      if (!this.takes(',') && this.text[this.at] !== end) this.fail(`"," or "${end}"`);
    }
  }

  private blank(): void {
    this.match(BLANK);
  }

  private takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(expected: string): never {
    const rest = this.text.slice(this.at, this.at + 24);
    throw new GroundTruthError(
      'invalid-json',
      `Expected ${expected} at character ${this.at + 1}, found ${rest === '' ? 'the end' : `"${excerpt(rest)}"`}.`,
    );
  }
}

function unquote(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(ESCAPE, (_, code: string) =>
      code.length > 2 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
    );
}
