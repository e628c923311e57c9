import { type ESTree, parseAst, Visitor } from 'vite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** A call of `msg` in a source file. */
export interface Message {
  readonly start: number;
  readonly end: number;
  /** The English sentence with its values as `{name}`; what a catalogue of translations is keyed by. */
  readonly key: string;
  /** The places of the expressions in the source, by the name that stands for them. */
  readonly values: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
}

/** A value in a sentence: `{name}`. */
export const PLACEHOLDER = /\{(\w+)\}/g;

/**
 * Every call of @lit/localize's `msg` in a source, in source order. A value is named after what it is in the source:
 * `poseName` for `this.poseName(pose)`.
 * @throws {GroundTruthError} `invalid-argument` for a message that cannot be read from the source alone
 */
export function findMessages(code: string, lang: 'js' | 'ts'): Message[] {
  if (!code.includes('@lit/localize')) return [];
  const messages: Message[] = [];
  const visitor = new Visitor({
    CallExpression(node) {
      if (isNamed(node.callee, 'msg')) messages.push(readMessage(node, code));
    },
  });
  visitor.visit(parseAst(code, { lang }));
  return messages.sort((a, b) => a.start - b.start);
}

/** Whether a node is the identifier of one of the package's functions. */
export function isNamed(node: ESTree.Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function readMessage(
  { start, end, arguments: [text, ...rest] }: ESTree.CallExpression,
  code: string,
): Message {
  const fail = (expected: string): never => {
    throw new GroundTruthError(
      'invalid-argument',
      `Expected ${expected}, found ${code.slice(start, end)}. Translations are put in when the script is built, so a message has to be readable in the source.`,
    );
  };
  if (rest.length > 0) fail('msg with one argument');
  if (text?.type === 'Literal' && typeof text.value === 'string')
    return { start, end, key: plain(text.value, fail), values: new Map() };
  if (text?.type !== 'TaggedTemplateExpression' || !isNamed(text.tag, 'str'))
    return fail('msg of a string, or of str`…`');
  const values = new Map<string, { start: number; end: number }>();
  const key = text.quasi.quasis
    .map(({ value }, index) => {
      const expression = text.quasi.expressions[index];
      const chunk = plain(value.cooked ?? '', fail);
      return expression === undefined ? chunk : `${chunk}{${nameValue(expression, values, code)}}`;
    })
    .join('');
  return { start, end, key, values };
}

function plain(text: string, fail: (expected: string) => never): string {
  return /[{}]/.test(text) ? fail('a message without braces') : text;
}

/** Names a value after its expression; the same expression again has the same name, another one a number. */
function nameValue(
  expression: ESTree.Expression,
  values: Map<string, { start: number; end: number }>,
  code: string,
): string {
  const source = ({ start, end }: { start: number; end: number }) => code.slice(start, end);
  const base = nameOf(expression);
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}${count}`;
    const taken = values.get(name);
    if (taken !== undefined && source(taken) !== source(expression)) continue;
    values.set(name, { start: expression.start, end: expression.end });
    return name;
  }
}

function nameOf(node: ESTree.Node): string {
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node.name;
  if (node.type === 'MemberExpression' && !node.computed) return nameOf(node.property);
  if (node.type === 'CallExpression') return nameOf(node.callee);
  return 'value';
}
