import type { CocoVisibility } from '#contracts/keypoint-label.ts';
import { voteConfidence } from '../vote-confidence.ts';
import { PointState } from './pose-batch.ts';

export interface VisibilityVote {
  visibility: CocoVisibility;
  /** How far to believe that the point is there, or that it is absent. */
  confidence: number;
}

/**
 * Whether a keypoint is there: placed when at least half of the workers who drew the animal placed it, and
 * then visible when at least half of those could see it.
 * @param states {@link PointState} of each worker who drew the animal; at least one
 */
export function voteVisibility(states: ArrayLike<number>): VisibilityVote {
  let occluded = 0;
  let visible = 0;
  for (let i = 0; i < states.length; i++) {
    if (states[i] === PointState.occluded) occluded++;
    else if (states[i] === PointState.visible) visible++;
  }
  const placed = occluded + visible;
  if (placed * 2 < states.length || placed === 0)
    return { visibility: 0, confidence: voteConfidence(states.length - placed, states.length) };
  return { visibility: visible >= occluded ? 2 : 1, confidence: voteConfidence(placed, states.length) };
}
