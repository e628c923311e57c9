import type { AnsweredObject } from '#consolidation/answered-object.ts';
import { consolidateMultiLabels } from '#consolidation/classification/consolidate-multi-labels.ts';
import type { MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { nothingLearned } from './nothing-learned.ts';
import type { TaskBatch } from './post-task.ts';

/**
 * Several classes may apply: each is voted on by itself, and the label has the indexes of those that do.
 * @param labels the job's classes; unless given, all that were chosen, by name
 */
export function mergeMultiLabels(
  objects: readonly AnsweredObject<MultiLabelAnswer>[],
  labels: readonly string[] | undefined,
  method: string | undefined,
): TaskBatch {
  const chosen = objects.flatMap(({ answers }) => answers.flatMap(({ answer }) => answer.labels));
  const classes = labels ?? [...new Set(chosen)].sort();
  const answered = objects.filter(({ answers }) => answers.length > 0);
  const results = new Map(
    consolidateMultiLabels(answered, { labels: classes, method }).map((result) => [result.id, result]),
  );
  const merged = objects.map(({ id }) => {
    const result = results.get(id);
    if (!result) return 'No answer is a list of classes.';
    const applying = result.labels.map((index) => [String(index), index] as const);
    return {
      label: result.labels,
      type: 'groundtruth/image-classification-multilabel',
      metadata: {
        'class-map': Object.fromEntries(applying.map(([key, index]) => [key, classes[index] ?? ''])),
        'confidence-map': Object.fromEntries(
          applying.map(([key, index]) => [key, result.probabilities[index] ?? 0]),
        ),
        method: result.method,
      },
    };
  });
  return { labels: merged, reliability: nothingLearned };
}
