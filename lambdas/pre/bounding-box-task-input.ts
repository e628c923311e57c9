import * as z from 'zod/mini';
import { AnsweredBox } from '#contracts/bounding-box-answer.ts';
import { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract, unwrapJson } from '#contracts/parse.ts';
import { LabelName } from '#contracts/skeleton.ts';
import type { BoundingBoxTaskInput } from '#contracts/task-input.ts';
import { commonTaskInput, earlierLabel, isOn, isRecord } from './common-task-input.ts';
import type { DataObject } from './create-pre-handler.ts';

const Labels = z.array(LabelName).check(z.minLength(1), z.maxLength(1000));

/** `task.input` of bounding-box: labels and `extreme` come from the function's settings, else from the line. */
export function boundingBoxTaskInput(line: DataObject, settings: LambdaSettings): BoundingBoxTaskInput {
  const initialValue = readInitialValue(line, settings);
  return {
    ...commonTaskInput(line, settings),
    labels: settings.labels ?? readLabels(line),
    ...((settings.extreme ?? isOn(line['extreme'])) ? { extreme: true } : {}),
    ...(initialValue ? { initialValue } : {}),
  };
}

/** `["cat"]`, or the label category file's `[{"label": "cat"}]`. */
export function readLabels(line: DataObject): string[] {
  if (line['labels'] === undefined) {
    throw new GroundTruthError(
      'invalid-manifest',
      'There are no labels: neither in the function\'s GTKIT_SETTINGS nor as "labels" in the manifest line.',
    );
  }
  const value = unwrapJson(line['labels'], 'labels in the manifest line');
  const names = Array.isArray(value)
    ? value.map((entry: unknown) => (isRecord(entry) ? entry['label'] : entry))
    : value;
  const labels = parseContract(Labels, names, 'labels in the manifest line', {}, 'invalid-manifest');
  return [...new Set(labels)];
}

/** Boxes to start from: a list of them, an answer, or a label with its class-map of an earlier job. */
function readInitialValue(line: DataObject, settings: LambdaSettings): AnsweredBox[] | undefined {
  const earlier = earlierLabel(line, settings);
  if (!earlier) return undefined;
  const what = `attribute ${earlier.attribute}`;
  const { value, metadata } = earlier;
  if (isRecord(value) && 'annotations' in value) {
    const { annotations } = parseContract(BoundingBoxLabel, value, what, {}, 'invalid-manifest');
    const classMap = isRecord(metadata['class-map']) ? metadata['class-map'] : {};
    return annotations.map(({ class_id, ...box }) => {
      const label = classMap[String(class_id)];
      if (typeof label === 'string') return { label, ...box };
      throw new GroundTruthError(
        'invalid-manifest',
        `The ${what} uses class_id ${class_id}, which the class-map of its metadata does not name.`,
      );
    });
  }
  const list = isRecord(value) ? value['boundingBoxes'] : value;
  return parseContract(z.array(AnsweredBox), list, what, {}, 'invalid-manifest');
}
