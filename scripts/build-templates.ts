import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type ComposedTemplate, composeTemplates, localName } from './compose-template.ts';
import { findTemplates, type TemplateFolders, type TemplateSource } from './find-templates.ts';
import { listLocales } from './localize/languages.ts';

export interface BuiltTemplate {
  /** `keypoint-pose`, in another language than English `keypoint-pose.es`. */
  name: string;
  /** That language; undefined for English. */
  locale: string | undefined;
  task: 'keypoint' | 'bounding-box' | 'classification';
  /** Path of the template with its script inside. */
  html: string;
  /** Path of the template that loads its script from `__GTKIT_BUCKET__`. */
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
 * Builds every template into `<outDir>/templates`, in English and in each language that the elements are translated
 * into: the self-contained one, the one that loads its script from a bucket, and that script. The same sources give
 * the same bytes.
 * @throws {GroundTruthError} `invalid-template` or `limit-exceeded`, with the template's file
 */
export async function buildTemplates(options: BuildTemplatesOptions): Promise<BuiltTemplate[]> {
  const outDir = join(options.outDir, 'templates');
  await mkdir(outDir, { recursive: true });
  const sources = await findTemplates(options);
  const built: BuiltTemplate[] = [];
  for (const source of sources) {
    const locales = [undefined, ...listLocales(source.elementsDir)];
    const composed = await composeTemplates(source, locales);
    for (const [index, parts] of composed.entries()) {
      const template = await writeTemplate(source, locales[index], parts, outDir);
      built.push(template);
      const size = `${template.characters.toLocaleString('en')} characters`;
      const gzip = `script ${(template.scriptGzipBytes / 1024).toFixed(1)} KiB gzip`;
      options.onProgress?.(`Template ${template.name}: ${size}, ${gzip}.`);
    }
  }
  return built;
}

async function writeTemplate(
  source: TemplateSource,
  locale: string | undefined,
  { html, s3Html, bundle, scriptKey }: ComposedTemplate,
  outDir: string,
): Promise<BuiltTemplate> {
  const { task } = source.task;
  const name = localName(source.task.name, locale);

  const paths = {
    html: join(outDir, `${name}.liquid.html`),
    s3Html: join(outDir, `${name}.s3.liquid.html`),
    script: join(outDir, basename(scriptKey)),
  };
  await removeOldScripts(outDir, name);
  await Promise.all([
    writeFile(paths.html, html),
    writeFile(paths.s3Html, s3Html),
    writeFile(paths.script, bundle),
  ]);
  return {
    name,
    locale,
    task,
    ...paths,
    scriptKey,
    characters: html.length,
    s3Characters: s3Html.length,
    scriptBytes: Buffer.byteLength(bundle),
    scriptGzipBytes: gzipSync(bundle, { level: 9 }).length,
  };
}

/** Scripts of earlier builds: their hash differs, so they would stay for ever. */
async function removeOldScripts(outDir: string, name: string): Promise<void> {
  const old = (await readdir(outDir)).filter(
    (file) => file.startsWith(`${name}.`) && /^[0-9a-f]{12}\.js$/.test(file.slice(name.length + 1)),
  );
  await Promise.all(old.map((file) => rm(join(outDir, file))));
}
