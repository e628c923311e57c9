import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import handlebars from 'handlebars';
import { Marked, type Token, type Tokens } from 'marked';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

export interface Instructions {
  /** HTML for the panel: what stands above the first `---`. */
  short: string;
  /** HTML for the sheet: everything. */
  full: string;
  /** What is above the sheet, when the source begins with `# a heading`; else the template says it. */
  header?: string;
}

const mediaTypes: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/**
 * Turns a template's `instructions.md` into the HTML that goes into the template: Markdown, then the page
 * `instructions.hbs` of the folder above. Pictures become data URIs; HTML in the source is shown as text;
 * the result holds nothing that Liquid would read.
 * @param folder the template's folder
 * @param locale the language: `instructions.<locale>.md` where there is one, else `instructions.md`
 * @throws {GroundTruthError} `invalid-template` for missing instructions, a missing picture or one without a description
 */
export async function renderInstructions(folder: string, locale = ''): Promise<Instructions> {
  const source = await readFile(join(folder, `instructions.${locale}.md`), 'utf8').catch(() =>
    readFile(join(folder, 'instructions.md'), 'utf8').catch((cause: unknown) => {
      const message = `${folder} has no instructions.md, which is what workers read. One sentence is enough to begin.`;
      throw new GroundTruthError('invalid-template', message, { where: { file: folder }, cause });
    }),
  );
  const page = handlebars.compile(await readFile(join(folder, '..', 'instructions.hbs'), 'utf8'));
  const pictures = new Map<string, string>();
  const marked = createMarked(folder, pictures);
  const tokens = marked.lexer(source);
  const [first] = tokens;
  const header = first?.type === 'heading' && first['depth'] === 1 ? String(first['text']) : undefined;
  if (header !== undefined) tokens.shift();
  const end = tokens.findIndex(({ type }) => type === 'hr');
  const short = end < 0 ? tokens : tokens.slice(0, end);
  const full = tokens.filter((_, index) => index !== end);
  await Promise.all(
    marked.walkTokens(tokens, (token) =>
      token.type === 'image' ? loadPicture(token as Tokens.Image, folder, pictures) : undefined,
    ),
  );
  const html = (part: Token[]) =>
    withoutLiquid(
      page({ body: marked.parser(part).trim() })
        .trim()
        .replace(/>\n+</g, '><'),
    );
  const read = { short: html(short), full: html(full) };
  return header === undefined ? read : { ...read, header: handlebars.escapeExpression(header) };
}

function createMarked(folder: string, pictures: ReadonlyMap<string, string>): Marked {
  const escapeHtml = handlebars.escapeExpression;
  return new Marked({
    renderer: {
      // Our own source, but a script or a stray tag there would run in the worker's page.
      html: ({ text }) => escapeHtml(text),
      link({ href, tokens }) {
        if (!/^https:\/\//.test(href)) {
          throw new GroundTruthError(
            'invalid-template',
            `The link "${href}" in instructions.md does not start with https://.`,
            { where: { file: join(folder, 'instructions.md') } },
          );
        }
        return `<a href="${escapeHtml(href)}" target="_blank" rel="noopener">${this.parser.parseInline(tokens)}</a>`;
      },
      image: ({ href, text }) => `<img src="${pictures.get(href) ?? ''}" alt="${escapeHtml(text)}">`,
    },
  });
}

async function loadPicture({ href, text }: Tokens.Image, folder: string, pictures: Map<string, string>) {
  const where = { file: join(folder, 'instructions.md') };
  const mediaType = mediaTypes[extname(href).toLowerCase()];
  if (mediaType === undefined || !/^[\w.-]+$/.test(href)) {
    throw new GroundTruthError(
      'invalid-template',
      `The picture "${href}" in instructions.md has to be an SVG, PNG, JPEG or WebP file in the template's folder.`,
      { where },
    );
  }
  if (text.trim() === '') {
    throw new GroundTruthError(
      'invalid-template',
      `The picture "${href}" in instructions.md has no description: write ![what it shows](${href}).`,
      { where },
    );
  }
  const bytes = await readFile(join(folder, href)).catch((cause: unknown) => {
    throw new GroundTruthError(
      'invalid-template',
      `The picture "${href}" in instructions.md is not in ${folder}.`,
      { where, cause },
    );
  });
  const data =
    mediaType === 'image/svg+xml'
      ? svgDataUri(bytes.toString('utf8'))
      : `data:${mediaType};base64,${bytes.toString('base64')}`;
  pictures.set(href, data);
}

/** Percent encoding of the few characters that need it, a third shorter than base64; `alt` has the title. */
function svgDataUri(svg: string): string {
  const small = svg
    .replace(/<!--[\s\S]*?-->|<title>.*?<\/title>/g, '')
    .replace(/>\s+</g, '><')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/"/g, "'")
    .trim();
  return `data:image/svg+xml,${small.replace(/[%#{}&"]/g, encodeURIComponent)}`;
}

/** Braces as entities: HTML shows the same, and Liquid does not see a delimiter. */
function withoutLiquid(html: string): string {
  return html.replace(/\{(?=[{%])|[%}](?=\})/g, (found) => `&#${found.charCodeAt(0)};`);
}
