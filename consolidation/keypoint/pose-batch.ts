import type { Ledger } from '../ledger.ts';

/** What a worker says of a keypoint. Not mentioned counts as absent in the vote, but is kept apart. */
export const PointState = { unmentioned: 0, absent: 1, occluded: 2, visible: 3 } as const;

/** One animal as one worker drew it; arrays are by keypoint, x and y are NaN where nothing was placed. */
export interface Pose {
  instanceId: string;
  /** Class or identity of the animal, when the worker gave one. */
  instanceLabel: string | undefined;
  x: Float64Array;
  y: Float64Array;
  state: Uint8Array;
}

/** One animal as several workers drew it. */
export interface MatchedPose {
  /** Worker of each view: an index into the batch's sorted workers, ascending. */
  workers: Int32Array;
  /** Coordinates in image px at [view * keypointCount + keypoint]; NaN where the worker placed nothing. */
  x: Float64Array;
  y: Float64Array;
  /** sqrt of the animal's area in px; the unit of sigmas. Positive. */
  scale: number;
  /** Size of the image, px. */
  image: { width: number; height: number };
}

/** All animals of all objects that are merged together, so that a method can learn workers over the job. */
export interface PoseBatch {
  keypointCount: number;
  /** [left, right] keypoints that mirror each other. */
  pairs: readonly (readonly [number, number])[];
  /** [tail end, head end], where the skeleton has an axis. */
  axis: readonly [number, number] | undefined;
  /** Expected spread of careful workers by keypoint, in units of `scale`. */
  sigmas: Float64Array;
  workerCount: number;
  poses: readonly MatchedPose[];
  /** What earlier batches showed of the workers, and room for what this one shows. */
  ledger?: Ledger | undefined;
}

/** One merged animal, by keypoint. NaN x and y where no view has the keypoint. */
export interface MergedPose {
  x: Float64Array;
  y: Float64Array;
  /** Variance of the merged location, px² per axis. */
  variance: Float64Array;
  /** Probability that left and right are not exchanged; 1 for keypoints without a partner. */
  sideCertainty: Float64Array;
}

/** A consolidation method for keypoints: pure, deterministic, one merged animal for each matched one. */
export type KeypointMethod = (batch: PoseBatch) => MergedPose[];
