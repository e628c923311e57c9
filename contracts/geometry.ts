import * as z from 'zod/mini';

/** Largest coordinate or side that is believed, in image pixels; more is a broken answer. */
export const MAX_PIXELS = 1_000_000;

/** A finite coordinate in stored, unrotated image pixels, origin top left. */
export const Pixel = z.number().check(z.minimum(-MAX_PIXELS), z.maximum(MAX_PIXELS));

/** A length in image pixels. */
export const Side = z.number().check(z.minimum(0), z.maximum(MAX_PIXELS));

/** A box in image pixels. */
export const Box = z.object({ left: Pixel, top: Pixel, width: Side, height: Side });
export type Box = z.infer<typeof Box>;

/** Size of an image in stored pixels. */
export const ImageSize = z.object({ width: Side, height: Side });
export type ImageSize = z.infer<typeof ImageSize>;
