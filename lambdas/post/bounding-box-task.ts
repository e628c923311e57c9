import { consolidateBoundingBoxBatch } from '#consolidation/bounding-box/consolidate-bounding-boxes.ts';
import { MAX_BOXES } from '#consolidation/bounding-box/group-boxes.ts';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract } from '#contracts/parse.ts';
import { echoedByMajority } from './echoed-by-majority.ts';
import type { PostTask } from './post-task.ts';
import { rounded } from './rounded.ts';

/** Boxes, labelled exactly as Ground Truth's built-in object detection does. */
export const boundingBoxTask: PostTask<BoundingBoxAnswer> = {
  name: 'bounding-box',
  type: 'groundtruth/object-detection',
  recognizes: (value) => 'boundingBoxes' in value,
  parse(value, where) {
    const answer = parseContract(BoundingBoxAnswer, value, 'bounding box answer', where);
    if (answer.inputImageProperties.width < 1 || answer.inputImageProperties.height < 1)
      throw new GroundTruthError('invalid-contract', 'The bounding box answer has an image without size.', {
        where,
      });
    if (answer.boundingBoxes.length > MAX_BOXES) {
      throw new GroundTruthError(
        'limit-exceeded',
        `The bounding box answer has ${answer.boundingBoxes.length} boxes; at most ${MAX_BOXES} are merged.`,
        { where },
      );
    }
    return answer;
  },
  consolidate(objects, { settings, labelCategories, ...known }) {
    const labels =
      settings.labels ??
      echoedByMajority(
        objects.flatMap(({ answers }) =>
          answers.map(({ workerId, answer }) => ({ workerId, value: answer.labels })),
        ),
      ) ??
      labelCategories;
    const { results, ...shown } = consolidateBoundingBoxBatch(objects, {
      labels,
      method: settings.method,
      ...known,
    });
    const merged = results.map(({ label, objects: confidences, classMap, method, agreement }) => ({
      label,
      metadata: {
        objects: confidences,
        'class-map': classMap,
        method,
        agreement: agreement.map(({ workerId, boxes, matched, missed, iou }) => ({
          'worker-id': workerId,
          boxes,
          matched,
          missed,
          iou: rounded(iou),
        })),
      },
    }));
    return { labels: merged, ...shown };
  },
};
