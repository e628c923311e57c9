import { type Plugin, parseAst, Visitor } from 'vite';

const shrink: Record<string, (text: string) => string> = {
  // A line break between tags is a space between words at most; none of our elements has a <pre>.
  html: (text) => text.replace(/\s*\n\s*/g, ' '),
  svg: (text) => text.replace(/\s*\n\s*/g, ' '),
  css: (text) =>
    text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};]) ?/g, '$1')
      .replace(/([:,]) /g, '$1')
      .replace(/;\}/g, '}'),
};

/**
 * Takes the indentation out of Lit's templates and style sheets, which a minifier of scripts leaves alone: it
 * is a tenth of a template's characters, and these are limited.
 */
export function shrinkLitTemplates(): Plugin {
  return {
    name: 'shrink-lit-templates',
    enforce: 'post',
    transform(code, id) {
      if (!/\.[jt]s$/.test(id) || !/\b(?:html|svg|css)`/.test(code)) return null;
      return { code: shrinkTemplates(code), map: null };
    },
  };
}

/** The same on source text: JavaScript whose tags still have their names. */
export function shrinkTemplates(code: string): string {
  const chunks: { start: number; end: number; text: string }[] = [];
  const visitor = new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const shrinkText = tag.type === 'Identifier' ? shrink[tag.name] : undefined;
      if (!shrinkText) return;
      for (const { start, end } of quasi.quasis)
        chunks.push({ start, end, text: shrinkText(code.slice(start, end)) });
    },
  });
  visitor.visit(parseAst(code));
  // From the end, so that places stay; templates inside expressions of templates are chunks of their own.
  return chunks
    .sort((a, b) => b.start - a.start)
    .reduce((text, chunk) => text.slice(0, chunk.start) + chunk.text + text.slice(chunk.end), code);
}
