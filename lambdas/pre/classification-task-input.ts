import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import { LabelName } from '#contracts/skeleton.ts';
import type { ClassificationOverlay, ClassificationTaskInput } from '#contracts/task-input.ts';
import { boundingBoxTaskInput, readLabels } from './bounding-box-task-input.ts';
import { commonTaskInput, earlierLabel, isOn, isRecord } from './common-task-input.ts';
import type { DataObject } from './create-pre-handler.ts';
import { keypointTaskInput } from './keypoint-task-input.ts';

/**
 * `task.input` of image-classification, box-verification and pose-verification: the categories come from the function's settings,
 * else from the line, and so do `multiple`, `exclusionCategory` and the earlier marks to show.
 */
export function classificationTaskInput(line: DataObject, settings: LambdaSettings): ClassificationTaskInput {
  const overlay = readOverlay(line, settings);
  const exclusionCategory = readExclusion(line);
  return {
    ...commonTaskInput(line, settings),
    labels: settings.labels ?? readLabels(line),
    ...(isOn(line['multiple']) ? { multiple: true } : {}),
    ...(exclusionCategory === undefined ? {} : { exclusionCategory }),
    ...(overlay ? { overlay } : {}),
  };
}

function readExclusion(line: DataObject): string | undefined {
  const value = line['exclusionCategory'];
  if (value === undefined || value === null || value === '') return undefined;
  return parseContract(LabelName, value, 'exclusionCategory in the manifest line', {}, 'invalid-manifest');
}

/**
 * The earlier label as marks: boxes, or a pose, whose skeleton is in the settings, in the line, or in the label's
 * own metadata.
 */
function readOverlay(line: DataObject, settings: LambdaSettings): ClassificationOverlay | undefined {
  const earlier = earlierLabel(line, settings);
  if (!earlier) return undefined;
  if (!arePoses(earlier.value)) {
    // The categories of this job are not the labels of the boxes.
    const value = boundingBoxTaskInput(line, { ...settings, labels: ['box'] }).initialValue ?? [];
    const labels = [...new Set(value.map(({ label }) => label))].sort();
    return { boundingBox: { labels, value } };
  }
  const skeleton = line['skeleton'] ?? earlier.metadata['skeleton'];
  if (!settings.skeleton && skeleton === undefined) {
    throw new GroundTruthError(
      'invalid-manifest',
      `The attribute ${earlier.attribute} has keypoints, and there is no skeleton: neither in GTKIT_SETTINGS nor in the manifest line.`,
    );
  }
  const read = keypointTaskInput({ ...line, skeleton }, settings);
  return { keypoint: { skeleton: read.skeleton, value: read.initialValue ?? [] } };
}

/** Keypoints as a label of an earlier job, an answer, or a list. */
function arePoses(value: unknown): boolean {
  const marks = isRecord(value)
    ? (value['annotations'] ?? value['keypoints'] ?? value['boundingBoxes'])
    : value;
  const [first]: unknown[] = Array.isArray(marks) ? marks : [];
  return isRecord(first) && ('keypoints' in first || 'x' in first);
}
