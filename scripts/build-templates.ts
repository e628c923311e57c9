import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { bundleScript } from './bundle-script.ts';
import { fillTemplate } from './fill-template.ts';
import { findTemplates, type TemplateFolders, type TemplateSource } from './find-templates.ts';
import { inlineScript } from './inline-script.ts';
import { renderInstructions } from './render-instructions.ts';

/** Longest template that Ground Truth's API takes as content, in characters. */
export const MAX_TEMPLATE = 128_000;

/** Stands in `<name>.s3.liquid.html` for the bucket; publishing replaces it and uploads the script there. */
export const BUCKET_PLACEHOLDER = '__GTKIT_BUCKET__';

export interface BuiltTemplate {
  name: string;
  task: 'keypoint' | 'bounding-box';
  /** Path of the template with its script inside. */
  html: string;
  /** Path of the template that loads its script from {@link BUCKET_PLACEHOLDER}. */
  s3Html: string;
  /** Path of that script; the hash of its bytes is in its name. */
  script: string;
  /** Key of the script in the bucket, `templates/<name>.<hash>.js`. */
  scriptKey: string;
  characters: number;
  s3Characters: number;
  scriptBytes: number;
  scriptGzipBytes: number;
}

export interface BuildTemplatesOptions extends TemplateFolders {
  /** Folder in which `templates/` is made. */
  outDir: string;
  /** Gets a sentence when a template is done. */
  onProgress?: (text: string) => void;
}

/**
 * Builds every template into `<outDir>/templates`: the self-contained one, the one that loads its script from
 * a bucket, and that script. The same sources give the same bytes.
 * @throws {GroundTruthError} `invalid-template` or `limit-exceeded`, with the template's file
 */
export async function buildTemplates(options: BuildTemplatesOptions): Promise<BuiltTemplate[]> {
  const outDir = join(options.outDir, 'templates');
  await mkdir(outDir, { recursive: true });
  const sources = await findTemplates(options);
  const built: BuiltTemplate[] = [];
  for (const source of sources) {
    const template = await buildTemplate(source, outDir);
    built.push(template);
    const size = `${template.characters.toLocaleString('en')} characters`;
    const gzip = `script ${(template.scriptGzipBytes / 1024).toFixed(1)} KiB gzip`;
    options.onProgress?.(`Template ${template.name}: ${size}, ${gzip}.`);
  }
  return built;
}

async function buildTemplate(source: TemplateSource, outDir: string): Promise<BuiltTemplate> {
  const { name, task } = source.task;
  const file = join(source.folder, 'template.liquid.html');
  const [template, instructions, bundle] = await Promise.all([
    readFile(file, 'utf8'),
    renderInstructions(source.folder),
    bundleScript(source.modules),
  ]);
  const hash = createHash('sha256').update(bundle).digest('hex').slice(0, 12);
  const scriptKey = `templates/${name}.${hash}.js`;
  const address = `{{ "s3://${BUCKET_PLACEHOLDER}/${scriptKey}" | grant_read_access }}`;
  const html = fillTemplate(template, `<script>\n${inlineScript(bundle)}</script>`, instructions, file);
  const s3Html = fillTemplate(template, `<script src="${address}"></script>`, instructions, file);
  for (const text of [html, s3Html]) checkTemplate(text, file);

  const paths = {
    html: join(outDir, `${name}.liquid.html`),
    s3Html: join(outDir, `${name}.s3.liquid.html`),
    script: join(outDir, `${name}.${hash}.js`),
  };
  await removeOldScripts(outDir, name);
  await Promise.all([
    writeFile(paths.html, html),
    writeFile(paths.s3Html, s3Html),
    writeFile(paths.script, bundle),
  ]);
  return {
    name,
    task,
    ...paths,
    scriptKey,
    characters: html.length,
    s3Characters: s3Html.length,
    scriptBytes: Buffer.byteLength(bundle),
    scriptGzipBytes: gzipSync(bundle, { level: 9 }).length,
  };
}

/** A template that Ground Truth would refuse is an error here and not in the console. */
function checkTemplate(text: string, file: string): void {
  if (text.length >= MAX_TEMPLATE) {
    throw new GroundTruthError(
      'limit-exceeded',
      `The built template has ${text.length.toLocaleString('en')} characters, and Ground Truth takes fewer than ${MAX_TEMPLATE.toLocaleString('en')}. Use smaller pictures in instructions.md, or the .s3.liquid.html template.`,
      { where: { file } },
    );
  }
  try {
    renderTemplate(text, {}, { grantReadAccess: (uri) => uri });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new GroundTruthError('invalid-template', message, { where: { file }, cause });
  }
}

/** Scripts of earlier builds: their hash differs, so they would stay for ever. */
async function removeOldScripts(outDir: string, name: string): Promise<void> {
  const old = (await readdir(outDir)).filter((file) => file.startsWith(`${name}.`) && file.endsWith('.js'));
  await Promise.all(old.map((file) => rm(join(outDir, file))));
}
