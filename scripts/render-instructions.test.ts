import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasForbidden } from './inline-script.ts';
import { renderInstructions } from './render-instructions.ts';

let root = '';
let folder = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gtkit-'));
  folder = join(root, 'mine');
  await mkdir(folder);
  await writeFile(join(root, 'instructions.hbs'), '<div>{{{body}}}</div>');
  await writeFile(
    join(folder, 'a.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg">\n  <style>a{fill:red}</style>\n</svg>',
  );
});
afterEach(() => rm(root, { recursive: true }));

const write = (text: string) => writeFile(join(folder, 'instructions.md'), text);

describe('instructions', () => {
  it('are short down to the first rule, and full with everything and without the rule', async () => {
    await write('Short **one**.\n\n---\n\n## More\n\nLong.');
    const { short, full } = await renderInstructions(folder);
    expect(short).toBe('<div><p>Short <strong>one</strong>.</p></div>');
    expect(full).toBe('<div><p>Short <strong>one</strong>.</p><h2>More</h2><p>Long.</p></div>');
  });

  it('are the same short and full without a rule', async () => {
    await write('All.');
    const { short, full } = await renderInstructions(folder);
    expect(short).toBe(full);
  });

  it('carry their pictures', async () => {
    await write('![A red thing](a.svg)');
    const { short } = await renderInstructions(folder);
    const source = /src="data:image\/svg\+xml,([^"]*)"/.exec(short)?.[1] ?? '';
    expect(decodeURIComponent(source)).toBe(
      "<svg xmlns='http://www.w3.org/2000/svg'><style>a{fill:red}</style></svg>",
    );
    expect(short).toContain('alt="A red thing"');
  });

  it('show HTML as text', async () => {
    await write('Hello <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>');
    const { full } = await renderInstructions(folder);
    expect(full).not.toMatch(/<script|<img/);
  });

  it('may speak of Liquid', async () => {
    await write('Write `{{ task.input }}` or {% if x %} and }} and %}.');
    const { full } = await renderInstructions(folder);
    expect(hasForbidden(full)).toBe(false);
    expect(await new Liquid().parseAndRender(full)).toBe(full);
    expect(full.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toContain('{{ task.input }}');
  });

  it.each([
    ['![gone](gone.svg)', /"gone.svg".*is not in/],
    ['![](a.svg)', /has no description/],
    ['![x](../secret.png)', /file in the template's folder/],
    ['![x](https://example.com/a.png)', /file in the template's folder/],
    ['[x](javascript:alert)', /does not start with https/],
  ])('say what is wrong with %s', async (text, message) => {
    await write(text);
    await expect(renderInstructions(folder)).rejects.toThrow(message);
  });
});
