import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { renderTemplate } from '#server/liquid/render-template.ts';
import { bundleScripts } from './bundle-script.ts';
import { fillTemplate } from './fill-template.ts';
import type { TemplateSource } from './find-templates.ts';
import { inlineScript } from './inline-script.ts';
import { languageAttributes, readLanguage } from './localize/languages.ts';
import { english } from './localize/localize.ts';
import { renderInstructions } from './render-instructions.ts';

/** Longest template that Ground Truth's API takes as content, in characters. */
export const MAX_TEMPLATE = 128_000;

/**
 * Stands in `<name>.s3.liquid.html` for the bucket. Publishing replaces it, and uploads the script under its key
 * with the content type `text/javascript; charset=utf-8`.
 */
export const BUCKET_PLACEHOLDER = '__GTKIT_BUCKET__';

/** A template as Ground Truth takes it. */
export interface ComposedTemplate {
  /** With its script inside. */
  html: string;
  /** Loads its script from {@link BUCKET_PLACEHOLDER}. */
  s3Html: string;
  /** That script. */
  bundle: string;
  /** Where it belongs in the bucket: `templates/<name>.<hash of its bytes>.js`. */
  scriptKey: string;
}

/**
 * Makes a template from its folder, in English and in other languages: bundles the elements, renders the instructions,
 * and puts both into the authored Liquid. The bundle is made once for all languages.
 * @param locales languages that the elements are translated into; undefined is English
 * @returns one for each, in their order
 * @throws {GroundTruthError} `invalid-template`, `invalid-argument` or `limit-exceeded`
 */
export async function composeTemplates(
  source: TemplateSource,
  locales: readonly (string | undefined)[],
): Promise<ComposedTemplate[]> {
  const languages = locales.map((locale) =>
    locale === undefined ? english : readLanguage(locale, source.elementsDir),
  );
  const bundles = await bundleScripts(source.modules, languages);
  return Promise.all(locales.map((locale, index) => compose(source, locale, bundles[index] ?? '')));
}

/** One of {@link composeTemplates}. */
export async function composeTemplate(source: TemplateSource, locale?: string): Promise<ComposedTemplate> {
  const [composed] = await composeTemplates(source, [locale]);
  if (composed === undefined) throw new GroundTruthError('internal', 'Nothing was composed.');
  return composed;
}

async function compose(
  { task, folder }: TemplateSource,
  locale: string | undefined,
  bundle: string,
): Promise<ComposedTemplate> {
  const file = join(folder, 'template.liquid.html');
  const [template, instructions] = await Promise.all([
    readFile(file, 'utf8'),
    renderInstructions(folder, locale),
  ]);
  const hash = createHash('sha256').update(bundle).digest('hex').slice(0, 12);
  const scriptKey = `templates/${localName(task.name, locale)}.${hash}.js`;
  const address = `{{ "s3://${BUCKET_PLACEHOLDER}/${scriptKey}" | grant_read_access }}`;
  const attributes = locale === undefined ? '' : languageAttributes(locale);
  const fill = (script: string) => fillTemplate(template, script, instructions, file, attributes);
  const html = fill(`<script>\n${inlineScript(bundle)}</script>`);
  const s3Html = fill(`<script src="${address}"></script>`);
  for (const text of [html, s3Html]) checkTemplate(text, file);
  return { html, s3Html, bundle, scriptKey };
}

/** A template's name in a language: `keypoint-pose.es`. */
export const localName = (name: string, locale: string | undefined) =>
  locale === undefined ? name : `${name}.${locale}`;

/** A template that Ground Truth would refuse is an error here and not in the console. */
function checkTemplate(text: string, file: string): void {
  if (text.length >= MAX_TEMPLATE) {
    throw new GroundTruthError(
      'limit-exceeded',
      `The built template has ${text.length.toLocaleString('en')} characters, and Ground Truth takes fewer than ${MAX_TEMPLATE.toLocaleString('en')}. Use fewer or smaller pictures in instructions.md, or fewer elements.`,
      { where: { file } },
    );
  }
  try {
    renderTemplate(text, {}, { grantReadAccess: (uri) => uri });
  } catch (cause) {
    const message = messageOf(cause);
    throw new GroundTruthError('invalid-template', message, { where: { file }, cause });
  }
}
