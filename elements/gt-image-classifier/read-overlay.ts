import type { Box } from '#contracts/geometry.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { BoxIndex } from '#elements/gt-bounding-box/box-index.ts';
import type { PoseStyle } from '#elements/gt-keypoint/draw-poses.ts';
import { poseStyleOf } from '#elements/gt-keypoint/keypoint-colors.ts';
import type { Pose } from '#elements/gt-keypoint/keypoint-document.ts';
import { readInitialKeypoints } from '#elements/gt-keypoint/read-initial-keypoints.ts';
import { readSkeleton } from '#elements/gt-keypoint/read-skeleton.ts';
import { list, number, object } from '#elements/stage/shape.ts';
import { check, label } from './check-attribute.ts';

export type LabeledBox = Box & { readonly label: string };

/** Earlier marks that are shown over the picture. */
export interface Overlay {
  readonly boxes: readonly LabeledBox[];
  /** Finds them by their place. */
  readonly index: BoxIndex;
  /** The boxes' labels in the order that gives them their colours. */
  readonly labels: readonly string[];
  readonly poses: readonly Pose[];
  readonly style: PoseStyle;
  readonly skeleton?: Skeleton | undefined;
  /** Which element corrects these marks, and what it starts from. */
  readonly editor?: 'gt-bounding-box' | 'gt-keypoint' | undefined;
  readonly value?: unknown;
}

const MAX_PIXELS = 1_000_000;
const place = number(-MAX_PIXELS, MAX_PIXELS);
const side = number(0, MAX_PIXELS);
const Boxes = object({
  'labels?': list(label, 0, 1000),
  value: list(object({ left: place, top: place, width: side, height: side, label })),
});

const nothing: Overlay = {
  boxes: [],
  index: new BoxIndex([]),
  labels: [],
  poses: [],
  style: { edges: [], colors: [] },
};

/**
 * The attribute `overlay`: `{boundingBox: {labels, value}}` as in crowd-image-classifier, or
 * `{keypoint: {skeleton | labels, value}}`.
 * @throws {Error} a sentence for the author of the template
 */
export function readOverlay(value: unknown): Overlay {
  if (value === undefined) return nothing;
  const { boundingBox, keypoint } = check<{ boundingBox?: unknown; keypoint?: unknown }>(
    'overlay',
    object({}),
    value,
  );
  if (boundingBox !== undefined) {
    const read = check<{ labels?: string[]; value: LabeledBox[] }>('overlay', Boxes, boundingBox);
    const labels = [...new Set([...(read.labels ?? []), ...read.value.map(({ label }) => label)])];
    const boxes = read.value.map((box, index) => ({ ...box, id: index + 1 }));
    const index = new BoxIndex(boxes);
    return { ...nothing, boxes, index, labels, editor: 'gt-bounding-box', value: read.value };
  }
  if (keypoint !== undefined) return readPoses(check('overlay', object({}), keypoint));
  throw new Error('"overlay" cannot be used: expected boundingBox or keypoint in it, found neither.');
}

function readPoses({
  skeleton,
  labels,
  value,
}: {
  skeleton?: unknown;
  labels?: unknown;
  value?: unknown;
}): Overlay {
  const rig = readSkeleton({ skeleton, labels });
  const { poses } = readInitialKeypoints(value, rig);
  return { ...nothing, poses, style: poseStyleOf(rig), skeleton: rig, editor: 'gt-keypoint', value };
}

/** The same overlay with the marks as its editor has answered. */
export function withAdjustment({ labels, skeleton }: Overlay, adjustment: object): Overlay {
  const value = 'boundingBoxes' in adjustment ? adjustment.boundingBoxes : adjustment;
  return readOverlay(skeleton ? { keypoint: { skeleton, value } } : { boundingBox: { labels, value } });
}
