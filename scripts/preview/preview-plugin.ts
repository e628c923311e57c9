import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, extname, join, relative } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';
import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { bundleScript } from '../bundle-script.ts';
import { findTemplates, type TemplateFolders, type TemplateSource } from '../find-templates.ts';
import { listLocales } from '../localize/languages.ts';
import type { consolidateAnswers } from './consolidate-answers.ts';
import { methodsOf } from './consolidation-methods.ts';
import { renderFrame } from './render-frame.ts';
import { templateSizes } from './template-sizes.ts';
import { MAX_PICTURE, UploadedPictures } from './uploaded-pictures.ts';

export interface PreviewPluginOptions extends TemplateFolders {
  /** Path under which everything lies, with slashes at both ends; it has a secret in it. */
  base: string;
  /** Absolute path of the project. */
  root: string;
}

const RenderRequest = z.object({
  template: z.string(),
  input: z.looseObject({}),
  built: z.optional(z.boolean()),
  locale: z.optional(z.string()),
});
const ConsolidateRequest = z.object({
  template: z.string(),
  input: z.looseObject({}),
  answers: z
    .array(z.object({ workerId: z.string(), answer: z.unknown() }))
    .check(z.minLength(1), z.maxLength(50)),
  method: z.optional(z.string()),
});

/** Longest body of a request, in bytes. */
const MAX_BODY = 4_000_000;
/** Worker pages that are kept; a reload asks for a new one. */
const MAX_FRAMES = 20;
const pictureTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** The preview's own routes, and its reload: a change of any source renders the worker's page again. */
export function previewPlugin(options: PreviewPluginOptions): Plugin {
  const kept: Kept = { frames: new Map(), pictures: new UploadedPictures() };
  return {
    name: 'gtkit-preview',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        if (path === '/') {
          response.writeHead(302, { location: options.base }).end();
        } else if (!path.startsWith(options.base)) {
          response
            .writeHead(404, { 'content-type': 'text/plain' })
            .end('Open the address that gtkit dev printed.');
        } else {
          // The worker's page has no origin (it is sandboxed as in the portal), so modules and pictures need
          // this; the secret in the path keeps other sites out.
          response.setHeader('access-control-allow-origin', '*');
          const route = path.slice(options.base.length);
          answer(server, kept, options, route, request, response).then(
            (done) => done || next(),
            (error: unknown) => sendError(response, error),
          );
        }
      });
    },
    hotUpdate({ file }) {
      const place = relative(options.root, file).replaceAll('\\', '/');
      // The preview's own page is Vite's to reload; everything else is inside the worker's page.
      if (place.startsWith('scripts/preview/') && !place.includes('/frame-')) return undefined;
      if (!/\.test\.ts$/.test(place)) this.environment.hot.send('gtkit:changed', { file: place });
      return [];
    },
  };
}

/** What the preview remembers while it runs. */
interface Kept {
  /** Worker pages by id. */
  frames: Map<string, string>;
  pictures: UploadedPictures;
}

/** @returns whether the route was one of the preview's */
async function answer(
  server: ViteDevServer,
  { frames, pictures }: Kept,
  options: PreviewPluginOptions,
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (route === 'api/templates') {
    const templates = (await findTemplates(options)).map((source) => describe(source, options.base));
    sendJson(response, {
      templates: await Promise.all(templates),
      locales: listLocales(options.elementsDir),
      pictures: pictures.names.map((name) => ({ name, url: pictureUrl(options, name) })),
    });
    return true;
  }
  if (route === 'api/sizes') {
    sendJson(response, { sizes: await templateSizes(options) });
    return true;
  }
  if (route.startsWith('api/pictures/') && request.method === 'POST') {
    // Another site cannot send this type without asking first, and is then refused.
    const bytes = await readBytes(request, 'image/', MAX_PICTURE);
    const name = pictures.add(decodeURIComponent(route.slice('api/pictures/'.length)), bytes);
    sendJson(response, { name, url: pictureUrl(options, name) });
    return true;
  }
  if (route === 'api/render' && request.method === 'POST') {
    const {
      template,
      input,
      built = false,
      locale,
    } = parseContract(RenderRequest, await readBody(request), 'request');
    const source = await findTemplate(options, template);
    if (locale !== undefined && !listLocales(source.elementsDir).includes(locale))
      throw new GroundTruthError('not-found', `The elements are not translated into "${locale}".`);
    const frame = await renderFrame({
      template: source,
      locale,
      input,
      fileUrl: (name) =>
        pictures.get(name) ? pictureUrl(options, name) : `${options.base}files/${template}/${name}`,
      moduleUrl: (path) =>
        `${options.base}@fs${path.startsWith('/') ? '' : '/'}${path.replaceAll('\\', '/')}`,
      crowdModule: crowdModule(options),
      crowdScript: `${options.base}built/crowd-html-elements.js`,
      built,
    });
    const id = randomBytes(8).toString('hex');
    frames.set(id, frame.html);
    for (const old of [...frames.keys()].slice(0, -MAX_FRAMES)) frames.delete(old);
    const { html: _, ...rest } = frame;
    sendJson(response, { page: `${options.base}frame/${id}`, ...rest });
    return true;
  }
  if (route === 'api/consolidate' && request.method === 'POST') {
    const { template, input, answers, method } = parseContract(
      ConsolidateRequest,
      await readBody(request),
      'request',
    );
    const { task } = await findTemplate(options, template);
    // Through Vite, so that a changed method is the one that runs.
    const module = (await server.ssrLoadModule(join(import.meta.dirname, 'consolidate-answers.ts'))) as {
      consolidateAnswers: typeof consolidateAnswers;
    };
    sendJson(response, module.consolidateAnswers(task.task, input, answers, method));
    return true;
  }
  if (route.startsWith('frame/')) {
    const html = frames.get(route.slice('frame/'.length));
    if (html === undefined)
      throw new GroundTruthError('not-found', 'This page is no longer kept. Reload the preview.');
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': 'sandbox allow-scripts allow-forms allow-modals',
        'cache-control': 'no-store',
      })
      .end(html);
    return true;
  }
  if (route === 'built/crowd-html-elements.js') {
    const script = await bundleScript([crowdModule(options)]);
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
    return true;
  }
  if (route === 'built/axe.js') {
    const script = await readFile(join(options.root, 'node_modules', 'axe-core', 'axe.min.js'));
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
    return true;
  }
  if (route.startsWith('pictures/')) {
    const picture = pictures.get(route.slice('pictures/'.length));
    if (!picture)
      throw new GroundTruthError('not-found', 'This picture is no longer kept. Choose the file again.');
    response
      .writeHead(200, {
        'content-type': picture.type,
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      })
      .end(picture.bytes);
    return true;
  }
  if (route.startsWith('files/')) return sendPicture(options, route, response);
  return false;
}

const pictureUrl = ({ base }: PreviewPluginOptions, name: string) => `${base}pictures/${name}`;

const crowdModule = ({ root }: PreviewPluginOptions) =>
  join(root, 'elements', 'crowd', 'crowd-html-elements.ts');

async function findTemplate(folders: TemplateFolders, name: string): Promise<TemplateSource> {
  const found = (await findTemplates(folders)).find(({ task }) => task.name === name);
  if (!found) throw new GroundTruthError('not-found', `There is no template "${name}".`);
  return found;
}

async function describe({ task, folder }: TemplateSource, base: string) {
  const example = await readFile(join(folder, 'example.json'), 'utf8').catch(
    () => '{\n  "taskObject": ""\n}\n',
  );
  const picture = await readFile(join(folder, 'example.jpg')).catch(() => undefined);
  return {
    name: task.name,
    title: task.title,
    task: task.task,
    answerName: task.answerName,
    example,
    ...(picture ? { picture: { name: 'example.jpg', url: `${base}files/${task.name}/example.jpg` } } : {}),
    ...methodsOf(task.task),
  };
}

async function sendPicture(
  options: TemplateFolders,
  route: string,
  response: ServerResponse,
): Promise<boolean> {
  const [, template = '', name = ''] = route.split('/');
  const type = pictureTypes[extname(name).toLowerCase()];
  const { folder } = await findTemplate(options, template);
  const bytes =
    type !== undefined && name === basename(name)
      ? await readFile(join(folder, name)).catch(() => undefined)
      : undefined;
  if (bytes === undefined)
    throw new GroundTruthError('not-found', `There is no picture ${name} in ${template}.`);
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(bytes);
  return true;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  // Another site can send a form here, but not this type.
  const bytes = await readBytes(request, 'application/json', MAX_BODY);
  return parseJson(bytes.toString('utf8'), 'request');
}

async function readBytes(request: IncomingMessage, type: string, most: number): Promise<Buffer> {
  if (!request.headers['content-type']?.startsWith(type))
    throw new GroundTruthError('invalid-argument', `The request is not of the type ${type}.`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most)
      throw new GroundTruthError('limit-exceeded', `The request is larger than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendError(response: ServerResponse, error: unknown): void {
  const known = error instanceof Error && 'code' in error && 'where' in error;
  const { code, where } = (known ? error : { code: 'internal', where: {} }) as Partial<GroundTruthError>;
  const message = messageOf(error);
  sendJson(response, { error: { code, message, where } }, code === 'not-found' ? 404 : known ? 400 : 500);
}
