import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { AnsweredKeypoint } from '#contracts/keypoint-answer.ts';
import { KeypointLabel } from '#contracts/keypoint-label.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract, unwrapJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import type { KeypointTaskInput } from '#contracts/task-input.ts';
import { commonTaskInput, earlierLabel, isRecord } from './common-task-input.ts';
import type { DataObject } from './create-pre-handler.ts';

/** `task.input` of keypoint-pose: the skeleton comes from the function's settings, else from the line. */
export function keypointTaskInput(line: DataObject, settings: LambdaSettings): KeypointTaskInput {
  const initialValue = readInitialValue(line, settings);
  return {
    ...commonTaskInput(line, settings),
    skeleton: settings.skeleton ?? readSkeleton(line),
    ...(initialValue ? { initialValue } : {}),
  };
}

function readSkeleton(line: DataObject): Skeleton {
  if (line['skeleton'] === undefined) {
    throw new GroundTruthError(
      'invalid-manifest',
      'There is no skeleton: neither in the function\'s GTKIT_SETTINGS nor as "skeleton" in the manifest line.',
    );
  }
  const value = unwrapJson(line['skeleton'], 'skeleton in the manifest line');
  const skeleton = parseContract(Skeleton, value, 'skeleton in the manifest line', {}, 'invalid-manifest');
  const contradiction = checkSkeleton(skeleton);
  if (contradiction)
    throw new GroundTruthError('invalid-manifest', `The skeleton in the manifest line: ${contradiction}.`);
  return skeleton;
}

/** Keypoints to start from: a list of them, an answer, or a label of an earlier job. */
function readInitialValue(line: DataObject, settings: LambdaSettings): AnsweredKeypoint[] | undefined {
  const earlier = earlierLabel(line, settings);
  if (!earlier) return undefined;
  const what = `attribute ${earlier.attribute}`;
  const { value } = earlier;
  if (isRecord(value) && 'annotations' in value) {
    const label = parseContract(KeypointLabel, value, what, {}, 'invalid-manifest');
    return label.annotations.flatMap(({ instance, keypoints }) =>
      keypoints.flatMap(({ label: name, x, y, visibility }): AnsweredKeypoint[] =>
        x === null || y === null
          ? []
          : [{ label: name, x, y, instance, ...(visibility === 1 ? { visibility: 'occluded' } : {}) }],
      ),
    );
  }
  const list = isRecord(value) ? value['keypoints'] : value;
  return parseContract(z.array(AnsweredKeypoint), list, what, {}, 'invalid-manifest');
}
