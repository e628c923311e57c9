import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';
import { parseContract } from '#contracts/parse.ts';
import type { TemplateTask } from '#templates/template-task.ts';

/** A template as it lies in its folder. */
export interface TemplateSource {
  task: TemplateTask;
  /** Absolute path of the folder. */
  folder: string;
  /** Absolute paths of the modules that define the template's elements. */
  modules: string[];
  /** Absolute path of the folder of elements, where their translations are. */
  elementsDir: string;
}

const root = join(import.meta.dirname, '..');

/** Where the templates and elements are, for tests that bring their own. */
export interface TemplateFolders {
  templatesDir?: string;
  elementsDir?: string;
}

const text = z.string().check(z.minLength(1));
const Task = z.object({
  name: text,
  task: z.enum(['keypoint', 'bounding-box', 'classification']),
  elements: z.array(text).check(z.minLength(1)),
  answerName: text,
  title: text,
  description: text,
  keywords: z.array(z.string()),
});

/**
 * Every folder of `templates/` that has a `task.ts`, by name. A new template is a new folder, nothing else.
 * A folder without one is a template that has only been begun.
 * @throws {GroundTruthError} `invalid-template` when a task.ts lacks something or does not say what its folder says
 */
export async function findTemplates(folders: TemplateFolders = {}): Promise<TemplateSource[]> {
  const templatesDir = folders.templatesDir ?? join(root, 'templates');
  const elementsDir = folders.elementsDir ?? join(root, 'elements');
  const entries = await readdir(templatesDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await Promise.all(
    names.sort().map(async (name): Promise<TemplateSource | undefined> => {
      const folder = join(templatesDir, name);
      const file = join(folder, 'task.ts');
      const saved = await stat(file).catch(() => undefined);
      if (!saved) return undefined;
      // A module is read once; under another address it is read again, so that a preview sees what was saved.
      const { task: read } = await importTask(
        `${pathToFileURL(file).href}?saved=${Math.round(saved.mtimeMs)}`,
        file,
      );
      const task = parseContract(Task, read, `task in ${file}`, { file }, 'invalid-template');
      if (task.name !== name) {
        const message = `Expected ${file} to export a task with the name "${name}", found "${task.name}".`;
        throw new GroundTruthError('invalid-template', message, { where: { file } });
      }
      const modules = task.elements.map((tag) => join(elementsDir, tag, `${tag}.ts`));
      return { task, folder, elementsDir, modules };
    }),
  );
  return found.filter((source) => source !== undefined);
}

async function importTask(address: string, file: string): Promise<{ task?: TemplateTask }> {
  try {
    return (await import(address)) as { task?: TemplateTask };
  } catch (cause) {
    const message = `${file} cannot be read: ${messageOf(cause)}`;
    throw new GroundTruthError('invalid-template', message, { where: { file }, cause });
  }
}
