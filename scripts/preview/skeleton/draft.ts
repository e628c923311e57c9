import type { Skeleton, SkeletonKeypoint } from '#contracts/skeleton.ts';

/** A place on the picture: [0, 0] is its top left, [1, 1] its bottom right corner. */
export type Place = readonly [x: number, y: number];

/**
 * A skeleton as it is being drawn over a picture. Points hold their place in units of the instance's box, as the
 * contract has it; `frame` says where on the picture that box lies. Drafts are never changed, only replaced.
 */
export interface Draft {
  skeleton: Skeleton;
  frame: { left: number; top: number; width: number; height: number };
}

/** Where a skeleton stands that comes without a picture of its own. */
const middle = { left: 0.2, top: 0.2, width: 0.6, height: 0.6 };
/** A box thinner than this share of the picture has no inside to measure in. */
const THIN = 0.005;
/** Smallest side that the box can be dragged to, share of the picture. */
const SMALLEST = 0.03;

/** A draft of a skeleton that was loaded, or of an empty one. */
export function draftOf(skeleton: Skeleton = { name: 'my-skeleton', keypoints: [] }): Draft {
  return { skeleton, frame: middle };
}

/** Where a keypoint stands on the picture, undefined before it was placed. */
export function placeOf({ frame }: Draft, { rest }: SkeletonKeypoint): Place | undefined {
  return rest && [frame.left + rest[0] * frame.width, frame.top + rest[1] * frame.height];
}

/** With a keypoint at a place; the box is then drawn around all points anew, and none of them moves. */
export function placePoint(draft: Draft, index: number, place: Place): Draft {
  const { frame } = draft;
  const inside: Place = [clamp(place[0]), clamp(place[1])];
  const rest: [number, number] = [
    (inside[0] - frame.left) / frame.width,
    (inside[1] - frame.top) / frame.height,
  ];
  const keypoints = draft.skeleton.keypoints.map((keypoint, at) =>
    at === index ? { ...keypoint, rest } : keypoint,
  );
  return fitFrame({ ...draft, skeleton: { ...draft.skeleton, keypoints } });
}

/** With one corner of the box at a place, 0 top left or 1 bottom right: the whole pose moves and grows with it. */
export function moveCorner(draft: Draft, corner: 0 | 1, place: Place): Draft {
  const { left, top, width, height } = draft.frame;
  const [right, bottom] = [left + width, top + height];
  const [x, y] = [clamp(place[0]), clamp(place[1])];
  const frame =
    corner === 0
      ? { left: Math.min(x, right - SMALLEST), top: Math.min(y, bottom - SMALLEST), right, bottom }
      : { left, top, right: Math.max(x, left + SMALLEST), bottom: Math.max(y, top + SMALLEST) };
  return {
    ...draft,
    frame: {
      left: frame.left,
      top: frame.top,
      width: frame.right - frame.left,
      height: frame.bottom - frame.top,
    },
  };
}

/** The skeleton as it goes into a file: rest poses rounded to a thousandth of the box. */
export function finished({ skeleton }: Draft): Skeleton {
  return {
    ...skeleton,
    keypoints: skeleton.keypoints.map((keypoint) =>
      keypoint.rest ? { ...keypoint, rest: [round(keypoint.rest[0]), round(keypoint.rest[1])] } : keypoint,
    ),
  };
}

function fitFrame(draft: Draft): Draft {
  const places = draft.skeleton.keypoints.map((keypoint) => placeOf(draft, keypoint));
  const [left, width] = span(
    places.flatMap((place) => (place ? [place[0]] : [])),
    [draft.frame.left, draft.frame.width],
  );
  const [top, height] = span(
    places.flatMap((place) => (place ? [place[1]] : [])),
    [draft.frame.top, draft.frame.height],
  );
  const keypoints = draft.skeleton.keypoints.map((keypoint, index) => {
    const place = places[index];
    if (!place) return keypoint;
    const rest: [number, number] = [(place[0] - left) / width, (place[1] - top) / height];
    return { ...keypoint, rest };
  });
  return { skeleton: { ...draft.skeleton, keypoints }, frame: { left, top, width, height } };
}

/** Start and length of the values; the ones before where they lie on a line. */
function span(values: readonly number[], before: [number, number]): [number, number] {
  const low = Math.min(...values);
  const length = Math.max(...values) - low;
  return length < THIN ? before : [low, length];
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const round = (value: number) => Math.round(value * 1000) / 1000;
