import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import { parseContract } from '#contracts/parse.ts';
import type { Truth } from '#contracts/truth.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { median } from '#geometry/median.ts';
import { type LocatedPose, posesOf } from './poses-of.ts';

/** Distances from the truth, image px; null where nothing was compared. */
export interface DistanceScore {
  median: number | null;
  worst: number | null;
  /** Keypoints compared. */
  n: number;
  /** Keypoints of the truth that the label does not locate. */
  missed: number;
}

export interface KeypointScores {
  /** Each keypoint by name, in the order of the truth. */
  keypoints: Record<string, DistanceScore>;
  overall: DistanceScore;
  /** As `overall`, of the keypoints that can be seen. */
  visible: DistanceScore;
  /** Objects compared; an object without truth is left out. */
  objects: number;
  /** Animals in the labels that are not in the truth. */
  extraInstances: number;
}

/** Cost of pairing two animals that share no keypoint, px: more than any image is wide. */
const NOTHING_IN_COMMON = 1e7;

/** Measures labels, or single answers, against the truth. Animals are paired by their mean distance. */
export function scoreKeypoints(
  labels: Iterable<{ sourceRef: string; label: KeypointLabel | KeypointAnswer }>,
  truth: Truth,
): KeypointScores {
  const byName = new Map<string, Distances>();
  const overall = newDistances();
  const visible = newDistances();
  let objects = 0;
  let extraInstances = 0;
  for (const { sourceRef, label } of labels) {
    const known = truth.find(sourceRef);
    if (known === undefined) continue;
    objects++;
    const expected = posesOf(parseContract(KeypointAnswer, known, 'truth', { objectId: sourceRef }));
    const found = posesOf(label);
    const partner = pair(expected, found);
    extraInstances += Math.max(0, found.length - expected.length);
    for (const [index, { keypoints }] of expected.entries()) {
      for (const [name, { x, y, occluded }] of keypoints) {
        const own = byName.get(name) ?? newDistances();
        byName.set(name, own);
        const place = partner[index]?.keypoints.get(name);
        const distance = place && Math.hypot(place.x - x, place.y - y);
        for (const distances of occluded ? [own, overall] : [own, overall, visible]) add(distances, distance);
      }
    }
  }
  return {
    keypoints: Object.fromEntries([...byName].map(([name, distances]) => [name, summarize(distances)])),
    overall: summarize(overall),
    visible: summarize(visible),
    objects,
    extraInstances,
  };
}

interface Distances {
  values: number[];
  missed: number;
}

const newDistances = (): Distances => ({ values: [], missed: 0 });

function add(distances: Distances, distance: number | undefined): void {
  if (distance === undefined) distances.missed++;
  else distances.values.push(distance);
}

function summarize({ values, missed }: Distances): DistanceScore {
  const known = values.length > 0;
  return {
    median: known ? median(values) : null,
    worst: known ? values.reduce((worst, value) => Math.max(worst, value), 0) : null,
    n: values.length,
    missed,
  };
}

/** The animal found for each expected one, so that the distances in all are smallest. */
function pair(expected: LocatedPose[], found: LocatedPose[]): (LocatedPose | undefined)[] {
  const cost = expected.flatMap((a) => found.map((b) => meanDistance(a, b)));
  return [...assignRows(cost, expected.length, found.length)].map((column) => found[column]);
}

function meanDistance(a: LocatedPose, b: LocatedPose): number {
  let sum = 0;
  let shared = 0;
  for (const [name, { x, y }] of a.keypoints) {
    const other = b.keypoints.get(name);
    if (other === undefined) continue;
    sum += Math.hypot(other.x - x, other.y - y);
    shared++;
  }
  return shared === 0 ? NOTHING_IN_COMMON : sum / shared;
}
