import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeContactSheet } from './contact-sheet.ts';

let folder: string;
let image: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheet-'));
  image = join(folder, 'grey.png');
  await sharp({ create: { width: 200, height: 100, channels: 3, background: '#808080' } })
    .png()
    .toFile(image);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function pixelsOf(file: string) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => [...data.subarray(info.channels * (y * info.width + x)).subarray(0, 3)],
  };
}

const grey = (color: number[]) => Math.max(...color) - Math.min(...color) < 12;

describe('the contact sheet', () => {
  it('lays the pictures out in columns, with the label drawn over its picture only', async () => {
    const outFile = join(folder, 'sheets', 'boxes.png');
    const label = {
      boundingBoxes: [{ label: 'boat', left: 50, top: 25, width: 100, height: 50 }],
      inputImageProperties: { width: 200, height: 100 },
    };
    await writeContactSheet({
      images: [image, image, image],
      labels: [undefined, label],
      boxes: ['boat'],
      outFile,
      cellWidth: 200,
      columns: 2,
    });
    const sheet = await pixelsOf(outFile);
    expect([sheet.width, sheet.height]).toEqual([12 + 200 + 8 + 200 + 12, 12 + 100 + 8 + 100 + 12]);
    // The left edge of the box, in the first and in the second picture.
    expect(grey(sheet.at(12 + 50, 12 + 50))).toBe(true);
    expect(grey(sheet.at(12 + 208 + 50, 12 + 50))).toBe(false);
  });

  it('draws a ring around a keypoint and leaves its centre free', async () => {
    const outFile = join(folder, 'pose.png');
    const label = {
      inputImageProperties: { width: 200, height: 100 },
      keypoints: [{ label: 'nose', x: 100, y: 50 }],
    };
    const skeleton = { name: 'n', keypoints: [{ name: 'nose', side: 'left' as const }] };
    await writeContactSheet({ images: [image], labels: [label], skeleton, outFile, cellWidth: 600 });
    const sheet = await pixelsOf(outFile);
    expect(sheet.at(12 + 300, 12 + 150)).toEqual([128, 128, 128]);
    expect(grey(sheet.at(12 + 305, 12 + 150))).toBe(false);
  });

  it('says which image it cannot read', async () => {
    const missing = join(folder, 'missing.png');
    const sheet = writeContactSheet({ images: [missing], labels: [], outFile: join(folder, 'x.png') });
    await expect(sheet).rejects.toMatchObject({ code: 'invalid-image', where: { file: missing } });
    await expect(
      writeContactSheet({ images: [], labels: [], outFile: join(folder, 'x.png') }),
    ).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
