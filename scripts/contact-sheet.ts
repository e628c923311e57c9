import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import sharp from 'sharp';
import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { KeypointLabel } from '#contracts/keypoint-label.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { boxesOf } from './boxes-of.ts';
import { drawBoxes } from './draw-boxes.ts';
import { drawNumber } from './draw-number.ts';
import { drawPose } from './draw-pose.ts';
import { posesOf } from './poses-of.ts';

/** What can be drawn over an image: a consolidated label or one worker's answer. */
export type SheetLabel = KeypointLabel | KeypointAnswer | BoundingBoxLabel | BoundingBoxAnswer;

export interface ContactSheetOptions {
  /** Image files; the sheet keeps their order and numbers them from 1. */
  images: string[];
  /** The label of each image, in the same order; undefined draws the bare image. */
  labels: (SheetLabel | undefined)[];
  /** Edges and sides of a pose job. */
  skeleton?: Skeleton | undefined;
  /** Names of a box job's labels in the order of class_id. */
  boxes?: string[] | undefined;
  outFile: string;
  /** Width of one picture, px. */
  cellWidth?: number;
  /** Without it, as many as make the sheet about three to two. */
  columns?: number;
  /** Of the palette, 1 to 100: lower has fewer colours and makes a smaller file. */
  quality?: number;
}

const GAP = 8;
const MARGIN = 12;
const CORNER = 6;

/** Pictures on a sheet; more would make a file that no viewer opens. */
const MOST_PICTURES = 600;

/**
 * Writes one PNG with every image and its label drawn over it, to be looked through at a glance. The palette is
 * reduced, so that a sheet of photographs stays small enough for a README.
 * @returns the absolute path of the PNG
 * @throws {GroundTruthError} `invalid-argument` without images, `invalid-image` when one cannot be read
 */
export async function writeContactSheet(options: ContactSheetOptions): Promise<string> {
  const { labels, cellWidth = 288 } = options;
  const images = options.images.slice(0, MOST_PICTURES);
  const first = images[0];
  if (first === undefined) {
    throw new GroundTruthError('invalid-argument', 'A contact sheet needs at least one image.');
  }
  const { width, height } = await sizeOf(first);
  const cell = { width: cellWidth, height: Math.round((cellWidth * height) / width) };
  const columns = Math.min(
    images.length,
    options.columns ?? Math.max(1, Math.round(Math.sqrt((1.5 * images.length * cell.height) / cell.width))),
  );
  const rows = Math.ceil(images.length / columns);
  const cells = [];
  for (const [index, file] of images.entries()) {
    cells.push({
      input: await drawCell(file, index + 1, labels[index], cell, options),
      left: MARGIN + (index % columns) * (cell.width + GAP),
      top: MARGIN + Math.floor(index / columns) * (cell.height + GAP),
    });
  }
  const outFile = resolve(options.outFile);
  await mkdir(dirname(outFile), { recursive: true });
  await sharp({
    create: {
      width: 2 * MARGIN + columns * cell.width + (columns - 1) * GAP,
      height: 2 * MARGIN + rows * cell.height + (rows - 1) * GAP,
      channels: 3,
      background: '#ffffff',
    },
  })
    .composite(cells)
    .png({ palette: true, quality: options.quality ?? 90, effort: 7, dither: 0.3 })
    .toFile(outFile);
  return outFile;
}

/** One picture, fitted into its cell, with marks of the same size whatever the image's size, and round corners. */
async function drawCell(
  file: string,
  number: number,
  label: SheetLabel | undefined,
  cell: { width: number; height: number },
  { skeleton, boxes }: ContactSheetOptions,
): Promise<Buffer> {
  const image = await sizeOf(file);
  const scale = Math.min(cell.width / image.width, cell.height / image.height);
  const size = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  };
  // Coordinates are in stored pixels, so the picture must not be turned by its EXIF orientation.
  const picture = await sharp(file)
    .resize({ ...size, fit: 'fill' })
    .removeAlpha()
    .toBuffer();
  const offset = { x: (cell.width - size.width) / 2, y: (cell.height - size.height) / 2 };
  const ring = Math.min(5, Math.max(3, cell.width / 75));
  const marks = label === undefined ? '' : drawLabel(label, scale, ring, skeleton, boxes);
  const overlay = svg(
    cell,
    `<g transform="translate(${offset.x} ${offset.y})">${marks}</g>${drawNumber(number, 6, 6)}`,
  );
  const corners = svg(cell, `<rect width="${cell.width}" height="${cell.height}" rx="${CORNER}"/>`);
  const drawn = await sharp({ create: { ...cell, channels: 4, background: '#e9ecf0' } })
    .composite([
      { input: picture, left: Math.floor(offset.x), top: Math.floor(offset.y) },
      { input: overlay, left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
  return sharp(drawn)
    .composite([{ input: corners, blend: 'dest-in' }])
    .png()
    .toBuffer();
}

function drawLabel(
  label: SheetLabel,
  scale: number,
  ring: number,
  skeleton: Skeleton | undefined,
  boxes: string[] | undefined,
): string {
  if (boxes !== undefined || 'boundingBoxes' in label) {
    const names = boxes ?? (label as BoundingBoxAnswer).labels ?? [];
    return drawBoxes(boxesOf(label as BoundingBoxLabel | BoundingBoxAnswer, names), names, scale);
  }
  return posesOf(label as KeypointLabel | KeypointAnswer)
    .map((pose) => drawPose(pose, skeleton, scale, ring))
    .join('');
}

async function sizeOf(file: string): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(file).metadata();
    return { width, height };
  } catch (cause) {
    throw new GroundTruthError('invalid-image', `The image ${file} cannot be read.`, {
      where: { file },
      cause,
    });
  }
}

const svg = ({ width, height }: { width: number; height: number }, content: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`);
