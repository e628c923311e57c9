import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Preview, startPreview } from './dev.ts';

let folder = '';
let preview: Preview;
let base = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gtkit-'));
  await symlink(join(import.meta.dirname, '..', 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, 'gt-keypoint'));
  await writeFile(
    join(folder, 'gt-keypoint', 'gt-keypoint.ts'),
    'export const mine: string = "seen";\nexport * from "./say.ts";\n',
  );
  await writeFile(
    join(folder, 'gt-keypoint', 'say.ts'),
    "import { msg } from '@lit/localize';\nexport const said = msg('Keep');\n",
  );
  await mkdir(join(folder, 'locales'));
  await writeFile(join(folder, 'locales', 'es.json'), '{ "Keep": "Dejar" }');
  preview = await startPreview({
    port: 0,
    watch: false,
    elementsDir: folder,
    cacheDir: join(folder, '.vite'),
  });
  base = (await fetch(preview.url)).url;
});
afterAll(async () => {
  await preview.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (route: string, body: unknown, type = 'application/json') =>
  fetch(`${base}api/${route}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
const read = async (response: Response) =>
  (await response.json()) as Record<string, never> & { error?: { message: string } };
const skeleton = { name: 'arm', keypoints: [{ name: 'elbow' }, { name: 'hand' }] };

describe('the preview', () => {
  it('lists the templates with their examples, which are usable', async () => {
    const { templates } = (await (await fetch(`${base}api/templates`)).json()) as {
      templates: { name: string; example: string }[];
    };
    expect(templates.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['bounding-box', 'keypoint-pose']),
    );
    for (const { name, example } of templates) {
      const rendered = await read(await post('render', { template: name, input: JSON.parse(example) }));
      expect(rendered).toEqual({
        page: expect.any(String),
        image: expect.stringMatching(/example\.jpg$/),
        problems: [],
      });
      const picture = await fetch(new URL(rendered['image'] ?? '', base));
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
    }
  });

  it("serves the worker's page in a sandbox, with the sources as modules", async () => {
    const { page } = await read(
      await post('render', { template: 'keypoint-pose', input: { taskObject: 'example.jpg', skeleton } }),
    );
    const response = await fetch(new URL(page ?? '', base));
    expect(response.headers.get('content-security-policy')).toBe(
      'sandbox allow-scripts allow-forms allow-modals',
    );
    const html = await response.text();
    expect(html).not.toContain('assets.crowd.aws');
    expect(html).toContain('&quot;elbow&quot;');
    const source = [...html.matchAll(/src="([^"]+gt-keypoint\.ts)"/g)][0]?.[1] ?? '';
    const module = await fetch(new URL(source, base));
    expect(await module.text()).toContain('const mine = "seen"');
    // A sandboxed page has no origin.
    expect(module.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('serves the page in a language of the elements, from the sources and built', async () => {
    const { locales } = await read(await fetch(`${base}api/templates`));
    expect(locales).toEqual(['es']);
    const request = {
      template: 'keypoint-pose',
      input: { taskObject: 'example.jpg', skeleton },
      locale: 'es',
    };
    const pageOf = async (built: boolean) => {
      const { page } = await read(await post('render', { ...request, built }));
      return (await fetch(new URL(page ?? '', base))).text();
    };
    const html = await pageOf(false);
    expect(html).toContain('<html lang="es">');
    expect(html).toContain('<crowd-form lang="es">');
    expect(html).toContain('header="Cómo marcar los puntos"');
    const [, source = ''] = /src="([^"]+gt-keypoint\.ts\?locale=es)"/.exec(html) ?? [];
    const module = await (await fetch(new URL(source, base))).text();
    const [, inner = ''] = /"([^"]+say\.ts\?[^"]*)"/.exec(module) ?? [];
    expect(await (await fetch(new URL(inner, base))).text()).toMatch(/said = .*"Dejar"/);
    expect(await pageOf(true)).toContain('Cómo marcar los puntos');
    expect((await read(await post('render', { ...request, locale: '../x' }))).error?.message).toMatch(
      /not translated into/,
    );
  });

  it('serves the built template too: one classic script, and its length', async () => {
    const { page, characters } = await read(
      await post('render', {
        template: 'keypoint-pose',
        input: { taskObject: 'example.jpg', skeleton },
        built: true,
      }),
    );
    expect(characters).toBeGreaterThan(1000);
    const html = await (await fetch(new URL(page ?? '', base))).text();
    expect(html).toMatch(/<script>\n/);
    expect(html).not.toMatch(/gt-keypoint\.ts|assets\.crowd\.aws/);
  });

  it.each([
    ['keypoint-pose', { skeleton, placement: 'box' }, 'placement="box"', 'placement=""'],
    ['bounding-box', { labels: ['boat'], extreme: true }, 'extreme required', '     required'],
  ])('lets the input of %s say how a worker begins', async (template, options, said, notSaid) => {
    const pageOf = async (input: object) => {
      const { page } = await read(
        await post('render', { template, input: { taskObject: 'example.jpg', ...input } }),
      );
      return (await fetch(new URL(page ?? '', base))).text();
    };
    expect(await pageOf(options)).toContain(said);
    expect(await pageOf({ ...options, placement: undefined, extreme: false })).toContain(notSaid);
  });

  it('says what the task input lacks and shows the page all the same', async () => {
    const { page, problems } = await read(
      await post('render', { template: 'keypoint-pose', input: { taskObject: 'example.jpg' } }),
    );
    expect(page).toBeDefined();
    expect(problems).toEqual([{ path: ['skeleton'], message: 'expected object, found nothing.' }]);
  });

  it.each([
    [
      'render',
      { template: 'keypoint-pose', input: { taskObject: 's3://b/k.jpg', skeleton } },
      /no bucket to read s3:\/\/b\/k\.jpg/,
    ],
    ['render', { template: 'nothing', input: {} }, /no template "nothing"/],
    ['render', { template: 'keypoint-pose', input: [] }, /input/],
    [
      'consolidate',
      {
        template: 'keypoint-pose',
        input: { taskObject: 'x', skeleton },
        answers: [{ workerId: 'w', answer: { keypoints: 3 } }],
      },
      /answer cannot be used/,
    ],
  ])('answers a mistake in words: %s %j', async (route, body, message) => {
    const response = await post(route, body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect((await read(response)).error?.message).toMatch(message);
  });

  it('merges recorded answers as the post-annotation Lambda does', async () => {
    const answers = [10, 12, 40].map((x, index) => ({
      workerId: `worker-${index + 1}`,
      answer: {
        inputImageProperties: { width: 100, height: 80 },
        keypoints: [
          { label: 'elbow', x, y: 20 },
          { label: 'hand', x: 60, y: 70 },
        ],
      },
    }));
    const { label } = await read(
      await post('consolidate', { template: 'keypoint-pose', input: { taskObject: 'x', skeleton }, answers }),
    );
    // Near the two that agree, whichever method is the default.
    const elbow = { label: 'elbow', x: expect.closeTo(12, -1), y: 20, visibility: 2 };
    expect(label).toMatchObject({ annotations: [{ keypoints: [elbow, { label: 'hand' }] }] });
  });

  it("takes a picture of the author's, shows it under its name, and takes nothing else", async () => {
    const send = (body: Buffer, type = 'image/png') =>
      fetch(`${base}api/pictures/${encodeURIComponent('my fox (2).png')}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: new Uint8Array(body),
      });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { name, url } = (await (await send(png)).json()) as { name: string; url: string };
    expect(name).toBe('my-fox-2-.png');
    const picture = await fetch(new URL(url, base));
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    const rendered = await read(
      await post('render', { template: 'keypoint-pose', input: { taskObject: name, skeleton } }),
    );
    expect(rendered['image']).toBe(url);
    // A drawing can hold scripts, and would run them beside the workbench.
    for (const refused of [
      send(Buffer.from('<svg onload="alert(1)"/>'), 'image/svg+xml'),
      send(png, 'text/plain'),
    ])
      expect((await refused).status).toBe(400);
  });

  it('measures the templates as they would be built, and says which one does not build', async () => {
    const { sizes } = (await (await fetch(`${base}api/sizes`)).json()) as {
      sizes: { name: string; characters: number; problem?: string }[];
    };
    const found = Object.fromEntries(sizes.map((size) => [size.name, size]));
    expect(found['keypoint-pose']).toMatchObject({ maxCharacters: 128_000, maxScriptKib: 30 });
    expect(found['keypoint-pose']?.characters).toBeGreaterThan(1000);
    // This test has no elements but one.
    expect(found['bounding-box']?.problem).toMatch(/gt-bounding-box/);
  });

  it('merges choices and verdicts as the Lambda does', async () => {
    const merge = (template: string, input: object, answers: object[]) =>
      post('consolidate', {
        template,
        input: { taskObject: 'x', ...input },
        answers: answers.map((answer, index) => ({ workerId: `w${index}`, answer })),
      }).then(read);
    const labels = ['boats', 'houses'];
    const chosen = ['houses', 'houses', 'boats'].map((label) => ({ label, categories: labels }));
    expect(await merge('image-classification', { labels }, chosen)).toMatchObject({
      task: 'classification',
      label: 1,
      names: ['houses'],
      metadata: { 'class-name': 'houses' },
    });
    const several = [['boats'], ['boats', 'houses'], ['boats']].map((found) => ({
      labels: found,
      categories: labels,
    }));
    expect(await merge('image-classification', { labels, multiple: true }, several)).toMatchObject({
      names: ['boats'],
    });
    const verdicts = ['fine', 'missing', 'missing'].map((label) => ({
      label,
      categories: ['fine', 'missing'],
      verdict: label === 'fine' ? 'accepted' : 'rejected',
      workerComment: 'why',
    }));
    expect(await merge('box-verification', { labels: ['fine', 'missing'] }, verdicts)).toMatchObject({
      label: 1,
      names: ['missing'],
    });
  });

  it('merges with the method that is asked for', async () => {
    const answers = [0, 10, 50].map((x, index) => ({
      workerId: `w${index}`,
      answer: {
        inputImageProperties: { width: 100, height: 80 },
        keypoints: [{ label: 'elbow', x, y: 20 }],
      },
    }));
    const request = {
      template: 'keypoint-pose',
      input: { taskObject: 'x', skeleton: { name: 'arm', keypoints: [{ name: 'elbow' }] } },
      answers,
    };
    const merged = (method: string) => post('consolidate', { ...request, method }).then(read);
    expect(await merged('mean')).toMatchObject({
      method: 'mean',
      label: { annotations: [{ keypoints: [{ x: 20 }] }] },
    });
    expect((await merged('sorcery')).error?.message).toMatch(/sorcery/);
  });

  it('keeps other sites out: everything is under a secret path, and posts are JSON', async () => {
    const outside = await fetch(`${preview.url}api/templates`);
    expect(outside.status).toBe(404);
    expect(outside.headers.get('access-control-allow-origin')).toBeNull();
    expect(await outside.text()).not.toContain(new URL(base).pathname);
    expect(
      (await fetch(preview.url, { redirect: 'manual' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
    expect((await post('render', { template: 'keypoint-pose', input: {} }, 'text/plain')).status).toBe(400);
  });

  it('serves no file but pictures of a template', async () => {
    for (const name of ['keypoint-pose/task.ts', 'keypoint-pose/..%2f..%2fpackage.json', '../package.json'])
      expect((await fetch(`${base}files/${name}`)).headers.get('content-type')).not.toMatch(
        /image|typescript/,
      );
  });
});
