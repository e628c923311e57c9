import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseContract, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, LabelName, Skeleton } from '#contracts/skeleton.ts';
import { cycleColors } from '#skeletons/cycle-colors.ts';
import { pairsByName, sideByName } from './left-right-by-name.ts';

/**
 * The skeleton of aws-samples' `<crowd-2d-skeleton>`, as its three attributes hold it: positions in pixels of
 * the rig's own box, edges by name with an optional colour as third entry.
 */
export const SkeletonRig = z.object({
  keypointClasses: z
    .array(
      z.looseObject({
        id: z.optional(z.string()),
        label: LabelName,
        color: z.optional(z.string()),
        x: z.number(),
        y: z.number(),
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
  skeletonRig: z.optional(z.array(z.array(z.string()).check(z.minLength(2), z.maxLength(3)))),
  skeletonBoundingBox: z.optional(
    z.looseObject({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
  ),
});
export type SkeletonRig = z.infer<typeof SkeletonRig>;

/** Size of the box in which a rig of ours is written, px. */
const RIG = 400;

/**
 * Reads a rig: JSON with the three attributes as keys, or text that has them in it, such as a worker template or
 * the rig creator's skeleton_rig.txt. Left/right pairs and sides come from the names.
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract`
 */
export function parseSkeletonRig(text: string, name = 'skeleton'): Skeleton {
  const rig = parseContract(SkeletonRig, readAttributes(text), 'skeleton rig');
  const box = rig.skeletonBoundingBox ?? boundsOf(rig.keypointClasses);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const names = rig.keypointClasses.map(({ label }) => label);
  const skeleton: Skeleton = {
    name,
    keypoints: rig.keypointClasses.map(({ label, x, y, color }) => ({
      name: label,
      side: sideByName(label) ?? 'middle',
      // A rig without a box holds names only: every position in it is 0.
      ...(width > 0 && height > 0
        ? { rest: [round((x - box.left) / width), round((y - box.top) / height)] as [number, number] }
        : {}),
      ...hexColor(color),
    })),
    edges: (rig.skeletonRig ?? []).map(([from = '', to = '']): [string, string] => [from, to]),
    pairs: pairsByName(names),
  };
  const contradiction = checkSkeleton(skeleton);
  if (contradiction !== undefined)
    throw new GroundTruthError('invalid-contract', `The skeleton rig contradicts itself: ${contradiction}.`);
  return parseContract(Skeleton, skeleton, 'skeleton rig');
}

/** The rig of a skeleton: a point without a rest pose is at 0, 0, as the component's guide says. */
export function serializeSkeletonRig(skeleton: Skeleton): SkeletonRig {
  return {
    keypointClasses: skeleton.keypoints.map(({ name, color, rest }, index) => ({
      id: String(index + 1),
      color: color ?? cycleColors[index % cycleColors.length] ?? '#1F77B4',
      label: name,
      x: Math.round((rest?.[0] ?? 0) * RIG),
      y: Math.round((rest?.[1] ?? 0) * RIG),
    })),
    skeletonRig: (skeleton.edges ?? []).map(([from, to]) => [from, to]),
    skeletonBoundingBox: { left: 0, top: 0, right: RIG, bottom: RIG },
  };
}

function readAttributes(text: string): unknown {
  if (/^\s*\{/.test(text)) {
    const value = parseJson(text, 'skeleton rig') as Record<string, unknown>;
    // An attribute's value may have been copied as it stands, a string.
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unwrap(part, key)]));
  }
  const found = [...attributeNames].flatMap((attribute) => {
    const match = new RegExp(`\\b${attribute}\\s*=\\s*(?:'([^']*)'|"([^"]*)")`, 'i').exec(text);
    const value = match?.[1] ?? match?.[2];
    return value === undefined ? [] : [[attribute, unwrap(decodeEntities(value), attribute)]];
  });
  if (found.length === 0) {
    throw new GroundTruthError(
      'invalid-json',
      `Expected a skeleton rig: JSON with keypointClasses, or a template with <crowd-2d-skeleton keypointClasses='…'>. Found ${excerpt(text)}.`,
    );
  }
  return Object.fromEntries(found);
}

const attributeNames = ['keypointClasses', 'skeletonRig', 'skeletonBoundingBox'];
const unwrap = (value: unknown, what: string) => (typeof value === 'string' ? parseJson(value, what) : value);
const decodeEntities = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function boundsOf(points: readonly { x: number; y: number }[]) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** A colour as our contract has it; a name such as "yellow" is left to the palette. */
function hexColor(color: string | undefined): { color?: string } {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color ?? '');
  if (short) return { color: `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` };
  return color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {};
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
