import sharp from 'sharp';

/** Qualities of WebP, from the best down: letters begin to suffer below the last. */
const qualities = [80, 70, 60, 50, 40];

/**
 * A screenshot as WebP, as good as its bytes allow.
 * @param mostBytes what it may have, for a clone of the repository to stay small
 * @param width of the result, in pixels; that of the screenshot by default
 */
export async function shrinkPicture(png: Buffer, mostBytes: number, width?: number): Promise<Buffer> {
  const picture = sharp(png).resize(width === undefined ? {} : { width });
  let smallest = png;
  for (const quality of qualities) {
    smallest = await picture.clone().webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (smallest.length <= mostBytes) break;
  }
  return smallest;
}
