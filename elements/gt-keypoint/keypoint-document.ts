/** Where a keypoint is, or that it is nowhere in the picture. Coordinates are stored image pixels. */
export type Mark =
  | { readonly visibility: 'visible' | 'occluded'; readonly x: number; readonly y: number }
  | { readonly visibility: 'absent' };

/** One animal. `marks` has the skeleton's order; null is "not marked yet". */
export interface Pose {
  readonly id: string;
  /** What the worker calls it; without one it goes by its number. */
  readonly name?: string;
  readonly marks: readonly (Mark | null)[];
}

/** What `<gt-keypoint>` edits. Immutable; poses that an edit does not touch are shared. */
export interface KeypointDocument {
  readonly poses: readonly Pose[];
  /** The worker says that there is nothing to mark. */
  readonly nothing: boolean;
}

/** A keypoint of a pose, both by position. */
export interface Spot {
  readonly pose: number;
  readonly keypoint: number;
}

/** A document with one pose and no mark. */
export function emptyKeypointDocument(keypoints: number): KeypointDocument {
  return { poses: [emptyPose('1', keypoints)], nothing: false };
}

export function emptyPose(id: string, keypoints: number): Pose {
  return { id, marks: Array.from({ length: keypoints }, () => null) };
}

export function markAt(document: KeypointDocument, { pose, keypoint }: Spot): Mark | null {
  return document.poses[pose]?.marks[keypoint] ?? null;
}

/** Whether a mark has a place: it is neither missing nor absent. */
export function isPlaced(mark: Mark | null): mark is Exclude<Mark, { readonly visibility: 'absent' }> {
  return mark !== null && mark.visibility !== 'absent';
}

export function placedAt(document: KeypointDocument, spot: Spot) {
  const mark = markAt(document, spot);
  return isPlaced(mark) ? mark : undefined;
}

/** How many keypoints of a pose are placed or absent. */
export function countMarks(pose: Pose | undefined): number {
  return pose?.marks.reduce((count, mark) => count + (mark === null ? 0 : 1), 0) ?? 0;
}

/** Whether no pose has a mark. */
export function isUnmarked({ poses }: KeypointDocument): boolean {
  return poses.every((pose) => countMarks(pose) === 0);
}

/**
 * The next keypoint of the same pose that is not marked: from `spot` on (or after it), then from the start.
 * Undefined when the pose is complete.
 */
export function nextUnmarked(document: KeypointDocument, spot: Spot): Spot | undefined {
  const marks = document.poses[spot.pose]?.marks ?? [];
  for (let step = 0; step < marks.length; step++) {
    const keypoint = (spot.keypoint + step) % marks.length;
    if (marks[keypoint] === null) return { pose: spot.pose, keypoint };
  }
  return undefined;
}
