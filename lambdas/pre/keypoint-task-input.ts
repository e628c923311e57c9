import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { AnsweredKeypoint } from '#contracts/keypoint-answer.ts';
import { KeypointLabel } from '#contracts/keypoint-label.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract, unwrapJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { type KeypointTaskInput, Placement } from '#contracts/task-input.ts';
import { commonTaskInput, earlierLabel, isRecord } from './common-task-input.ts';
import type { DataObject } from './create-pre-handler.ts';

/** `task.input` of keypoint-pose: skeleton and placement come from the function's settings, else from the line. */
export function keypointTaskInput(line: DataObject, settings: LambdaSettings): KeypointTaskInput {
  const initialValue = readInitialValue(line, settings);
  const placement = settings.placement ?? readPlacement(line);
  return {
    ...commonTaskInput(line, settings),
    skeleton: settings.skeleton ?? readSkeleton(line),
    ...(placement ? { placement } : {}),
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

function readPlacement(line: DataObject): Placement | undefined {
  const { placement } = line;
  if (placement === undefined || placement === null || placement === '') return undefined;
  return parseContract(Placement, placement, 'placement in the manifest line', {}, 'invalid-manifest');
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
