import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skeletons } from '#skeletons/registry.ts';
import { parseCocoKeypoints, serializeCocoKeypoints } from './coco-keypoint-answers.ts';
import { parseCocoCategory, serializeCocoCategory } from './coco-keypoints.ts';

const text = readFileSync(join(import.meta.dirname, 'fixtures', 'coco-fox.json'), 'utf8');

describe('a COCO category', () => {
  it('is read with pairs from the names and a rest pose from the annotations', () => {
    expect(parseCocoCategory(text)).toEqual({
      name: 'fox',
      instance: 'fox',
      keypoints: [
        { name: 'nose', side: 'middle', rest: [0, 0.5] },
        { name: 'Left ear', side: 'left', rest: [0.25, 0] },
        { name: 'tail_tip', side: 'middle', rest: [1, 1] },
        { name: 'Right ear', side: 'right' },
      ],
      edges: [
        ['nose', 'Left ear'],
        ['nose', 'Right ear'],
        ['nose', 'tail_tip'],
      ],
      pairs: [['Left ear', 'Right ear']],
    });
  });

  it.each([
    ['{', /not JSON/],
    ['null', /no category with keypoints/],
    ['[{"id":1,"name":"tree"}]', /no category with keypoints/],
    ['{"id":1,"name":"a","keypoints":["x"],"skeleton":[[1,2]]}', /names keypoint 2, expected 1 to 1/],
    ['{"id":1,"name":"a","keypoints":["x","x"]}', /listed twice/],
    ['{"id":1,"name":"a","keypoints":[3]}', /keypoints\.0 expected string/],
  ])('is refused in words: %s', (broken, message) => {
    expect(() => parseCocoCategory(broken)).toThrow(message);
  });

  it.each(Object.entries(skeletons))('takes names, edges and pairs of %s there and back', (_, skeleton) => {
    const category = serializeCocoCategory(skeleton);
    for (const text of [JSON.stringify(category), JSON.stringify([category])]) {
      const back = parseCocoCategory(text, skeleton.instance);
      expect(back.keypoints.map(({ name }) => name)).toEqual(skeleton.keypoints.map(({ name }) => name));
      expect([back.edges, back.pairs]).toEqual([skeleton.edges, skeleton.pairs]);
    }
  });
});

describe('COCO keypoints', () => {
  it('are answers, with hidden and absent points', () => {
    expect(parseCocoKeypoints(JSON.parse(text))).toEqual([
      {
        file: 'fox.jpg',
        answer: {
          inputImageProperties: { width: 200, height: 100 },
          keypoints: [
            { label: 'nose', x: 20, y: 30, instance: '1', visibility: 'visible' },
            { label: 'Left ear', x: 40, y: 10, instance: '1', visibility: 'occluded' },
            { label: 'tail_tip', x: 100, y: 50, instance: '1', visibility: 'visible' },
          ],
          absent: [{ label: 'Right ear', instance: '1' }],
          instances: [{ id: '1' }],
        },
      },
    ]);
  });

  it('come back as they were', () => {
    const answers = parseCocoKeypoints(JSON.parse(text));
    const file = serializeCocoKeypoints(parseCocoCategory(text), answers);
    expect(file.annotations[0]).toMatchObject({ bbox: [20, 10, 80, 40], num_keypoints: 3, area: 3200 });
    expect(parseCocoKeypoints(file)).toEqual(answers);
  });

  it('are refused in words when they are something else', () => {
    expect(() => parseCocoKeypoints({ images: [] })).toThrow(/COCO file cannot be used: annotations/);
  });
});
