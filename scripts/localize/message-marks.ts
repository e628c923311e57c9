import { type ESTree, parseAst, Visitor } from 'vite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { findMessages, isNamed, PLACEHOLDER } from './find-messages.ts';

/**
 * A translation: the sentence, or, where a language has several plural forms, one sentence for each of its plural
 * categories and the name of the number that chooses (`count`).
 */
export type Translation = string | ({ readonly count: string } & Readonly<Record<string, string>>);

export interface Language {
  /** BCP 47 tag, such as `es`. */
  readonly locale: string;
  /** The translation of an English sentence, or undefined, and English stays. */
  translate(key: string): Translation | undefined;
}

/** A sentence with the names of its values, in the order in which its mark has them. */
interface MarkedMessage {
  readonly key: string;
  readonly names: readonly string[];
}

/** The sentences of a bundle; a mark says its position here. */
export type MarkedMessages = MarkedMessage[];

/** The function that a mark seems to call. Minifiers are told that it does nothing, and leave it. */
export const MARK = '$gtMessage';

/**
 * Puts a mark in the place of every `msg(...)`: `$gtMessage(12, value)`. A bundle with marks is made and minified
 * once, and then filled for each language.
 * @param code JavaScript whose tags still have their names
 * @param messages gets the sentences that are new
 */
export function markMessages(code: string, messages: MarkedMessages): string {
  const found = new Map(findMessages(code, 'js').map((message) => [message.start, message]));
  const edits: Edit[] = [];
  const visitor = new Visitor({
    ImportDeclaration({ start, end, source }) {
      if (source.value === '@lit/localize') edits.push({ start, end, text: () => '' });
    },
    CallExpression({ start, end }) {
      const message = found.get(start);
      if (message?.end !== end) return;
      const names = [...message.values.keys()];
      const same = messages.findIndex(({ key }) => key === message.key);
      const index = same < 0 ? messages.push({ key: message.key, names }) - 1 : same;
      edits.push({
        start,
        end,
        text: (source) => {
          const values = [...message.values.values()].map((value) => `, ${source(value.start, value.end)}`);
          return `/* @__PURE__ */ ${MARK}(${index}${values.join('')})`;
        },
      });
    },
  });
  visitor.visit(parseAst(code));
  return apply(code, edits);
}

/**
 * Puts the sentences of a language in the place of the marks, so that a script pays nothing for being translatable:
 * no function is left, and a sentence that stands in a template of Lit's becomes part of the template, as if it had
 * been written there. Values may come twice or in another order, so reading them must not do anything.
 * @param code a script or a module, minified or not
 */
export function fillMessages(
  code: string,
  messages: MarkedMessages,
  { locale, translate }: Language,
): string {
  const edits: Edit[] = [];
  const read = (node: ESTree.Node): Sentence | undefined => {
    if (node.type !== 'CallExpression' || !isNamed(node.callee, MARK)) return undefined;
    const [index, ...values] = node.arguments;
    const message = index?.type === 'Literal' ? messages[Number(index.value)] : undefined;
    if (message === undefined) throw new GroundTruthError('internal', 'A minifier has changed a message.');
    const places = new Map(message.names.map((name, position) => [name, values[position] ?? node] as const));
    return { text: translate(message.key) ?? message.key, places, key: message.key, locale };
  };
  const fold = ({ quasis, expressions }: ESTree.TemplateLiteral, places: (Place | undefined)[]) => {
    expressions.forEach((expression, index) => {
      const sentence = read(expression);
      const place = places[index];
      // Plural forms are chosen when they are said.
      if (sentence === undefined || place === undefined || typeof sentence.text !== 'string') return;
      const [before, after] = [quasis[index], quasis[index + 1]];
      if (before === undefined || after === undefined) return;
      const { text } = sentence;
      // The chunks end before "${" and start after "}": the braces go too.
      edits.push({
        start: before.end,
        end: after.start,
        text: (source) => {
          const written = write(text, sentence, source, place === 'string' ? toAscii : escapeMarkup);
          return place === 'unquoted' ? `"${written}"` : written;
        },
      });
    });
  };
  const tagged = new Set<number>();
  const visitor = new Visitor({
    // Minified, Lit's tags have any name; no other template of ours has a message in it.
    TaggedTemplateExpression({ quasi }) {
      tagged.add(quasi.start);
      fold(quasi, placesIn(quasi));
    },
    TemplateLiteral(template) {
      if (!tagged.has(template.start))
        fold(
          template,
          template.expressions.map(() => 'string' as const),
        );
    },
    CallExpression(node) {
      const sentence = read(node);
      if (sentence === undefined) return;
      const { start, end } = node;
      edits.push({ start, end, text: (source) => expressionOf(sentence.text, sentence, source) });
    },
  });
  visitor.visit(parseAst(code, { lang: 'js' }));
  return apply(code, edits);
}

/** The source of a range with the edits inside it. */
type Source = (start: number, end: number) => string;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: (source: Source) => string;
}

/** Outer edits go first; what they keep of the source, they ask for, with the inner edits in it. */
function apply(code: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const source: Source = (start, end) => {
    let text = '';
    let at = start;
    for (const edit of sorted) {
      if (edit.start < at || edit.end > end) continue;
      text += code.slice(at, edit.start) + edit.text(source);
      at = edit.end;
    }
    return text + code.slice(at, end);
  };
  return source(0, code.length);
}

/** One mark in a language. */
interface Sentence {
  readonly text: Translation;
  /** Where the values stand, by name. */
  readonly places: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  readonly key: string;
  readonly locale: string;
}

type Place = 'text' | 'quoted' | 'unquoted' | 'string';

function findValue(name: string, { places, key, locale }: Sentence, source: Source): string {
  const place = places.get(name);
  if (place !== undefined) return source(place.start, place.end);
  throw new GroundTruthError(
    'invalid-argument',
    `The translation of "${key}" (${locale}) names a value {${name}}, which the sentence does not have.`,
  );
}

/** The inside of a template literal: chunks as they are escaped, values as expressions. */
function write(text: string, sentence: Sentence, source: Source, escaped: (chunk: string) => string): string {
  return text
    .split(PLACEHOLDER)
    .map((part, index) =>
      index % 2 === 0 ? escaped(escapeTemplate(part)) : `\${${findValue(part, sentence, source)}}`,
    )
    .join('');
}

function expressionOf(text: Translation, sentence: Sentence, source: Source): string {
  if (typeof text === 'string')
    return sentence.places.size === 0
      ? toAscii(JSON.stringify(text))
      : `\`${write(text, sentence, source, toAscii)}\``;
  const { count, ...forms } = text;
  const entries = Object.entries(forms).map(
    ([category, form]) => `${category}:${expressionOf(form, sentence, source)}`,
  );
  const number = findValue(count, sentence, source);
  return `({${entries.join()}})[new Intl.PluralRules(${JSON.stringify(sentence.locale)}).select(${number})]`;
}

const escapeMarkup = (text: string) => text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);

const escapeTemplate = (text: string) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

/** Scripts are ASCII but for Lit's templates. */
const toAscii = (text: string) =>
  text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Where each expression of a template stands: in text, in a quoted attribute, alone after `=`, or undefined where its
 * value is not what is written (a property, an event, a part of a tag).
 */
function placesIn({ quasis }: ESTree.TemplateLiteral): (Place | undefined)[] {
  let inTag = false;
  let quote = '';
  let attribute = '';
  return quasis.slice(0, -1).map(({ value }) => {
    const text = value.raw;
    for (const [index, character] of [...text].entries()) {
      if (quote !== '') quote = character === quote ? '' : quote;
      else if (!inTag) inTag = character === '<';
      else if (character === '>') inTag = false;
      else if (character === '"' || character === "'") {
        quote = character;
        attribute = /([^\s"'>/=]+)=$/.exec(text.slice(0, index))?.[1] ?? '';
      }
    }
    if (!inTag) return 'text';
    if (quote === '') attribute = /([^\s"'>/=]+)=$/.exec(text)?.[1] ?? '.';
    if (/^[.?@]/.test(attribute)) return undefined;
    return quote === '' ? 'unquoted' : 'quoted';
  });
}
