import type { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { seededRandom } from '#examples/seeded-random.ts';
import type { SimulatedWorker } from './simulated-worker.ts';

/** What a classifier's page offers. */
export interface OfferedChoices {
  categories: readonly string[];
  multiple: boolean;
  /** Earlier marks are judged: the first category accepts. */
  verify: boolean;
}

/** How often marks are right where the truth is not known. */
const ACCEPTED = 0.8;

/**
 * What this worker would choose: the truth, or now and then another category. Without a truth every worker knows
 * the same invented one. The same worker and object always give the same answer.
 * @param truth the right categories, where they are known
 */
export function simulateChoice(
  truth: readonly string[] | undefined,
  worker: SimulatedWorker,
  objectKey: string,
  { categories, multiple, verify }: OfferedChoices,
): ClassificationAnswer | MultiLabelAnswer {
  const object = seededRandom(`truth/${objectKey}`);
  const accepted = verify && object.chance(ACCEPTED) ? categories.slice(0, 1) : [object.pick(categories)];
  const right = truth ?? accepted;
  const random = seededRandom(`${worker.seed}/${objectKey}`);
  const echo = { categories: [...categories] };
  if (multiple) {
    const labels = categories.filter((name) => right.includes(name) !== random.chance(worker.labelConfusion));
    return { ...echo, labels };
  }
  const label = (random.chance(worker.labelConfusion) ? undefined : right[0]) ?? random.pick(categories);
  return {
    ...echo,
    label,
    ...(verify ? { verdict: label === categories[0] ? 'accepted' : 'rejected' } : {}),
  };
}
