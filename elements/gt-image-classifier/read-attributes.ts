import { either, list, object } from '#elements/stage/shape.ts';
import { check, label } from './check-attribute.ts';
import { ADJUSTED } from './classifier-answer.ts';

const Categories = list(either(label, object({ label })), 1, 1000);
const Exclusion = either(label, object({ text: label }));

/**
 * The categories, each once: names, or objects with a `label` as a label category file has them.
 * @throws {Error} a sentence for the author of the template
 */
export function readCategories(value: unknown): string[] {
  const read = check<(string | { label: string })[]>('categories', Categories, value);
  return [...new Set(read.map((entry) => (typeof entry === 'string' ? entry : entry.label)))];
}

/**
 * The category that says that no other applies: its name, or `{text}` as crowd-image-classifier-multi-select
 * has it; undefined when there is none.
 * @throws {Error} a sentence for the author of the template
 */
export function readExclusion(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const read = check<string | { text: string }>('exclusion-category', Exclusion, value);
  return typeof read === 'string' ? read : read.text;
}

/**
 * The first category accepts, the others refuse.
 * @throws {Error} a sentence for the author of the template
 */
export function checkVerdicts(categories: readonly string[]): void {
  if (categories.length < 2)
    throw new Error(
      '"categories" cannot be used: to verify, the first accepts and at least one more refuses.',
    );
  if (categories.includes(ADJUSTED))
    throw new Error(`"categories" cannot be used: "${ADJUSTED}" is kept for corrected marks.`);
}
