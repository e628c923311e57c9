import { gzipSync } from 'node:zlib';
import { messageOf } from '#contracts/message-of.ts';
import { composeTemplates, MAX_TEMPLATE } from '../compose-template.ts';
import { findTemplates, type TemplateFolders } from '../find-templates.ts';
import { listLocales } from '../localize/languages.ts';
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
  /** The same in the other languages of the elements. */
  languages: { locale: string; characters: number; scriptKib: number; maxScriptKib: number }[];
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
      languages: [],
    };
    try {
      const locales = listLocales(source.elementsDir);
      const [english, ...others] = await composeTemplates(source, [undefined, ...locales]);
      if (english === undefined) continue;
      sizes.push({
        ...size,
        characters: english.html.length,
        scriptKib: gzipKib(english.bundle),
        pageCharacters: english.s3Html.length,
        languages: others.map(({ html, bundle }, index) => ({
          locale: locales[index] ?? '',
          characters: html.length,
          scriptKib: gzipKib(bundle),
          maxScriptKib: size.maxScriptKib + sizeBudgets.translationKib,
        })),
      });
    } catch (error) {
      sizes.push({ ...size, problem: messageOf(error) });
    }
  }
  return sizes;
}

const gzipKib = (text: string) => Math.round((gzipSync(text, { level: 9 }).length / 1024) * 10) / 10;
