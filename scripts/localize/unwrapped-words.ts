import { parseAst, Visitor } from 'vite';

/** Attributes that a worker reads or hears. */
const spoken = /\s(?:aria-label|aria-description|title|alt|placeholder|header)=(?:"([^"]*)"|'([^']*)')/g;
const words = /\p{L}{2,}/u;

/** Words in the Lit templates of a source that do not go through `msg`, and so are English for everybody. */
export function unwrappedWords(code: string): string[] {
  const found: string[] = [];
  const visitor = new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type !== 'Identifier' || (tag.name !== 'html' && tag.name !== 'svg')) return;
      // A value stands for nothing that we wrote.
      const markup = quasi.quasis.map(({ value }) => value.raw).join('\u200b');
      const attributes = [...markup.matchAll(spoken)].map(([, double, single]) => double ?? single ?? '');
      const text = markup.replace(/<[^>]*>/g, '\n').split(/[\n\u200b]/);
      found.push(...[...attributes, ...text].map((part) => part.trim()).filter((part) => words.test(part)));
    },
  });
  visitor.visit(parseAst(code, { lang: 'ts' }));
  return found;
}
