import { gzipSync } from 'node:zlib';
import { composeTemplate, MAX_TEMPLATE } from '../compose-template.ts';
import { findTemplates, type TemplateFolders } from '../find-templates.ts';
import { sizeBudgets } from '../size-budgets.ts';

/** How large a built template is beside what it may be. */
export interface TemplateSize {
  name: string;
  characters: number;
  maxCharacters: number;
  /** Gzip of its script, KiB with one decimal. */
  scriptKib: number;
  maxScriptKib: number;
  /** Characters that instructions and page have: everything but the script. */
  pageCharacters: number;
  /** Why it does not build; the figures are then 0. */
  problem?: string;
}

/** Builds every template in memory and measures it. One that does not build says so and hides no other. */
export async function templateSizes(folders: TemplateFolders): Promise<TemplateSize[]> {
  const sources = await findTemplates(folders);
  const sizes: TemplateSize[] = [];
  for (const source of sources) {
    const { name } = source.task;
    const size = {
      name,
      characters: 0,
      maxCharacters: MAX_TEMPLATE,
      scriptKib: 0,
      maxScriptKib: sizeBudgets.scriptKib[name] ?? sizeBudgets.anyScriptKib,
      pageCharacters: 0,
    };
    try {
      const { html, s3Html, bundle } = await composeTemplate(source);
      const kib = gzipSync(bundle, { level: 9 }).length / 1024;
      sizes.push({
        ...size,
        characters: html.length,
        scriptKib: Math.round(kib * 10) / 10,
        pageCharacters: s3Html.length,
      });
    } catch (error) {
      sizes.push({ ...size, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return sizes;
}
