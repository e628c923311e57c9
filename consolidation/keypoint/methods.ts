import { emSwapPoses } from './em-swap-poses.ts';
import { geometricMedianPoses } from './geometric-median-poses.ts';
import { huberPoses } from './huber-poses.ts';
import { marsPoses } from './mars-poses.ts';
import { meanPoses } from './mean-poses.ts';
import { medianPoses } from './median-poses.ts';
import type { KeypointMethod } from './pose-batch.ts';

/** Every consolidation method for keypoints by name. A method gets all animals of the batch at once. */
export const keypointMethods = {
  median: medianPoses,
  mean: meanPoses,
  'geometric-median': geometricMedianPoses,
  huber: huberPoses,
  mars: marsPoses,
  'em-swap': emSwapPoses,
} as const satisfies Record<string, KeypointMethod>;

/** The method of a job that names none. */
export const defaultKeypointMethod: keyof typeof keypointMethods = 'em-swap';
