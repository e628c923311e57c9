import { blend, type Canvas, type Color, eachPixel, latticeNoise, paintEllipse } from './canvas.ts';
import { besideSpine, halfWidth, type MousePose, smooth } from './mouse-pose.ts';

/** Colours of a coat, 0 to 255. */
export interface Coat {
  fur: Color;
  /** Brightness that light adds on the back. */
  sheen: number;
  /** How much single strands differ, in parts of the brightness. */
  strands: number;
  skin: Color;
  eye: Color;
}

export const coats = {
  black: { fur: [44, 40, 40], sheen: 40, strands: 0.5, skin: [112, 88, 86], eye: [8, 8, 10] },
  white: { fur: [214, 206, 194], sheen: 30, strands: 0.13, skin: [226, 176, 164], eye: [120, 26, 36] },
} as const satisfies Record<string, Coat>;

/** Light falls from the upper left; the shadow lies this far to the lower right, px. */
const SHADOW = { x: 7, y: 10, blur: 16, depth: 0.55 };
const LIGHT = { x: -0.55, y: -0.83 };

/** Where a pixel is on a mouse: along the body, aside in half widths (left positive), and px outside the skin. */
interface BodyPlace {
  part: number;
  aside: number;
  outside: number;
  angle: number;
}

/**
 * Paints a mouse over whatever is there: shadow, tail, hind feet, body with fur, ears, eyes, nose.
 * @returns a mask of the pixels that its body and ears hide, 1 where they do
 */
export function paintMouse(canvas: Canvas, pose: MousePose, coat: Coat, seed: number): Uint8Array {
  const mask = new Uint8Array(canvas.width * canvas.height);
  const bounds = around(pose, 40);
  eachPixel(canvas, bounds, (x, y) => {
    const { outside } = locate(pose, x - SHADOW.x, y - SHADOW.y);
    const depth = SHADOW.depth * smooth((SHADOW.blur - outside) / (2 * SHADOW.blur));
    if (depth > 0.004) blend(canvas, x, y, [34, 26, 20], depth);
  });
  paintTail(canvas, pose, coat);
  paintFeet(canvas, pose, coat);
  eachPixel(canvas, bounds, (x, y) => {
    const place = locate(pose, x, y);
    if (place.outside > 5) return;
    // Strands lie along the body and stick out at its edge, so the outline is frayed by the same noise.
    const along = place.part * pose.length;
    const across = place.aside * halfWidth(pose, place.part);
    const strand = latticeNoise(along / 9 + 0.35 * Math.abs(across), across / 1.5, seed);
    const tuft = latticeNoise(along / 26, across / 13, seed + 1);
    const alpha = smooth((1.9 - place.outside - 1.7 * strand) / 3.4);
    if (alpha === 0) return;
    blend(canvas, x, y, furColor(place, coat, strand, tuft), alpha);
    if (alpha > 0.5) mask[y * canvas.width + x] = 1;
  });
  paintHead(canvas, pose, coat, mask);
  return mask;
}

function furColor({ part, aside, angle }: BodyPlace, coat: Coat, strand: number, tuft: number): Color {
  const round = Math.sqrt(Math.max(0, 1 - Math.min(1, aside * aside)));
  // The flank that faces the light is brighter. Left of the body is (sin, -cos).
  const towardsLight = aside * (Math.sin(angle) * LIGHT.x - Math.cos(angle) * LIGHT.y);
  const neck = 1 - 0.1 * Math.exp(-(((part - 0.31) / 0.05) ** 2));
  const shade = (0.66 + 0.36 * round + 0.16 * towardsLight) * neck;
  const sheen = coat.sheen * Math.max(0, round * 0.8 + 0.5 * towardsLight - 0.35);
  const texture = 1 + coat.strands * (0.75 * strand + 0.35 * tuft);
  const [red, green, blue] = coat.fur;
  return [
    (red * shade + sheen) * texture,
    (green * shade + 0.97 * sheen) * texture,
    (blue * shade + 0.95 * sheen) * texture,
  ];
}

function paintTail(canvas: Canvas, { tail, length }: MousePose, coat: Coat): void {
  const draw = (offset: { x: number; y: number }, color: Color, alpha: number, wider: number) => {
    for (let index = 0; index < 4 * (tail.length - 1); index++) {
      const from = tail[Math.floor(index / 4)];
      const to = tail[Math.floor(index / 4) + 1];
      if (!from || !to) continue;
      const step = (index % 4) / 4;
      const radius = length * (0.017 - 0.012 * (index / (4 * tail.length))) * wider;
      const x = from.x + (to.x - from.x) * step + offset.x;
      const y = from.y + (to.y - from.y) * step + offset.y;
      paintEllipse(canvas, { x, y, along: radius, across: radius, angle: 0 }, (u, v) => ({
        // Rings of scales: every other bead is a little darker.
        color: scaled(color, 0.86 - 0.16 * (u + v) + (index % 4 < 2 ? 0.05 : -0.05)),
        alpha,
      }));
    }
  };
  draw({ x: 3, y: 5 }, [40, 32, 26], 0.13, 1.25);
  draw({ x: 0, y: 0 }, coat.skin, 1, 1);
}

function paintFeet(canvas: Canvas, pose: MousePose, coat: Coat): void {
  for (const side of [1, -1]) {
    const { x, y } = besideSpine(pose, 0.73, side * (halfWidth(pose, 0.73) + 0.012 * pose.length));
    const angle = (pose.spine[52]?.angle ?? 0) - side * 0.25;
    paintEllipse(
      canvas,
      { x, y, along: 0.062 * pose.length, across: 0.022 * pose.length, angle },
      (u, v) => ({
        color: scaled(coat.skin, 0.95 - 0.15 * v - 0.1 * u),
        alpha: 1,
      }),
    );
  }
}

function paintHead(canvas: Canvas, pose: MousePose, coat: Coat, mask: Uint8Array): void {
  const headAngle = pose.spine[13]?.angle ?? 0;
  for (const side of [1, -1]) {
    const ear = besideSpine(pose, 0.215, side * (0.82 * halfWidth(pose, 0.2) + 0.026 * pose.length));
    const angle = headAngle - side * 0.55;
    paintEllipse(
      canvas,
      { ...ear, along: 0.047 * pose.length, across: 0.042 * pose.length, angle },
      (u, v) => {
        const rim = smooth((Math.hypot(u, v) - 0.62) / 0.3);
        const cup = 0.72 + 0.2 * u - 0.14 * side * v;
        return { color: mix(scaled(coat.skin, cup), coat.fur, 0.25 + 0.45 * rim), alpha: 1 };
      },
    );
    eachPixel(canvas, square(ear, 0.04 * pose.length), (x, y) => {
      if (Math.hypot(x - ear.x, y - ear.y) < 0.04 * pose.length) mask[y * canvas.width + x] = 1;
    });
    const eye = besideSpine(pose, 0.115, side * 0.82 * halfWidth(pose, 0.115));
    const radius = 0.0135 * pose.length;
    paintEllipse(canvas, { ...eye, along: radius * 1.15, across: radius, angle: headAngle }, (u, v) => ({
      color: mix(coat.eye, [235, 235, 240], 0.85 * smooth((0.32 - Math.hypot(u + 0.3, v + 0.35)) / 0.2)),
      alpha: 0.95,
    }));
  }
  const nose = besideSpine(pose, 0.012, 0);
  paintEllipse(
    canvas,
    { ...nose, along: 0.015 * pose.length, across: 0.013 * pose.length, angle: headAngle },
    () => ({
      color: scaled(coat.skin, 0.92),
      alpha: 0.85,
    }),
  );
}

/** The place of a pixel relative to the nearest point of the middle line. */
function locate({ spine, length, ...rest }: MousePose, x: number, y: number): BodyPlace {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < spine.length; index++) {
    const point = spine[index] as (typeof spine)[number];
    const distance = (x - point.x) ** 2 + (y - point.y) ** 2;
    if (distance < least) {
      least = distance;
      best = index;
    }
  }
  const { x: px, y: py, angle } = spine[best] as (typeof spine)[number];
  const forward = (x - px) * Math.cos(angle) + (y - py) * Math.sin(angle);
  const left = (x - px) * Math.sin(angle) - (y - py) * Math.cos(angle);
  const part = best / (spine.length - 1) - forward / length;
  const half = halfWidth({ spine, length, ...rest }, Math.min(1, Math.max(0, part)));
  // Beyond nose and tail base the body is closed by a half circle.
  const beyond = Math.max(0, -part, part - 1) * length;
  return { part, aside: left / half, outside: Math.hypot(left, beyond) - half, angle };
}

function around({ spine }: MousePose, margin: number) {
  const xs = spine.map(({ x }) => x);
  const ys = spine.map(({ y }) => y);
  return {
    left: Math.min(...xs) - margin - 20,
    top: Math.min(...ys) - margin - 20,
    right: Math.max(...xs) + margin + 20,
    bottom: Math.max(...ys) + margin + 20,
  };
}

const square = ({ x, y }: { x: number; y: number }, half: number) => ({
  left: x - half,
  top: y - half,
  right: x + half,
  bottom: y + half,
});

const scaled = (color: Color, by: number): Color => [color[0] * by, color[1] * by, color[2] * by];

const mix = (a: Color, b: Color, share: number): Color => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
