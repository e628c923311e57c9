import type { AnsweredObject } from '#consolidation/answered-object.ts';
import { consolidateMultiLabelBatch } from '#consolidation/classification/consolidate-multi-labels.ts';
import type { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { truths } from './known-answers.ts';
import type { PostContext, TaskBatch } from './post-task.ts';

/**
 * Several classes may apply: each is voted on by itself, and the label has the indexes of those that do.
 * @param labels the job's classes; unless given, all that were chosen, by name
 */
export function mergeMultiLabels(
  objects: readonly AnsweredObject<MultiLabelAnswer>[],
  labels: readonly string[] | undefined,
  {
    gold,
    ...known
  }: { method: string | undefined } & Pick<
    PostContext<ClassificationAnswer | MultiLabelAnswer>,
    'gold' | 'reliability' | 'learn' | 'calibration'
  >,
): TaskBatch {
  const chosen = objects.flatMap(({ answers }) => answers.flatMap(({ answer }) => answer.labels));
  const classes = labels ?? [...new Set(chosen)].sort();
  const answered = objects.filter(({ answers }) => answers.length > 0);
  const { results, ...shown } = consolidateMultiLabelBatch(answered, {
    ...known,
    labels: classes,
    gold:
      gold &&
      truths(gold, (answer) =>
        Array.isArray(answer['labels']) ? (answer['labels'] as string[]) : undefined,
      ),
  });
  const resultOf = new Map(results.map((result) => [result.id, result]));
  const merged = objects.map(({ id }) => {
    const result = resultOf.get(id);
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
        agreement: result.agreement.map(({ workerId, agrees }) => ({ 'worker-id': workerId, agrees })),
      },
    };
  });
  return { labels: merged, ...shown };
}
