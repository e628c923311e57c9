import type { Skeleton } from '#contracts/skeleton.ts';
import { dataColors } from '#elements/stage/tokens.ts';
import type { LocatedPose } from './poses-of.ts';

type Side = keyof Pick<typeof dataColors, 'left' | 'right' | 'middle'>;

/**
 * One animal as SVG: its bones as thin lines, its keypoints as rings with a clear centre and a dark and a light
 * outline, so that they read on black and on white. Left is warm, right is cool; hidden points have broken rings.
 * @param scale drawing px per image px
 * @param radius of a ring, px of the drawing
 */
export function drawPose(
  { keypoints }: LocatedPose,
  skeleton: Skeleton | undefined,
  scale: number,
  radius: number,
): string {
  const sides = new Map(skeleton?.keypoints.map(({ name, side }) => [name, side ?? 'middle'] as const));
  const at = (value: number) => (value * scale).toFixed(1);
  const bones = (skeleton?.edges ?? []).map(([from, to]) => {
    const a = keypoints.get(from);
    const b = keypoints.get(to);
    if (!a || !b) return '';
    const color = dataColors[sideOfBone(sides.get(from), sides.get(to))][0];
    const line = `x1="${at(a.x)}" y1="${at(a.y)}" x2="${at(b.x)}" y2="${at(b.y)}" stroke-linecap="round"`;
    return (
      `<line ${line} stroke="#10141a" stroke-opacity="0.45" stroke-width="3.4"/>` +
      `<line ${line} stroke="${color}" stroke-opacity="0.85" stroke-width="1.8"/>`
    );
  });
  const rings = [...keypoints].map(([name, { x, y, occluded }]) => {
    const color = dataColors[sides.get(name) ?? 'middle'][0];
    const ring = `cx="${at(x)}" cy="${at(y)}" fill="none"`;
    const broken = occluded ? ' stroke-dasharray="2.6 2"' : '';
    return (
      `<circle ${ring} r="${radius}" stroke="#10141a" stroke-opacity="0.8" stroke-width="3.2"/>` +
      `<circle ${ring} r="${radius}" stroke="${color}" stroke-width="1.7"${broken}/>`
    );
  });
  return bones.join('') + rings.join('');
}

/** A bone between the middle and a limb belongs to the limb. */
function sideOfBone(from: Side = 'middle', to: Side = 'middle'): Side {
  return to === 'middle' ? from : to;
}
