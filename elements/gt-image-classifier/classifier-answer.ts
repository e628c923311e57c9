import type { ClassifierDocument } from './classifier-document.ts';

/** Label of an answer whose marks the worker corrected; it is beside the categories that the author gave. */
export const ADJUSTED = 'adjusted';

/** The setting under which an answer is made. */
export interface AnswerForm {
  readonly categories: readonly string[];
  readonly multiple: boolean;
  /** The category that says that no other applies: where several may be chosen it is no class of its own. */
  readonly exclusion?: string | undefined;
  /** Whether earlier marks are judged: the first category accepts them, the others refuse them. */
  readonly verify: boolean;
}

/**
 * The answer, with keys in the alphabetical order of Ground Truth's own: `{"label"}` as crowd-image-classifier
 * gives it, `{"labels"}` as crowd-image-classifier-multi-select does. `categories` echoes the list, because the
 * consolidation sees no manifest line.
 */
export function classifierAnswer(
  { chosen, comment, adjustment }: ClassifierDocument,
  { categories, multiple, exclusion, verify }: AnswerForm,
): object {
  const words = comment.trim();
  const label = adjustment ? ADJUSTED : chosen[0];
  return {
    ...(adjustment ? { adjustment } : {}),
    categories: categories.filter((name) => !(multiple && name === exclusion)),
    ...(multiple ? { labels: [...chosen] } : label === undefined ? {} : { label }),
    ...(verify && label !== undefined ? { verdict: verdictOf(label, categories) } : {}),
    ...(words === '' ? {} : { workerComment: words }),
  };
}

function verdictOf(label: string, categories: readonly string[]): 'accepted' | 'adjusted' | 'rejected' {
  if (label === categories[0]) return 'accepted';
  return label === ADJUSTED && !categories.includes(ADJUSTED) ? 'adjusted' : 'rejected';
}
