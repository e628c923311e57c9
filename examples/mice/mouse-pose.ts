import type { SeededRandom } from '../seeded-random.ts';

/** A point of the middle line; `angle` is the direction to the nose, radians, y down. */
export interface SpinePoint {
  x: number;
  y: number;
  angle: number;
}

/** A mouse seen from above, in image px. */
export interface MousePose {
  /** From nose to tail base. */
  length: number;
  /** Stoutness, 1 is usual. */
  girth: number;
  /** Evenly spaced from the nose (first) to the tail base (last). */
  spine: SpinePoint[];
  tail: { x: number; y: number }[];
}

export interface MousePlace {
  /** Middle of the trunk. */
  x: number;
  y: number;
  heading: number;
}

const STEPS = 72;

/** Where along the body the place is given: the middle of the trunk. */
const ANCHOR = 0.55;

/** Half width of the body in parts of its length, from nose to tail base. */
const outline: [at: number, half: number][] = [
  [0, 0.012],
  [0.04, 0.034],
  [0.1, 0.058],
  [0.18, 0.08],
  [0.26, 0.086],
  [0.34, 0.088],
  [0.46, 0.112],
  [0.6, 0.14],
  [0.72, 0.15],
  [0.82, 0.134],
  [0.91, 0.092],
  [1, 0.026],
];

/** Half width in px at a part of the length, 0 at the nose and 1 at the tail base. */
export function halfWidth({ length, girth }: MousePose, part: number): number {
  const upper = Math.max(
    1,
    outline.findIndex(([at]) => at >= part),
  );
  const [toAt, toHalf] = outline[upper] ?? [1, 0.026];
  const [fromAt, fromHalf] = outline[upper - 1] ?? [0, 0.012];
  const step = Math.min(1, Math.max(0, (part - fromAt) / (toAt - fromAt)));
  const eased = step * step * (3 - 2 * step);
  // The head is bone and does not get stout.
  const stout = 1 + (girth - 1) * Math.min(1, Math.max(0, (part - 0.3) / 0.2));
  return length * stout * (fromHalf + (toHalf - fromHalf) * (0.5 * step + 0.5 * eased));
}

/** A mouse at a place, bent and turning its head by chance. */
export function poseMouse({ x, y, heading }: MousePlace, random: SeededRandom): MousePose {
  const length = random.between(235, 275);
  const bend = 0.45 * random.normal();
  const headTurn = 0.3 * random.normal() + 0.4 * bend;
  const angleAt = (part: number) => heading + bend * (ANCHOR - part) + headTurn * smooth((0.42 - part) / 0.3);
  const spine: SpinePoint[] = new Array(STEPS + 1);
  const anchor = Math.round(ANCHOR * STEPS);
  const step = length / STEPS;
  spine[anchor] = { x, y, angle: angleAt(anchor / STEPS) };
  for (let index = anchor - 1; index >= 0; index--)
    spine[index] = follow(spine[index + 1], angleAt(index / STEPS), step);
  for (let index = anchor + 1; index <= STEPS; index++)
    spine[index] = follow(spine[index - 1], angleAt(index / STEPS), -step);
  return { length, girth: random.between(0.92, 1.1), spine, tail: curlTail(spine[STEPS], length, random) };
}

function follow(from: SpinePoint | undefined, angle: number, step: number): SpinePoint {
  const { x, y } = from ?? { x: 0, y: 0 };
  return { x: x + step * Math.cos(angle), y: y + step * Math.sin(angle), angle };
}

function curlTail(
  base: SpinePoint | undefined,
  length: number,
  random: SeededRandom,
): { x: number; y: number }[] {
  const points = [{ x: base?.x ?? 0, y: base?.y ?? 0 }];
  const count = 48;
  let angle = (base?.angle ?? 0) + Math.PI;
  let curl = 0.02 * random.normal();
  for (let index = 0; index < count; index++) {
    const last = points[points.length - 1] ?? { x: 0, y: 0 };
    curl = 0.94 * curl + 0.011 * random.normal();
    angle += curl;
    const step = (0.82 * length) / count;
    points.push({ x: last.x + step * Math.cos(angle), y: last.y + step * Math.sin(angle) });
  }
  return points;
}

/** The point beside the middle line: `side` 1 is the mouse's left, in px times `offset`. */
export function besideSpine({ spine }: MousePose, part: number, offset: number): { x: number; y: number } {
  const point = spine[Math.round(Math.min(1, Math.max(0, part)) * (spine.length - 1))] ?? {
    x: 0,
    y: 0,
    angle: 0,
  };
  // With y down, left of the direction (cos, sin) is (sin, -cos).
  return { x: point.x + offset * Math.sin(point.angle), y: point.y - offset * Math.cos(point.angle) };
}

export function smooth(value: number): number {
  const clamped = Math.min(1, Math.max(0, value));
  return clamped * clamped * (3 - 2 * clamped);
}
