import type { Skeleton } from '#contracts/skeleton.ts';
import { dataColors } from '#elements/stage/tokens.ts';
import { cycleColors } from '#skeletons/cycle-colors.ts';
import type { PoseStyle } from './draw-poses.ts';

/** How poses of a skeleton are drawn. */
export function poseStyleOf(skeleton: Skeleton): PoseStyle {
  const { keypoints, edges = [] } = skeleton;
  const position = (name: string) => keypoints.findIndex((keypoint) => keypoint.name === name);
  return {
    colors: keypointColors(skeleton),
    edges: edges
      .map(([start, end]) => ({ from: position(start), to: position(end) }))
      .map(({ from, to }) => ({ from, to, color: edgeColor(keypoints, from, to) })),
  };
}

/**
 * One colour per keypoint: warm on the left, cool on the right, the same step for both of a pair, neutral in
 * the middle. A skeleton without sides takes the colours in turn.
 */
export function keypointColors({ keypoints, pairs = [] }: Skeleton): readonly string[] {
  const sided = keypoints.some(({ side }) => side === 'left' || side === 'right');
  const pairOf = new Map(pairs.flatMap((pair, index) => pair.map((name) => [name, index] as const)));
  const turn = { left: 0, right: 0 };
  return keypoints.map(({ name, side = 'middle', color }, index) => {
    if (color !== undefined) return color;
    if (!sided) return pick(cycleColors, index);
    if (side === 'middle') return dataColors.middle[0];
    // Two of each half: the others are too pale on a panel or can be taken for the other side.
    return pick(dataColors[side].slice(0, 2), pairOf.get(name) ?? turn[side]++);
  });
}

/** One colour per edge, that of the side it leads along: the legs of one side are of one colour. */
export function edgeColor(keypoints: Skeleton['keypoints'], from: number, to: number): string {
  const side = [keypoints[to], keypoints[from]].find(
    (end) => end?.side === 'left' || end?.side === 'right',
  )?.side;
  return dataColors[side ?? 'middle'][0];
}

/** Colour of the n-th pose, for chips and for edges when there are several. */
export function poseColor(index: number): string {
  // Those that the sides leave free, the brightest first: fur is dark.
  return pick([...dataColors.left.slice(2).reverse(), ...dataColors.right.slice(2)], index);
}

function pick(colors: readonly string[], index: number): string {
  return colors[index % colors.length] ?? '#BBBBBB';
}
