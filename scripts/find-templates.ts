import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
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

/**
 * Every folder of `templates/` that has a `task.ts`, by name. A new template is a new folder, nothing else.
 * @throws {GroundTruthError} `invalid-template` when a task.ts does not say what its folder says
 */
export async function findTemplates(folders: TemplateFolders = {}): Promise<TemplateSource[]> {
  const templatesDir = folders.templatesDir ?? join(root, 'templates');
  const elementsDir = folders.elementsDir ?? join(root, 'elements');
  const entries = await readdir(templatesDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const folder = join(templatesDir, name);
      const file = join(folder, 'task.ts');
      const { task } = (await import(pathToFileURL(file).href)) as { task?: TemplateTask };
      if (task?.name !== name) {
        const message = `Expected ${file} to export a task with the name "${name}", found "${task?.name}".`;
        throw new GroundTruthError('invalid-template', message, { where: { file } });
      }
      const modules = task.elements.map((tag) => join(elementsDir, tag, `${tag}.ts`));
      return { task, folder, elementsDir, modules };
    }),
  );
}
