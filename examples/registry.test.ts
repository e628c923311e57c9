import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { ManifestLine, manifestLimits } from '#contracts/manifest-line.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { boatTiles, tileName, tileTruth } from './nagasaki-boats/boat-tiles.ts';
import type { PreparedExample } from './prepared-example.ts';
import { examples } from './registry.ts';

describe.each(Object.keys(examples))('the example %s', (name) => {
  let folder: string;
  let example: PreparedExample;
  let truth: { 'source-ref': string; answer: unknown }[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'example-'));
    const prepared = await examples[name]?.prepare(join(folder, 'images'));
    if (!prepared) throw new Error('no such example');
    example = prepared;
    truth = (await readFile(example.truthFile, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has truth for every image, in the image’s own size', async () => {
    expect(truth.map((line) => line['source-ref'])).toEqual(example.imageFiles.map((file) => basename(file)));
    for (const [index, file] of example.imageFiles.entries()) {
      const { width, height } = await sharp(file).metadata();
      expect(truth[index]?.answer).toMatchObject({ inputImageProperties: { width, height } });
    }
  });

  it('keeps every mark of the truth inside its image', () => {
    for (const { answer } of truth) {
      if (example.task === 'keypoint') {
        const { keypoints, inputImageProperties: size } = KeypointAnswer.parse(answer);
        for (const { x, y } of keypoints) {
          expect(x >= 0 && y >= 0 && x < size.width && y < size.height).toBe(true);
        }
      } else {
        const { boundingBoxes, inputImageProperties: size } = BoundingBoxAnswer.parse(answer);
        expect(boundingBoxes.length).toBeGreaterThan(0);
        for (const { left, top, width, height } of boundingBoxes) {
          expect(left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height).toBe(
            true,
          );
        }
      }
    }
  });

  it('gives manifest lines that Ground Truth takes, with what to label', () => {
    const file = example.imageFiles[0] ?? '';
    const line = ManifestLine.parse(example.manifestLine(file, `s3://bucket/${basename(file)}`));
    expect(JSON.stringify(line).length).toBeLessThan(manifestLimits.attributeCharacters);
    if (example.task === 'bounding-box') {
      const { boundingBoxes } = BoundingBoxAnswer.parse(truth[0]?.answer);
      expect(line['labels']).toEqual(expect.arrayContaining(boundingBoxes.map(({ label }) => label)));
    } else {
      const skeleton = Skeleton.parse(line['skeleton']);
      expect(checkSkeleton(skeleton)).toBeUndefined();
      const names = skeleton.keypoints.map((keypoint) => keypoint.name);
      const { keypoints } = KeypointAnswer.parse(truth[0]?.answer);
      expect(keypoints.slice(0, names.length).map(({ label }) => label)).toEqual(names);
    }
  });
});

describe('the truth of nagasaki-boats', () => {
  it('is what the boxes on the whole photograph say', async () => {
    const text = await readFile(join(import.meta.dirname, 'nagasaki-boats', 'truth.jsonl'), 'utf8');
    const derived = boatTiles.map((tile, index) => ({
      'source-ref': tileName(index),
      answer: tileTruth(tile),
    }));
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(derived);
  });
});

describe('the truth of cat-pose', () => {
  it('follows the same cat: near hind feet and heads move by no more than a stride between frames', async () => {
    const text = await readFile(join(import.meta.dirname, 'cat-pose', 'truth.jsonl'), 'utf8');
    for (const line of text.trim().split('\n')) {
      const { keypoints } = KeypointAnswer.parse(JSON.parse(line).answer);
      const at = (label: string) => keypoints.find((keypoint) => keypoint.label === label) ?? { x: 0, y: 0 };
      const apart = (a: string, b: string) => Math.hypot(at(a).x - at(b).x, at(a).y - at(b).y);
      // Bones do not grow: the length of the trunk and of the near hind foot stay within perspective and bending.
      expect(apart('withers', 'tail_base')).toBeGreaterThan(215);
      expect(apart('withers', 'tail_base')).toBeLessThan(275);
      expect(apart('right_hock', 'right_hind_paw')).toBeGreaterThan(60);
      expect(apart('right_hock', 'right_hind_paw')).toBeLessThan(105);
      expect(at('nose').x).toBeGreaterThan(at('ear').x);
    }
  });
});
