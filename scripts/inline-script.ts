import { parseAst, Visitor } from 'vite';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/**
 * What must not stand in a script inside a Liquid template: Liquid's four delimiters (some engines also look
 * for closing ones), and what makes an HTML parser leave the script or read it in its old comment mode.
 */
const forbidden = /\{\{|\{%|%\}|\}\}|<\/script|<!--/i;

type Kind = 'string' | 'template' | 'raw-template' | 'regex';
interface Token {
  start: number;
  end: number;
  kind: Kind;
}

/**
 * Rewrites a JavaScript bundle so that it can stand in `<script>` in a Liquid template: Liquid and the HTML
 * parser leave the result untouched, and it evaluates to the same. Strings and template literals get a
 * backslash, regular expressions a hex escape, code and comments a space.
 *
 * A tag function that reads `strings.raw` would see the backslashes; `String.raw` itself is taken care of.
 * @param bundle a classic script, not a module
 * @throws {GroundTruthError} `invalid-argument` when it does not parse
 */
export function inlineScript(bundle: string): string {
  let result = '';
  let position = 0;
  for (const token of tokensOf(bundle)) {
    result += separate(bundle.slice(position, token.start));
    const text = bundle.slice(token.start, token.end);
    // `a</script/` compares with a regular expression.
    if (result.endsWith('<') && token.kind === 'regex') result += ' ';
    result += rewrite[token.kind](text, bundle[token.start - 1] === '}');
    position = token.end;
  }
  result += separate(bundle.slice(position));
  const left = forbidden.exec(result);
  if (left) {
    const around = result.slice(Math.max(0, left.index - 30), left.index + 30);
    throw new GroundTruthError('internal', `"${left[0]}" is left in an inlined script, at: ${around}`);
  }
  return result;
}

/** Whether text could be taken for Liquid or end a script element. */
export function hasForbidden(text: string): boolean {
  return forbidden.test(text);
}

/** Every string, template chunk and regular expression in source order; the rest is code and comments. */
function tokensOf(bundle: string): Token[] {
  const tokens: Token[] = [];
  const raw = new Set<number>();
  const visitor = new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      const isRaw =
        tag.type === 'MemberExpression' &&
        !tag.computed &&
        (tag.property as { name?: string }).name === 'raw';
      if (isRaw) for (const chunk of quasi.quasis) raw.add(chunk.start);
    },
    TemplateElement({ start, end }) {
      tokens.push({ start, end, kind: raw.has(start) ? 'raw-template' : 'template' });
    },
    Literal(node) {
      if ('regex' in node) tokens.push({ start: node.start, end: node.end, kind: 'regex' });
      else if (typeof node.value === 'string')
        tokens.push({ start: node.start, end: node.end, kind: 'string' });
    },
  });
  try {
    visitor.visit(parseAst(bundle, { lang: 'js', sourceType: 'script' }));
  } catch (cause) {
    throw new GroundTruthError('invalid-argument', `The script does not parse: ${String(cause)}`, { cause });
  }
  return tokens.sort((a, b) => a.start - b.start);
}

/** Code and comments: a space changes nothing between `{` and `{`, or between `<` and `/script/`. */
function separate(code: string): string {
  return code.replace(/\{(?=[{%])|[%}](?=\})|<(?=\/script|!--)/gi, '$& ');
}

/** `afterBrace`: the chunk follows a `}` that ends an expression, so its own first `}` would make a pair. */
const rewrite: Record<Kind, (text: string, afterBrace: boolean) => string> = {
  string: (text) => backslash(text),
  template: (text, afterBrace) =>
    afterBrace && text.startsWith('}') ? `\\${backslash(text)}` : backslash(text),
  'raw-template': (text, afterBrace) =>
    text.replace(
      afterBrace ? /^\}+|\\*(?:[{%}]{2,}|<(?=\/script|!--))/gi : /\\*(?:[{%}]{2,}|<(?=\/script|!--))/gi,
      (found) => `\${${backslash(JSON.stringify(found))}}`,
    ),
  regex: hexEscape,
};

/** `\{`, `\%`, `\}`, `\/` and `\!` stand for the character itself in strings and untagged templates. */
function backslash(text: string): string {
  return text.replace(/(?<=\{)[{%]|(?<=[%}])\}|(?<=<)(?:\/(?=script)|!(?=--))/gi, '\\$&');
}

/**
 * In a regular expression a brace may be syntax, and which one of a pair is depends on what it is: of `{{`
 * the first is literal (`/{{2}/` is two braces), of `}}` the second, `%` always, and in `<!--` (which a
 * lookbehind may contain) the last dash.
 */
function hexEscape(text: string): string {
  return text
    .replace(/\\?\{(?=\{)/g, '\\x7b')
    .replace(/\\?%(?=\})|(?<=\{)\\?%/g, '\\x25')
    .replace(/(?<=\})\}/g, '\\x7d')
    .replace(/<\/(?=script)/gi, '<\\/')
    .replace(/<!--/g, '<!-\\x2d');
}
