import { consolidateClassificationBatch } from '#consolidation/classification/consolidate-classifications.ts';
import { ClassificationAnswer } from '#contracts/classification-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import type { PostTask } from './post-task.ts';

/** One class for each object, labelled exactly as Ground Truth's built-in image classification does. */
export const classificationTask: PostTask<ClassificationAnswer> = {
  name: 'classification',
  type: 'groundtruth/image-classification',
  recognizes: (value) => 'label' in value,
  parse: (value, where) => parseContract(ClassificationAnswer, value, 'classification answer', where),
  consolidate(objects, { settings, labelCategories, ...known }) {
    const labels = settings.labels ?? labelCategories;
    const classes = labels && new Set(labels);
    const usable = objects.filter(
      ({ answers }) => !classes || answers.some(({ answer }) => classes.has(answer.label)),
    );
    const { results, reliability } = consolidateClassificationBatch(usable, {
      labels,
      method: settings.method,
      ...known,
    });
    let next = 0;
    const merged = objects.map((object) => {
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
    return { labels: merged, reliability };
  },
};
