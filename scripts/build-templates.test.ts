import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { buildAssets } from './build-assets.ts';
import { buildTemplates } from './build-templates.ts';
import { hasForbidden, inlineScript } from './inline-script.ts';

// An element with everything that Liquid or HTML could stumble over.
const element = `
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
const text = '{{ </script> <!-- … %} $& $1';
@customElement('gt-mine')
export class GtMine extends LitElement {
  static override styles = css\`:host { width: 100% } @media (width > 2px) { a { color: red }}\`;
  @property() name = text;
  override render() { return html\`<p>\${JSON.stringify({ a: { b: this.name } })} {{ x }} {% y %}</p>\`; }
}
(globalThis as { seen?: unknown }).seen = [text, GtMine.styles.cssText, /{{2}/.source.length];
`;
const template = `<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<script src="./elements.js"></script>
<crowd-form>
  <gt-mine name="annotatedResult" src="{{ task.input.taskObject | grant_read_access }}" labels="{{ task.input.labels | to_json }}">
    <short-instructions></short-instructions>
    <full-instructions header="How"></full-instructions>
  </gt-mine>
</crowd-form>
`;

const taskFile = (changes: object) =>
  `export const task = ${JSON.stringify({
    task: 'keypoint',
    elements: ['gt-mine'],
    answerName: 'annotatedResult',
    title: 'Mine',
    description: 'Mark mine.',
    keywords: [],
    ...changes,
  })};`;

let root = '';
let folders = { outDir: '', templatesDir: '', elementsDir: '' };
const mine = (file: string) => join(folders.templatesDir, 'mine', file);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gtkit-'));
  // So that the element finds its packages.
  await symlink(join(import.meta.dirname, '..', 'node_modules'), join(root, 'node_modules'));
  folders = {
    outDir: join(root, 'dist'),
    templatesDir: join(root, 'templates'),
    elementsDir: join(root, 'elements'),
  };
  await mkdir(join(folders.templatesDir, 'mine'), { recursive: true });
  await mkdir(join(folders.elementsDir, 'gt-mine'), { recursive: true });
  await writeFile(join(folders.templatesDir, 'instructions.hbs'), '{{{body}}}');
  await writeFile(mine('task.ts'), taskFile({ name: 'mine' }));
  await writeFile(mine('template.liquid.html'), template);
  await writeFile(mine('instructions.md'), 'Short {{ words }}.\n\n---\n\nMany words.');
  await writeFile(join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'), element);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const input = { taskObject: 's3://b/k.jpg', labels: ['a"b', '<c>'] };
const render = (text: string) =>
  renderTemplate(text, input, { grantReadAccess: (uri) => `https://read/${uri.slice(5)}` });
const scriptOf = (html: string) => /<script>\n([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';

describe('a built template', () => {
  it('comes out of Liquid with its script untouched and the task filled in', async () => {
    const [built] = await buildTemplates(folders);
    const html = await readFile(built?.html ?? '', 'utf8');
    const bundle = await readFile(built?.script ?? '', 'utf8');
    const rendered = render(html);
    expect(hasForbidden(scriptOf(html))).toBe(false);
    expect(scriptOf(rendered)).toBe(inlineScript(bundle));
    expect(rendered).toContain('src="https://read/b/k.jpg"');
    expect(rendered).toContain('labels="[&quot;a\\&quot;b&quot;,&quot;&lt;c&gt;&quot;]"');
    expect(rendered).toContain(
      '<short-instructions><p>Short &#123;{ words &#125;}.</p></short-instructions>',
    );
    expect(rendered).toContain(
      '<full-instructions header="How"><p>Short &#123;{ words &#125;}.</p>\n<p>Many words.</p></full-instructions>'.replace(
        '\n',
        '',
      ),
    );
    const loaded = [...html.matchAll(/\bsrc="(https?:[^"]*)"/g)].map((match) => match[1]);
    expect(loaded).toEqual(['https://assets.crowd.aws/crowd-html-elements.js']);
  });

  it('runs as a classic script with the same result as the bundle', async () => {
    const [built] = await buildTemplates(folders);
    const seen = [
      await readFile(built?.script ?? '', 'utf8'),
      scriptOf(await readFile(built?.html ?? '', 'utf8')),
    ].map((script) => {
      class HTMLElement {
        attachShadow() {
          return {};
        }
      }
      const page = {
        queueMicrotask,
        HTMLElement,
        customElements: { define() {} },
        CSSStyleSheet: class {},
        Document: class {},
        document: { createComment: () => ({}), createTreeWalker: () => ({}), createElement: () => ({}) },
        window: {},
        seen: undefined as unknown,
      };
      runInNewContext(script, page);
      return page.seen;
    });
    expect(JSON.stringify(seen[0])).toBe(JSON.stringify(seen[1]));
    expect(JSON.stringify(seen[0])).toContain('{{ </script> <!-- … %} $& $1');
  });

  it('can load its script from a bucket, under a name that follows from its bytes', async () => {
    const [built] = await buildTemplates(folders);
    const html = await readFile(built?.s3Html ?? '', 'utf8');
    expect(built?.scriptKey).toMatch(/^templates\/mine\.[0-9a-f]{12}\.js$/);
    expect(basename(built?.script ?? '')).toBe(basename(built?.scriptKey ?? ''));
    expect(html).toContain(
      `<script src="{{ "s3://__GTKIT_BUCKET__/${built?.scriptKey}" | grant_read_access }}"></script>`,
    );
    expect(render(html)).toContain(
      `<script src="https://read/__GTKIT_BUCKET__/${built?.scriptKey}"></script>`,
    );
  });

  it('has the same bytes when it is built again, and leaves nothing of the build before', async () => {
    const read = async () => {
      const names = (await readdir(join(folders.outDir, 'templates'))).sort();
      return Promise.all(
        names.map(async (name) => [name, await readFile(join(folders.outDir, 'templates', name), 'utf8')]),
      );
    };
    await buildTemplates(folders);
    const first = await read();
    expect(first.flat().join()).not.toContain('Lit is in dev mode');
    // As in the preview: what is published must not depend on who builds it.
    vi.stubEnv('NODE_ENV', 'development');
    await buildTemplates(folders);
    vi.unstubAllEnvs();
    expect(await read()).toEqual(first);
    await writeFile(join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'), 'globalThis.other = 1;');
    await buildTemplates(folders);
    expect((await read()).map(([name]) => name)).toHaveLength(3);
  });

  it('is there in every language of the elements, with the instructions of that language', async () => {
    const say =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a source that is written to a file
      "import { msg, str } from '@lit/localize'; globalThis.said = (n) => [msg('Keep'), msg(str`${n} left`)];";
    await writeFile(join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'), say);
    await mkdir(join(folders.elementsDir, 'locales'));
    const catalogue = { Keep: '\u05e9\u05de\u05d5\u05e8', '{n} left': '{n} \u05e0\u05d5\u05ea\u05e8\u05d5' };
    await writeFile(join(folders.elementsDir, 'locales', 'he.json'), JSON.stringify(catalogue));
    await writeFile(mine('instructions.he.md'), '# "How" in Hebrew\n\nIn Hebrew.');
    const built = await buildTemplates(folders);
    expect(built.map(({ name, locale }) => [name, locale])).toEqual([
      ['mine', undefined],
      ['mine.he', 'he'],
    ]);
    const said = await Promise.all(
      built.map(async ({ script }) => {
        const page = { said: (_: number): string[] => [] };
        runInNewContext(await readFile(script, 'utf8'), page);
        return page.said(3);
      }),
    );
    expect(said).toEqual([
      ['Keep', '3 left'],
      [catalogue.Keep, catalogue['{n} left'].replace('{n}', '3')],
    ]);
    const html = await readFile(join(folders.outDir, 'templates', 'mine.he.liquid.html'), 'utf8');
    expect(html).toContain('<crowd-form lang="he" dir="rtl">');
    expect(html).toContain('<full-instructions header="&quot;How&quot; in Hebrew"><p>In Hebrew.</p>');
  });

  it('is refused when it is too long', async () => {
    await writeFile(
      join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'),
      `globalThis.x = '${'a'.repeat(130_000)}';`,
    );
    await expect(buildTemplates(folders)).rejects.toThrow(
      /characters, and Ground Truth takes fewer than 128,000/,
    );
  });

  it.each([
    [template.replace('"./elements.js"', '"./other.js"'), /elements\.js.*found it 0 times/],
    [template.replace('https://assets.crowd.aws/', 'https://cdn.example/'), /lacks the line <script/],
    [template.replaceAll('crowd-form', 'form'), /lacks a <crowd-form>/],
    [template.replace('to_json', 'tojson'), /Liquid error in line \d+.*tojson/],
    [template.replace('| to_json }}', '| to_json'), /Liquid error/],
  ])('says what the authored template lacks (%#)', async (text, message) => {
    await writeFile(mine('template.liquid.html'), text);
    await expect(buildTemplates(folders)).rejects.toThrow(message);
  });

  it('says so when an element does not compile', async () => {
    await writeFile(join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'), 'export const = 1;');
    await expect(buildTemplates(folders)).rejects.toThrow(/could not be bundled.*gt-mine\.ts/s);
  });
});

describe("the kit's templates", () => {
  it('are short to write, and come out complete, below the limit and without anything for Liquid', async () => {
    const built = await buildTemplates({ outDir: folders.outDir });
    expect(built.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['bounding-box', 'keypoint-pose', 'keypoint-pose.es', 'bounding-box.ja']),
    );
    for (const { name, html, characters } of built) {
      const [folder = '', locale] = name.split('.');
      const authored = join(import.meta.dirname, '..', 'templates', folder, 'template.liquid.html');
      expect((await readFile(authored, 'utf8')).trimEnd().split('\n').length).toBeLessThanOrEqual(15);
      expect(characters).toBeLessThan(128_000);
      expect((await readFile(html, 'utf8')).includes(`<crowd-form lang="${locale}">`)).toBe(
        locale !== undefined,
      );
      const text = await readFile(html, 'utf8');
      expect(hasForbidden(scriptOf(text))).toBe(false);
      const written = /\{\{ task\.input\.\w+(?: \| \w+)? \}\}|\{% (?:if task\.input\.\w+|endif) %\}/g;
      expect(text.replace(written, '')).not.toMatch(/\{\{|\{%|\}\}|%\}/);
      expect(text).toMatch(/<short-instructions><style>[\s\S]+<img src="data:image\/svg\+xml,/);
      // Markdown that has been read: in Japanese a mark beside punctuation stays as it is.
      expect(text.replace(/<script>[\s\S]*<\/script>/, '')).not.toContain('**');
    }
  });
});

describe('the assets', () => {
  it('are the stand-in as one script and the tokens', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gtkit-'));
    const paths = await buildAssets({
      outDir: folder,
      crowdModule: join(folders.elementsDir, 'gt-mine', 'gt-mine.ts'),
    });
    expect(paths.map((path) => basename(path))).toEqual(['crowd-html-elements.js', 'tokens.css']);
    expect(await readFile(join(folder, 'assets', 'tokens.css'), 'utf8')).toMatch(/^:root\s*\{/);
    await rm(folder, { recursive: true });
  });
});
