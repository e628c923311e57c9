import sharp from 'sharp';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import type { Canvas } from './canvas.ts';
import { drawBedding } from './draw-bedding.ts';
import { mouseKeypoints } from './mouse-keypoints.ts';
import { type MousePlace, type MousePose, poseMouse } from './mouse-pose.ts';
import { coats, paintMouse } from './paint-mouse.ts';

export const mouseImageSize = { width: 1250, height: 906 } as const;

/** A mouse keeps this far from the walls with its trunk, px. */
const MARGIN = 190;

/** Standard deviation of the camera's noise, 0 to 255. */
const CAMERA_NOISE = 3.5;

export interface MouseImage {
  /** JPEG, 1250 x 906 px. */
  image: Buffer;
  /** Exact keypoints; instance 1 is the black mouse, 2 the white one. */
  truth: KeypointAnswer;
}

/** The last floor: the camera stands still, so all images of a seed have the same one. */
let floor: { seed: string; pixels: Promise<Float32Array> } | undefined;

/**
 * Draws two mice, one black and one white, from above, with the truth of where their keypoints are. In about half
 * of the images they meet, and keypoints of the one below are occluded. The same index and seed give the same
 * image.
 */
export async function drawMouseImage({ index, seed }: { index: number; seed: number }): Promise<MouseImage> {
  const { width, height } = mouseImageSize;
  if (floor?.seed !== String(seed))
    floor = { seed: String(seed), pixels: drawBedding(width, height, String(seed)) };
  const canvas: Canvas = { width, height, pixels: (await floor.pixels).slice() };
  const random = seededRandom(`${seed}/mice/${index}`);
  const places = placeMice(random);
  const [black, white] = [poseMouse(places[0], random), poseMouse(places[1], random)];
  // Who is painted last lies above.
  const blackBelow = random.chance(0.5);
  const furSeed = Math.floor(random.between(0, 1e6));
  const paint = {
    black: () => paintMouse(canvas, black, coats.black, furSeed),
    white: () => paintMouse(canvas, white, coats.white, furSeed + 7),
  };
  let above: Uint8Array;
  if (blackBelow) {
    paint.black();
    above = paint.white();
  } else {
    paint.white();
    above = paint.black();
  }
  return {
    image: await encode(canvas, random),
    truth: {
      inputImageProperties: { width, height },
      keypoints: [
        ...keypointsOf('1', black, blackBelow ? above : undefined),
        ...keypointsOf('2', white, blackBelow ? undefined : above),
      ],
      absent: [],
      instances: [
        { id: '1', label: 'mouse' },
        { id: '2', label: 'mouse' },
      ],
    },
  };
}

/** Apart, one behind the other, side by side, or across each other. */
function placeMice(random: SeededRandom): [MousePlace, MousePlace] {
  const { width, height } = mouseImageSize;
  const first = {
    x: random.between(MARGIN, width - MARGIN),
    y: random.between(MARGIN, height - MARGIN),
    heading: random.between(-Math.PI, Math.PI),
  };
  const meet = random.pick(['apart', 'apart', 'follow', 'beside', 'across'] as const);
  for (let attempt = 0; attempt < 200; attempt++) {
    const second = placeSecond(meet, first, random);
    const inside =
      second.x > MARGIN && second.y > MARGIN && second.x < width - MARGIN && second.y < height - MARGIN;
    const far = Math.hypot(second.x - first.x, second.y - first.y) > 300;
    if (inside && (far || meet !== 'apart')) return [first, second];
  }
  // Nothing fits at the wall: to the opposite side.
  return [first, { x: width - first.x, y: height - first.y, heading: first.heading + 2 }];
}

function placeSecond(
  meet: 'apart' | 'follow' | 'beside' | 'across',
  first: MousePlace,
  random: SeededRandom,
): MousePlace {
  const from = (angle: number, distance: number) => ({
    x: first.x + distance * Math.cos(angle),
    y: first.y + distance * Math.sin(angle),
  });
  const around = random.between(-Math.PI, Math.PI);
  switch (meet) {
    case 'apart':
      return {
        x: random.between(MARGIN, mouseImageSize.width - MARGIN),
        y: random.between(MARGIN, mouseImageSize.height - MARGIN),
        heading: around,
      };
    case 'follow':
      return {
        ...from(first.heading + Math.PI + 0.25 * random.normal(), random.between(170, 250)),
        heading: first.heading + 0.4 * random.normal(),
      };
    case 'beside':
      return {
        ...from(
          first.heading + (random.chance(0.5) ? 1 : -1) * random.between(1.3, 1.8),
          random.between(62, 95),
        ),
        heading: first.heading + 0.35 * random.normal() + (random.chance(0.3) ? Math.PI : 0),
      };
    case 'across':
      return { ...from(around, random.between(60, 130)), heading: first.heading + random.between(0.8, 2.3) };
  }
}

function keypointsOf(
  instance: string,
  pose: MousePose,
  above: Uint8Array | undefined,
): KeypointAnswer['keypoints'] {
  const { width, height } = mouseImageSize;
  return mouseKeypoints(pose).map(({ label, x, y }) => {
    const column = Math.min(width - 1, Math.max(0, Math.round(x)));
    const row = Math.min(height - 1, Math.max(0, Math.round(y)));
    const hidden = above?.[row * width + column] === 1;
    return { label, x: column, y: row, instance, visibility: hidden ? 'occluded' : 'visible' };
  });
}

async function encode({ width, height, pixels }: Canvas, random: SeededRandom): Promise<Buffer> {
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let index = 0; index < pixels.length; index += 3) {
    // Three uniform numbers are near enough to normal, and much faster.
    const noise = CAMERA_NOISE * 2 * (random.next() + random.next() + random.next() - 1.5);
    for (let channel = 0; channel < 3; channel++)
      bytes[index + channel] = (pixels[index + channel] as number) + noise;
  }
  // A little blur after drawing: no lens is as sharp as arithmetic.
  return await sharp(bytes, { raw: { width, height, channels: 3 } })
    .blur(0.7)
    .jpeg({ quality: 82 })
    .toBuffer();
}
