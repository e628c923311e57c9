import type { Skeleton, SkeletonKeypoint } from '#contracts/skeleton.ts';
import { pairsByName, sideByName } from '#formats/left-right-by-name.ts';
import { type Draft, type Place, placePoint } from './draft.ts';

type NamePair = [string, string];

/** Most keypoints of a skeleton, as the contract has it. */
const MOST = 200;

/** Adds a point with a free name. @returns the draft as it was when there is no room for more */
export function addPoint(draft: Draft, place: Place): Draft {
  const { keypoints } = draft.skeleton;
  if (keypoints.length >= MOST) return draft;
  const grown = withSkeleton(draft, { keypoints: [...keypoints, { name: freeName(keypoints) }] });
  return placePoint(grown, keypoints.length, place);
}

function freeName(keypoints: readonly SkeletonKeypoint[]): string {
  const taken = new Set(keypoints.map(({ name }) => name));
  let number = keypoints.length + 1;
  while (taken.has(`point_${number}`)) number += 1;
  return `point_${number}`;
}

/**
 * Gives a point another name, wherever it is used. A name that says "left" or "right" sets the side, and the pair
 * with the point that has the same name for the other side.
 */
export function renamePoint(draft: Draft, index: number, name: string): Draft {
  const { skeleton } = draft;
  const before = skeleton.keypoints[index];
  if (!before || name === '' || skeleton.keypoints.some((other) => other.name === name)) return draft;
  const swap = (pair: NamePair): NamePair => [
    pair[0] === before.name ? name : pair[0],
    pair[1] === before.name ? name : pair[1],
  ];
  const side = sideByName(name) ?? before.side;
  const renamed = withSkeleton(draft, {
    keypoints: replaceAt(skeleton.keypoints, index, { ...before, name, ...(side ? { side } : {}) }),
    ...(skeleton.edges ? { edges: skeleton.edges.map(swap) } : {}),
    ...(skeleton.pairs ? { pairs: skeleton.pairs.map(swap) } : {}),
    ...(skeleton.axis ? { axis: swap(skeleton.axis) } : {}),
  });
  return pairByName(renamed, name);
}

function pairByName(draft: Draft, name: string): Draft {
  const { keypoints, pairs = [] } = draft.skeleton;
  const taken = new Set(pairs.flat());
  const found = pairsByName(keypoints.map((keypoint) => keypoint.name)).find(
    (pair) => pair.includes(name) && !pair.some((end) => taken.has(end)),
  );
  return found ? setPair(draft, found[0], found[1]) : draft;
}

/** Without a point, its edges, its pair, and the axis if it was an end of that. */
export function removePoint(draft: Draft, index: number): Draft {
  const { skeleton } = draft;
  const name = skeleton.keypoints[index]?.name ?? '';
  const { axis, ...rest } = skeleton;
  const without = (pairs: readonly NamePair[]) => pairs.filter((pair) => !pair.includes(name));
  return {
    ...draft,
    skeleton: {
      ...rest,
      keypoints: skeleton.keypoints.filter((_, at) => at !== index),
      ...(skeleton.edges ? { edges: without(skeleton.edges) } : {}),
      ...(skeleton.pairs ? { pairs: without(skeleton.pairs) } : {}),
      ...(axis && !axis.includes(name) ? { axis } : {}),
    },
  };
}

/** Moves a point to another place in the order, in which workers mark the points. */
export function reorderPoint(draft: Draft, from: number, to: number): Draft {
  const keypoints = [...draft.skeleton.keypoints];
  const [moved] = keypoints.splice(from, 1);
  if (!moved || to < 0 || to > keypoints.length) return draft;
  keypoints.splice(to, 0, moved);
  return withSkeleton(draft, { keypoints });
}

/** Sets some properties of a point; one that is given as undefined is taken away. */
export function describePoint(
  draft: Draft,
  index: number,
  changes: { [K in 'definition' | 'side' | 'color']?: SkeletonKeypoint[K] | undefined },
): Draft {
  const before = draft.skeleton.keypoints[index];
  if (!before) return draft;
  const entries = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== undefined);
  const keypoint = Object.fromEntries(entries) as unknown as SkeletonKeypoint;
  return withSkeleton(draft, { keypoints: replaceAt(draft.skeleton.keypoints, index, keypoint) });
}

/** Draws an edge, or takes it away where there is one. */
export function toggleEdge(draft: Draft, from: string, to: string): Draft {
  if (from === to) return draft;
  const edges = draft.skeleton.edges ?? [];
  const others = edges.filter((edge) => !(edge.includes(from) && edge.includes(to)));
  return withSkeleton(draft, { edges: others.length < edges.length ? others : [...edges, [from, to]] });
}

/** Makes two points the left and the right of one part; either's earlier pair ends. */
export function setPair(draft: Draft, left: string, right: string): Draft {
  if (left === right) return draft;
  const unpaired = [left, right].reduce(clearPair, draft);
  const sides = new Map([
    [left, 'left' as const],
    [right, 'right' as const],
  ]);
  return withSkeleton(unpaired, {
    pairs: [...(unpaired.skeleton.pairs ?? []), [left, right]],
    keypoints: unpaired.skeleton.keypoints.map((keypoint) => {
      const side = sides.get(keypoint.name);
      return side ? { ...keypoint, side } : keypoint;
    }),
  });
}

/** Ends the pair of a point. */
export function clearPair(draft: Draft, name: string): Draft {
  const { pairs } = draft.skeleton;
  return pairs ? withSkeleton(draft, { pairs: pairs.filter((pair) => !pair.includes(name)) }) : draft;
}

/** Says which point is at the tail and which at the head end; takes it back unless both are given. */
export function setAxis(draft: Draft, tail: string, head: string): Draft {
  const { axis: _, ...rest } = draft.skeleton;
  const skeleton = tail && head && tail !== head ? { ...rest, axis: [tail, head] as NamePair } : rest;
  return { ...draft, skeleton };
}

/** Names the skeleton, or what one instance is called. */
export function nameSkeleton(draft: Draft, changes: { name?: string; instance?: string }): Draft {
  const { instance: before, ...rest } = draft.skeleton;
  const instance = changes.instance ?? before;
  return {
    ...draft,
    skeleton: { ...rest, ...(changes.name ? { name: changes.name } : {}), ...(instance ? { instance } : {}) },
  };
}

function withSkeleton(draft: Draft, changes: Partial<Skeleton>): Draft {
  return { ...draft, skeleton: { ...draft.skeleton, ...changes } };
}

function replaceAt<T>(list: readonly T[], index: number, item: T): T[] {
  return list.map((before, at) => (at === index ? item : before));
}
