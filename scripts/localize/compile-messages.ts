import { type ESTree, parseAst, Visitor } from 'vite';
import { findMessages, isNamed, type Message, PLACEHOLDER } from './find-messages.ts';

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

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: () => string;
}

/**
 * Puts the sentences of a language in the place of `msg(...)`, so that a script pays nothing for being translatable:
 * no function is left, and a sentence that stands in a template of Lit's becomes part of the template, as if it had
 * been written there. Expressions may come twice or in another order, so they must not do anything.
 * @param code JavaScript whose tags still have their names
 */
export function compileMessages(code: string, { locale, translate }: Language): string {
  const messages = new Map(findMessages(code, 'js').map((message) => [message.start, message]));
  const translationOf = ({ key }: Message): Translation => translate(key) ?? key;
  const edits: Edit[] = [];
  const visitor = new Visitor({
    ImportDeclaration({ start, end, source }) {
      if (source.value === '@lit/localize') edits.push({ start, end, text: () => '' });
    },
    CallExpression({ start, end }) {
      const message = messages.get(start);
      if (message?.end !== end) return;
      edits.push({ start, end, text: () => expressionOf(translationOf(message), message, source, locale) });
    },
    TaggedTemplateExpression({ tag, quasi }) {
      if (!isNamed(tag, 'html') && !isNamed(tag, 'svg')) return;
      const places = placesIn(quasi);
      quasi.expressions.forEach((expression, index) => {
        const message = messages.get(expression.start);
        const place = places[index];
        if (message?.end !== expression.end || place === undefined) return;
        const translation = translationOf(message);
        if (typeof translation !== 'string') return;
        // The chunks end before "${" and start after "}": the braces go too.
        const [before, after] = [quasi.quasis[index], quasi.quasis[index + 1]];
        if (before === undefined || after === undefined) return;
        edits.push({
          start: before.end,
          end: after.start,
          text: () => foldInto(place, translation, message, source),
        });
      });
    },
  });
  visitor.visit(parseAst(code));
  // Outer edits first: what they take of the source, they ask for, with the inner edits in it.
  edits.sort((a, b) => a.start - b.start || b.end - a.end);
  const source = (start: number, end: number): string => {
    let text = '';
    let at = start;
    for (const edit of edits) {
      if (edit.start < at || edit.end > end) continue;
      text += code.slice(at, edit.start) + edit.text();
      at = edit.end;
    }
    return text + code.slice(at, end);
  };
  return source(0, code.length);
}

type Source = (start: number, end: number) => string;
type Place = 'text' | 'quoted' | 'unquoted';

/** Splits a sentence at its values, and writes both. */
function write(
  sentence: string,
  { values, key }: Message,
  source: Source,
  chunk: (text: string) => string,
): string {
  return sentence
    .split(PLACEHOLDER)
    .map((part, index) => {
      if (index % 2 === 0) return escapeTemplate(chunk(part));
      const value = values.get(part);
      if (value === undefined) throw new Error(`"${key}" has no value {${part}}, which a translation names.`);
      return `\${${source(value.start, value.end)}}`;
    })
    .join('');
}

function expressionOf(translation: Translation, message: Message, source: Source, locale: string): string {
  if (typeof translation === 'string')
    return message.values.size === 0
      ? JSON.stringify(translation)
      : `\`${write(translation, message, source, (text) => text)}\``;
  const { count, ...forms } = translation;
  const number = message.values.get(count);
  if (number === undefined)
    throw new Error(`"${message.key}" has no value {${count}}, which a translation counts by.`);
  const entries = Object.entries(forms).map(
    ([category, sentence]) => `${category}: ${expressionOf(sentence, message, source, locale)}`,
  );
  const chosen = `new Intl.PluralRules(${JSON.stringify(locale)}).select(${source(number.start, number.end)})`;
  return `({${entries.join(', ')}})[${chosen}]`;
}

function foldInto(place: Place, sentence: string, message: Message, source: Source): string {
  const text = write(sentence, message, source, escapeMarkup);
  return place === 'unquoted' ? `"${text}"` : text;
}

const escapeMarkup = (text: string) => text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`);

const escapeTemplate = (text: string) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

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
