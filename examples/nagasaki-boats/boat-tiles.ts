import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { cutBoxes, type Tile } from './cut-boxes.ts';
import { photographBoxes } from './photograph-boxes.ts';

/** What workers look for, in the order of class_id. */
export const boatLabels = ['boat', 'person', 'house'];

/** Three by two overlapping tiles of 448 px that cover the photograph, enlarged to 896 px. */
export const boatTiles: Tile[] = [0, 371].flatMap((top) =>
  [0, 288, 576].map((left) => ({ left, top, size: 448, scale: 2 })),
);

/** Part of a box's area that has to be inside a tile. */
const MIN_VISIBLE = 0.35;

/** File name of a tile, counted from 1: left to right, then down. */
export function tileName(index: number): string {
  return `nagasaki-${index + 1}.jpg`;
}

/** The truth of one tile, derived from the boxes on the whole photograph. */
export function tileTruth(tile: Tile): BoundingBoxAnswer {
  const side = tile.size * tile.scale;
  return {
    boundingBoxes: cutBoxes(photographBoxes, tile, MIN_VISIBLE),
    inputImageProperties: { width: side, height: side },
    labels: boatLabels,
  };
}
