import { consolidateBoundingBoxes } from '#consolidation/bounding-box/consolidate-bounding-boxes.ts';
import { consolidateKeypoints } from '#consolidation/keypoint/consolidate-keypoints.ts';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import { parseContract, unwrapJson } from '#contracts/parse.ts';
import { BoundingBoxTaskInput, ClassificationTaskInput, KeypointTaskInput } from '#contracts/task-input.ts';
import { classificationTask } from '#lambdas/post/classification-task.ts';

/** An answer as the worker's page submitted it: the value under the element's name. */
export interface RecordedAnswer {
  workerId: string;
  answer: unknown;
}

/** What the consolidation makes of the recorded answers. */
export type PreviewLabel =
  | { task: 'keypoint'; label: KeypointLabel; objects: { confidence: number }[]; method: string }
  | {
      task: 'bounding-box';
      label: BoundingBoxLabel;
      objects: { confidence: number }[];
      classMap: Record<string, string>;
      method: string;
    }
  | {
      task: 'classification';
      /** Index of the class, or of each that applies. */
      label: unknown;
      /** What stands beside the label in the output manifest. */
      metadata: Record<string, unknown>;
      /** The class in words, or all that apply. */
      names: string[];
      method: string;
    };

/**
 * Merges the recorded answers of one object as the post-annotation Lambda does, with the task's default method
 * or another one of its methods.
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract` for an answer or input that is not one
 */
export function consolidateAnswers(
  task: 'keypoint' | 'bounding-box' | 'classification',
  input: unknown,
  recorded: readonly RecordedAnswer[],
  method?: string,
): PreviewLabel {
  const chosen = method === undefined ? {} : { method };
  if (task === 'classification') return mergeChoices(input, recorded, chosen);
  if (task === 'keypoint') {
    const { skeleton } = parseContract(KeypointTaskInput, input, 'task input');
    const answers = recorded.map(({ workerId, answer }) => ({
      workerId,
      answer: parseContract(KeypointAnswer, unwrapJson(answer, 'answer', { workerId }), 'answer', {
        workerId,
      }),
    }));
    const [merged] = consolidateKeypoints([{ id: '0', answers }], { skeleton, ...chosen });
    if (merged) return { task, label: merged.label, objects: merged.objects, method: merged.method };
  } else {
    const { labels } = parseContract(BoundingBoxTaskInput, input, 'task input');
    const answers = recorded.map(({ workerId, answer }) => ({
      workerId,
      answer: parseContract(BoundingBoxAnswer, unwrapJson(answer, 'answer', { workerId }), 'answer', {
        workerId,
      }),
    }));
    const [merged] = consolidateBoundingBoxes([{ id: '0', answers }], { labels, ...chosen });
    if (merged) {
      const { label, objects, classMap, method } = merged;
      return { task, label, objects, classMap, method };
    }
  }
  throw new Error('One object went into the consolidation and none came out.');
}

/** One picture's choices, whichever kind they are: the Lambda's own way, because it says which. */
function mergeChoices(
  input: unknown,
  recorded: readonly RecordedAnswer[],
  settings: { method?: string },
): PreviewLabel {
  const {
    labels: categories,
    exclusionCategory,
    multiple,
  } = parseContract(ClassificationTaskInput, input, 'task input');
  const all = [...categories, ...(exclusionCategory === undefined || multiple ? [] : [exclusionCategory])];
  const answers = recorded.map(({ workerId, answer }) => ({
    workerId,
    answer: classificationTask.parse(unwrapJson(answer, 'answer', { workerId }), { workerId }),
  }));
  const { labels } = classificationTask.consolidate([{ id: '0', answers }], {
    settings: { ...settings, labels: [...new Set(all)] },
    labelCategories: undefined,
  });
  const [merged] = labels;
  if (merged === undefined || typeof merged === 'string')
    throw new GroundTruthError('invalid-argument', merged ?? 'There is no label.');
  const { label, metadata } = merged;
  const names = Object.values((metadata['class-map'] as Record<string, string> | undefined) ?? {});
  const name = metadata['class-name'];
  return {
    task: 'classification',
    label,
    metadata,
    names: typeof name === 'string' ? [name] : names,
    method: String(metadata['method'] ?? ''),
  };
}
