import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { composeTemplate } from '../compose-template.ts';
import { CROWD_SCRIPT, fillTemplate } from '../fill-template.ts';
import type { TemplateSource } from '../find-templates.ts';
import { languageAttributes } from '../localize/languages.ts';
import { renderInstructions } from '../render-instructions.ts';
import { type InputProblem, inputProblems } from './input-problems.ts';

export interface Frame {
  /** The worker's page. */
  html: string;
  /** What is wrong with the task input; the page is made all the same. */
  problems: InputProblem[];
  /** Address of the image, for drawing labels over it. */
  image: string;
  /** Characters of the built template, where it was built. */
  characters?: number;
}

export interface FrameOptions {
  template: TemplateSource;
  /** `task.input`, as it was typed. */
  input: Record<string, unknown>;
  /** Address under which a file of the template's folder is served. */
  fileUrl(name: string): string;
  /** Address of a source module. */
  moduleUrl(path: string): string;
  /** Module of the stand-in for Amazon's script, and the address of its built script. */
  crowdModule: string;
  crowdScript: string;
  /** Show the bytes that go to Ground Truth and not the sources as modules. */
  built: boolean;
  /** A language that the elements are translated into; English without. */
  locale?: string | undefined;
}

/**
 * The page of a worker, as the job's server renders it: from the elements' sources as modules, or from the
 * built template, of which only the address of Amazon's script is answered here.
 * @throws {GroundTruthError} `invalid-template` with the line of the authored template
 */
export async function renderFrame(options: FrameOptions): Promise<Frame> {
  const { task, folder } = options.template;
  const taskInput = { ...options.input };
  const { taskObject } = taskInput;
  // A plain file name is a picture in the template's folder, so that an example needs no server.
  if (typeof taskObject === 'string' && /^[\w.-]+$/.test(taskObject))
    taskInput['taskObject'] = options.fileUrl(taskObject);

  // First as it was written: lines in errors are then the author's.
  renderHere(await readTemplate(folder), taskInput);
  const template = await (options.built ? builtTemplate(options) : sourceTemplate(options));
  const marks = [
    `<!doctype html><html ${languageAttributes(options.locale ?? 'en')}><title>Task</title><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
    `<meta name="gtkit-elements" content="${task.elements.join(' ')}">`,
    // Modules come after the page; until then nobody needs to see what they will put in order.
    `<style>${['crowd-form', ...task.elements].map((tag) => `${tag}:not(:defined)`).join()}{visibility:hidden}</style>`,
    moduleTag(options.moduleUrl(join(import.meta.dirname, 'frame-bridge.ts'))),
  ];
  return {
    html: marks.join('') + renderHere(template, taskInput),
    image: String(taskInput['taskObject'] ?? ''),
    ...(options.built
      ? { characters: template.length - options.crowdScript.length + CROWD_SCRIPT.length }
      : {}),
    problems: inputProblems(task.task, options.input),
  };
}

async function readTemplate(folder: string): Promise<string> {
  return readFile(join(folder, 'template.liquid.html'), 'utf8').catch((cause: unknown) => {
    const message = `${folder} has no template.liquid.html, which is the page that workers see.`;
    throw new GroundTruthError('invalid-template', message, { where: { file: folder }, cause });
  });
}

async function sourceTemplate({ template, moduleUrl, crowdModule, locale }: FrameOptions): Promise<string> {
  const file = join(template.folder, 'template.liquid.html');
  const scripts = template.modules
    .map((path) => moduleTag(moduleUrl(path) + (locale ? `?locale=${locale}` : '')))
    .join('');
  const instructions = await renderInstructions(template.folder, locale);
  const attributes = locale === undefined ? '' : languageAttributes(locale);
  return fillTemplate(
    await readTemplate(template.folder),
    scripts,
    instructions,
    file,
    attributes,
  ).replaceAll(`<script src="${CROWD_SCRIPT}"></script>`, moduleTag(moduleUrl(crowdModule)));
}

async function builtTemplate({ template, crowdScript, locale }: FrameOptions): Promise<string> {
  const { html } = await composeTemplate(template, locale);
  return html.replaceAll(CROWD_SCRIPT, crowdScript);
}

const moduleTag = (address: string) => `<script type="module" src="${address}"></script>`;

/** Renders as the server does; an address in a bucket is refused in its own words and not as a Liquid error. */
function renderHere(template: string, input: unknown): string {
  let refused = '';
  const grantReadAccess = (uri: string) => {
    refused = uri;
    return '';
  };
  const html = renderTemplate(template, input, { grantReadAccess });
  if (refused === '') return html;
  throw new GroundTruthError(
    'invalid-argument',
    `The preview has no bucket to read ${excerpt(refused)} from. Give a web address, or the name of a picture in the template's folder.`,
  );
}
