import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { mouseTopView } from '#skeletons/mouse-top-view.ts';
import type { Example } from '../prepared-example.ts';
import { drawMouseImage } from './draw-mouse-image.ts';

/** How many images the job has; {@link drawMouseImage} draws as many as are wanted. */
const COUNT = 24;

const SEED = 1;

/** Keypoints on two drawn mice, with exact truth: several animals in one image, and animals that hide each other. */
export const mice: Example = {
  name: 'mice',
  task: 'keypoint',
  async prepare(outDir) {
    const folder = resolve(outDir);
    await mkdir(folder, { recursive: true });
    const imageFiles: string[] = [];
    const truth: string[] = [];
    for (let index = 0; index < COUNT; index++) {
      const name = `mice-${String(index + 1).padStart(2, '0')}.jpg`;
      const { image, truth: answer } = await drawMouseImage({ index, seed: SEED });
      await writeFile(join(folder, name), image);
      imageFiles.push(join(folder, name));
      truth.push(`${JSON.stringify({ 'source-ref': name, answer })}\n`);
    }
    const truthFile = join(folder, 'truth.jsonl');
    await writeFile(truthFile, truth.join(''));
    return {
      name: 'mice',
      task: 'keypoint',
      imageFiles,
      manifestLine: (_file, sourceRef) => ({
        'source-ref': sourceRef,
        header: 'Mark the 7 points of both mice, the black one first.',
        skeleton: mouseTopView,
      }),
      truthFile,
      title: 'Mark the pose of two mice',
      description: 'Place 7 points on a black and a white mouse, seen from above.',
      keywords: ['pose', 'keypoints', 'mouse', 'animal'],
    };
  },
};
