import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseContract } from '#contracts/parse.ts';
import { BoundingBoxTaskInput, KeypointTaskInput } from '#contracts/task-input.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { CROWD_SCRIPT, fillTemplate } from '../fill-template.ts';
import type { TemplateSource } from '../find-templates.ts';
import { renderInstructions } from '../render-instructions.ts';

export interface Frame {
  /** The worker's page. */
  html: string;
  /** What the task input lacks, in words; the page is made all the same. */
  warning?: string;
  /** Address of the image, for drawing labels over it. */
  image: string;
}

export interface FrameOptions {
  template: TemplateSource;
  /** `task.input`, as it was typed. */
  input: Record<string, unknown>;
  /** Address under which a file of the template's folder is served. */
  fileUrl(name: string): string;
  /** Address of a source module. */
  moduleUrl(path: string): string;
  /** Module of the stand-in for Amazon's script. */
  crowdModule: string;
}

const inputSchemas: Record<string, z.ZodMiniType> = {
  keypoint: KeypointTaskInput,
  'bounding-box': BoundingBoxTaskInput,
};

/**
 * The page of a worker, as the job's server renders it, but with the elements' sources as modules.
 * @throws {GroundTruthError} `invalid-template` with the line of the authored template
 */
export async function renderFrame({ template, input, ...options }: FrameOptions): Promise<Frame> {
  const { task, folder, modules } = template;
  const file = join(folder, 'template.liquid.html');
  const authored = await readFile(file, 'utf8');
  const taskInput = { ...input };
  // A plain file name is a picture in the template's folder, so that an example needs no server.
  if (typeof input['taskObject'] === 'string' && /^[\w.-]+$/.test(input['taskObject']))
    taskInput['taskObject'] = options.fileUrl(input['taskObject']);

  // First as it was written: lines in errors are then the author's.
  renderHere(authored, taskInput);

  const scripts = [join(import.meta.dirname, 'frame-bridge.ts'), ...modules]
    .map((path) => `<script type="module" src="${options.moduleUrl(path)}"></script>`)
    .join('');
  const filled = fillTemplate(authored, scripts, await renderInstructions(folder), file).replaceAll(
    `<script src="${CROWD_SCRIPT}">`,
    `<script type="module" src="${options.moduleUrl(options.crowdModule)}">`,
  );
  const marks = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="gtkit-elements" content="${task.elements.join(' ')}">`;
  const warning = problemOf(task.task, taskInput);
  return {
    html: marks + renderHere(filled, taskInput),
    image: String(taskInput['taskObject'] ?? ''),
    ...(warning === undefined ? {} : { warning }),
  };
}

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

function problemOf(task: string, input: unknown): string | undefined {
  const schema = inputSchemas[task];
  if (schema === undefined) return undefined;
  try {
    parseContract(schema, input, 'task input');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
