import { consolidateClassificationBatch } from '#consolidation/classification/consolidate-classifications.ts';
import { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import { echoedByMajority } from './echoed-by-majority.ts';
import { truths } from './known-answers.ts';
import { mergeMultiLabels } from './merge-multi-labels.ts';
import { mergeVerdicts } from './merge-verdicts.ts';
import type { PostTask } from './post-task.ts';

/** Beside its labels, an object with answers of another kind than most of the batch's gets none. */
type Answer = ClassificationAnswer | MultiLabelAnswer;

/**
 * Choices, labelled exactly as Ground Truth's built-in image classification, multi-label classification and label
 * verification do. Which of the three it is, the batch's answers say.
 */
export const classificationTask: PostTask<Answer> = {
  name: 'classification',
  type: 'groundtruth/image-classification',
  recognizes: (value) => 'label' in value || 'labels' in value,
  parse: (value, where) =>
    Array.isArray((value as { labels?: unknown } | null)?.labels)
      ? parseContract(MultiLabelAnswer, value, 'multi-label answer', where)
      : parseContract(ClassificationAnswer, value, 'classification answer', where),
  consolidate(objects, { settings, labelCategories, locationCalibration: _, gold, ...known }) {
    const all = objects.flatMap(({ answers }) => answers);
    const labels =
      settings.labels ??
      labelCategories ??
      echoedByMajority(all.map(({ workerId, answer }) => ({ workerId, value: answer.categories })));
    const multiple = all.filter(({ answer }) => isMultiLabel(answer)).length * 2 > all.length;
    if (multiple) {
      const kept = objects.map(({ id, answers }) => ({
        id,
        answers: answers.flatMap(({ workerId, answer }) =>
          isMultiLabel(answer) ? [{ workerId, answer }] : [],
        ),
      }));
      return mergeMultiLabels(kept, labels, { ...known, method: settings.method, gold });
    }
    const single = objects.map(({ id, answers }) => ({
      id,
      answers: answers.flatMap(({ workerId, answer }) =>
        isMultiLabel(answer) ? [] : [{ workerId, answer }],
      ),
    }));
    if (single.some(({ answers }) => answers.some(({ answer }) => answer.verdict !== undefined)))
      return mergeVerdicts(single, labels, { ...known, method: settings.method, gold });

    const classes = labels && new Set(labels);
    const usable = single.filter(
      ({ answers }) =>
        answers.length > 0 && (!classes || answers.some(({ answer }) => classes.has(answer.label))),
    );
    const { results, ...shown } = consolidateClassificationBatch(usable, {
      labels,
      method: settings.method,
      gold: gold && truths(gold, (answer) => (isMultiLabel(answer) ? undefined : answer.label)),
      ...known,
    });
    let next = 0;
    const merged = single.map((object) => {
      const result = object === usable[next] ? results[next++] : undefined;
      if (!result) return `No answer is one of the job's ${labels?.length ?? 0} classes.`;
      const { label, className, confidence, method, agreement } = result;
      return {
        label,
        metadata: {
          'class-name': className,
          confidence,
          method,
          agreement: agreement.map(({ workerId, agrees }) => ({ 'worker-id': workerId, agrees })),
        },
      };
    });
    return { labels: merged, ...shown };
  },
};

function isMultiLabel(answer: Answer): answer is MultiLabelAnswer {
  return Array.isArray(answer['labels']);
}
