/** A rectangle in the plate's pixels. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Enlargement of each frame; the truth is in the enlarged frames' pixels. */
export const FRAME_SCALE = 4;

/** Size of a frame in the plate (1024 x 510), a little inside the narrowest and lowest print. */
const frameSize = { width: 164, height: 108 };

// The prints were mounted by hand, slightly tilted, so every frame has its own corner. Found from the
// brightness profiles across the seams and checked by eye.
const lefts = [
  [10, 176, 344, 514, 682, 850],
  [10, 176, 344, 512, 681, 850],
  [10, 173, 342, 512, 682, 850],
  [9, 173, 342, 511, 681, 850],
];
const tops = [
  [11, 11, 12, 12, 12, 13],
  [136, 136, 137, 138, 139, 140],
  [262, 262, 262, 262, 262, 262],
  [391, 391, 391, 392, 392, 392],
];

/** The 24 frames of the plate in Muybridge's order: 1 to 12 walking and gathering speed, 13 to 24 running. */
export const catFrames: Frame[] = lefts.flatMap((row, y) =>
  row.map((left, x) => ({ left, top: tops[y]?.[x] ?? 0, ...frameSize })),
);
