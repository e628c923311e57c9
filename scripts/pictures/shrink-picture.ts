import sharp from 'sharp';

/**
 * A screenshot as WebP, which every place that shows Markdown can show.
 * @param quality of WebP: letters begin to suffer below 40
 * @param width of the result, in pixels; that of the screenshot by default
 */
export async function shrinkPicture(png: Buffer, quality: number, width?: number): Promise<Buffer> {
  const picture = sharp(png).resize(width === undefined ? {} : { width });
  return await picture.webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
}
