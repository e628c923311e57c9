import type { Skeleton } from './skeleton.ts';

/** The reason why a skeleton contradicts itself, or undefined. In a file without schemas, for the browser. */
export function checkSkeleton(skeleton: Skeleton): string | undefined {
  const names = new Set<string>();
  for (const { name } of skeleton.keypoints) {
    if (names.has(name)) return `keypoint "${name}" is listed twice`;
    names.add(name);
  }
  const references = [
    ...(skeleton.edges ?? []),
    ...(skeleton.pairs ?? []),
    ...(skeleton.axis ? [skeleton.axis] : []),
  ];
  for (const pair of references) {
    const missing = pair.find((name) => !names.has(name));
    if (missing !== undefined) return `"${missing}" is used in edges, pairs or axis but is no keypoint`;
    if (pair[0] === pair[1]) return `"${pair[0]}" is connected to itself`;
  }
  const paired = (skeleton.pairs ?? []).flat();
  const twice = paired.find((name, index) => paired.indexOf(name) !== index);
  return twice === undefined ? undefined : `"${twice}" is in two left/right pairs`;
}
