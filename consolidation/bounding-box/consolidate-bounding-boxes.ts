import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import type { Box } from '#contracts/geometry.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type BoxAgreement, boxAgreement } from '../agreement/box-agreement.ts';
import { type AnsweredObject, compareText, inFixedOrder, workersOf } from '../answered-object.ts';
import { findMethod } from '../find-method.ts';
import { type Calibration, calibrated, fitCalibration, type ScoredConfidence } from '../fit-calibration.ts';
import { closeLedger, openLedger } from '../ledger.ts';
import { mostFrequentSize } from '../most-frequent.ts';
import type { BoxObject, MergedBox } from './box-batch.ts';
import { BOX_LEDGER_SIZES } from './em-vote-boxes.ts';
import { learnClasses } from './learn-classes.ts';
import { boxMethods, defaultBoxMethod } from './methods.ts';
import { scoreBoxes } from './score-boxes.ts';

/** Methods that learn who confuses which classes, too. */
const LEARN_CLASSES: ReadonlySet<string> = new Set(['em-vote']);

export interface BoundingBoxOptions {
  /** The job's labels in the order of their class_id; else the labels in the answers, sorted. */
  labels?: readonly string[] | undefined;
  /** Name in {@link boxMethods}. */
  method?: string | undefined;
  /**
   * All boxes that are truly there, by object id, where they are known. With 50 merged boxes or more on these
   * objects confidences are refitted to how often they were right; the boxes themselves stay as merged.
   */
  gold?: ReadonlyMap<string, BoundingBoxAnswer> | undefined;
  /** What earlier batches of the job have shown of the workers. */
  reliability?: WorkerReliability | undefined;
  /** False to take the workers as `reliability` has them, and learn nothing more; true unless given. */
  learn?: boolean | undefined;
  /** How far to believe confidences of existence and of location; fitted to `gold` unless given. */
  calibration?: Calibration | undefined;
  locationCalibration?: Calibration | undefined;
}

export interface ConsolidatedBoxes {
  id: string;
  label: BoundingBoxLabel;
  /** Confidence of each annotation that there is such an object, and, where the method can say, that it overlaps by .75. */
  objects: { confidence: number; location?: number }[];
  /** Name of each class_id that the label uses. */
  classMap: Record<string, string>;
  agreement: BoxAgreement[];
  method: string;
}

/**
 * Merges the boxes of several workers on many images to one label each.
 * @returns one result for each object, in the order of the input
 * @throws {GroundTruthError} `invalid-argument` when there is no such method
 */
export function consolidateBoundingBoxes(
  objects: readonly AnsweredObject<BoundingBoxAnswer>[],
  options: BoundingBoxOptions = {},
): ConsolidatedBoxes[] {
  return consolidateBoundingBoxBatch(objects, options).results;
}

/**
 * As {@link consolidateBoundingBoxes}, and what this batch alone has shown of its workers: add it to the carried
 * state with `combineReliability`. Its numbers are, by worker, the squared error of the edges in units of the
 * box's side, and the edges behind it.
 * @throws {GroundTruthError} `invalid-argument` when there is no such method, or the carried state is of
 *   another task
 */
export function consolidateBoundingBoxBatch(
  objects: readonly AnsweredObject<BoundingBoxAnswer>[],
  options: BoundingBoxOptions = {},
): {
  results: ConsolidatedBoxes[];
  reliability: WorkerReliability;
  scored: ScoredConfidence[];
  scoredLocations: ScoredConfidence[];
} {
  const method = options.method ?? defaultBoxMethod;
  const merge = findMethod(boxMethods, method, 'bounding-box');
  const labels = options.labels ?? labelsIn(objects);
  const workerIds = workersOf(objects);
  const workerIndex = new Map(workerIds.map((id, index) => [id, index]));

  const ordered = inFixedOrder(objects);
  const boxObjects = ordered.map(
    ({ answers }): BoxObject => ({
      workerCount: answers.length,
      workers: answers.map(({ workerId }) => workerIndex.get(workerId) ?? 0),
      boxes: answers.flatMap(({ answer }, worker) =>
        // A label outside the job's list cannot get a class_id.
        answer.boundingBoxes
          .filter(({ label }) => labels.includes(label))
          .map(({ left, top, width, height, label }) => ({ left, top, width, height, label, worker })),
      ),
    }),
  );
  // Exactness and labels have nothing to do with each other, so a state of other labels can be carried in.
  const layout = { task: 'bounding-box', names: [], pairs: [] } as const;
  const ledger = openLedger(
    options.reliability,
    layout,
    workerIds,
    BOX_LEDGER_SIZES,
    options.learn === false,
  );
  const batch = { workerCount: workerIds.length, objects: boxObjects, ledger };
  const located = merge(batch);
  const merged = LEARN_CLASSES.has(method) ? learnClasses(batch, located) : located;

  const known = scoreAll(
    ordered.map(({ id }) => id),
    merged,
    options.gold,
  );
  const fits: BoxFits = {
    existence: options.calibration ?? fitCalibration(known.scored),
    location: options.locationCalibration ?? fitCalibration(known.scoredLocations),
  };

  const results: ConsolidatedBoxes[] = new Array(objects.length);
  ordered.forEach(({ id, place, answers }, index) => {
    const boxes = merged[index] ?? [];
    const image = mostFrequentSize(answers.map(({ answer }) => answer.inputImageProperties));
    results[place] = {
      id,
      ...toLabel(boxes, image, labels, fits),
      agreement: boxAgreement(
        boxObjects[index] ?? { workerCount: 0, workers: [], boxes: [] },
        boxes,
        answers.map(({ workerId }) => workerId),
      ),
      method,
    };
  });
  return { results, reliability: closeLedger(ledger, layout, workerIds, objects.length), ...known };
}

/** How far to believe the two confidences of a box; undefined is "as they are". */
interface BoxFits {
  existence: Calibration | undefined;
  location: Calibration | undefined;
}

/** Existence is judged by all merged boxes of known images, the location by those that are truly there. */
function scoreAll(
  ids: readonly string[],
  merged: readonly (readonly MergedBox[])[],
  gold: BoundingBoxOptions['gold'],
): { scored: ScoredConfidence[]; scoredLocations: ScoredConfidence[] } {
  const known = ids.flatMap((id, index) => {
    const truth = gold?.get(id);
    const boxes = merged[index] ?? [];
    if (!truth) return [];
    return scoreBoxes(boxes, truth.boundingBoxes).map((score, at) => ({ ...score, box: boxes[at] }));
  });
  return {
    scored: known.map(({ box, found }) => ({ confidence: box?.confidence ?? 0, right: found })),
    scoredLocations: known.flatMap(({ box, found, exact }) =>
      found && box?.location !== undefined ? [{ confidence: box.location, right: exact }] : [],
    ),
  };
}

/** The label in reading order, clipped to the image and in whole pixels, as trainers expect it. */
function toLabel(
  merged: readonly MergedBox[],
  image: { width: number; height: number },
  labels: readonly string[],
  fits: BoxFits,
): Pick<ConsolidatedBoxes, 'label' | 'objects' | 'classMap'> {
  const annotated = merged
    .map(({ label, confidence, location, ...box }) => ({
      annotation: { class_id: labels.indexOf(label), ...toWholePixels(box, image) },
      label,
      belief: {
        confidence: rounded(calibrated(confidence, fits.existence)),
        ...(location === undefined ? {} : { location: rounded(calibrated(location, fits.location)) }),
      },
    }))
    .sort(
      (a, b) =>
        a.annotation.top - b.annotation.top ||
        a.annotation.left - b.annotation.left ||
        a.annotation.class_id - b.annotation.class_id,
    );
  return {
    label: {
      image_size: [{ ...image, depth: 3 }],
      annotations: annotated.map(({ annotation }) => annotation),
    },
    objects: annotated.map(({ belief }) => belief),
    classMap: Object.fromEntries(annotated.map(({ annotation, label }) => [annotation.class_id, label])),
  };
}

function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}

function toWholePixels(box: Box, image: { width: number; height: number }): Box {
  const clip = (value: number, size: number) => Math.round(Math.min(Math.max(value, 0), size));
  const left = clip(box.left, image.width);
  const top = clip(box.top, image.height);
  return {
    left,
    top,
    width: clip(box.left + box.width, image.width) - left,
    height: clip(box.top + box.height, image.height) - top,
  };
}

function labelsIn(objects: readonly AnsweredObject<BoundingBoxAnswer>[]): string[] {
  const labels = new Set(
    objects.flatMap(({ answers }) =>
      answers.flatMap(({ answer }) => answer.boundingBoxes.map(({ label }) => label)),
    ),
  );
  return [...labels].sort(compareText);
}
