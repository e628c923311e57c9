import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skeletons } from '#skeletons/registry.ts';
import { parseSkeletonAnnotations, serializeSkeletonAnnotations } from './crowd-2d-skeleton-answer.ts';
import { parseSkeletonRig, serializeSkeletonRig } from './crowd-2d-skeleton-rig.ts';

const template = readFileSync(join(import.meta.dirname, 'fixtures', 'rig-template.html'), 'utf8');

describe('a crowd-2d-skeleton rig', () => {
  it('is read from the worker template that it stands in', () => {
    expect(parseSkeletonRig(template, 'fox')).toEqual({
      name: 'fox',
      keypoints: [
        { name: 'nose', side: 'middle', rest: [0.5, 0.05], color: '#000000' },
        { name: 'left_ear', side: 'left', rest: [1, 0] },
        { name: 'right_ear', side: 'right', rest: [0, 0], color: '#D62728' },
        { name: 'tail', side: 'middle', rest: [0.5, 1], color: '#9467BD' },
      ],
      edges: [
        ['nose', 'left_ear'],
        ['nose', 'right_ear'],
        ['nose', 'tail'],
      ],
      pairs: [['left_ear', 'right_ear']],
    });
  });

  it('is read with quotes escaped, and without a box or a rig', () => {
    const text =
      '<crowd-2d-skeleton keypointClasses="[{&quot;label&quot;:&quot;a&quot;,&quot;x&quot;:0,&quot;y&quot;:0}]">';
    expect(parseSkeletonRig(text)).toEqual({
      name: 'skeleton',
      keypoints: [{ name: 'a', side: 'middle' }],
      edges: [],
      pairs: [],
    });
  });

  it.each([
    ['', /Expected a skeleton rig/],
    ['{"keypointClasses":[]}', /keypointClasses is smaller than 1/],
    ['{"keypointClasses":[{"label":"a","x":0,"y":0}],"skeletonRig":[["a","b"]]}', /"b" is used/],
    ["keypointClasses='[{'", /keypointClasses is not JSON/],
  ])('is refused in words: %s', (text, message) => {
    expect(() => parseSkeletonRig(text)).toThrow(message);
  });

  it.each(Object.entries(skeletons))('takes %s there and back', (name, skeleton) => {
    const back = parseSkeletonRig(JSON.stringify(serializeSkeletonRig(skeleton)), name);
    expect(back.edges).toEqual(skeleton.edges);
    expect(back.pairs).toEqual(skeleton.pairs);
    for (const [index, keypoint] of skeleton.keypoints.entries()) {
      expect(back.keypoints[index]).toMatchObject({ name: keypoint.name, side: keypoint.side });
      expect(back.keypoints[index]?.rest?.[0]).toBeCloseTo(keypoint.rest?.[0] ?? 0, 2);
    }
  });
});

describe('crowd-2d-skeleton annotations', () => {
  it('become an answer with an instance each', () => {
    const text = '[{"name":"left fox","annotations":[{"label":"nose","x":3,"y":4}]},{"annotations":[]}]';
    expect(parseSkeletonAnnotations(text, { width: 20, height: 10 })).toEqual({
      inputImageProperties: { width: 20, height: 10 },
      keypoints: [{ label: 'nose', x: 3, y: 4, instance: '1', visibility: 'visible' }],
      instances: [{ id: '1', label: 'left fox' }, { id: '2' }],
    });
  });

  it('come back as they were', () => {
    const place = fc.integer({ min: -50, max: 5000 });
    const point = fc.record({ label: fc.constantFrom('nose', 'ear', 'tail'), x: place, y: place });
    const skeleton = fc.record({
      name: fc.constantFrom('a', 'b'),
      annotations: fc.array(point, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(skeleton, { maxLength: 4 }), (annotations) => {
        const answer = parseSkeletonAnnotations(annotations, { width: 9, height: 9 });
        expect(serializeSkeletonAnnotations(answer)).toEqual(annotations);
      }),
    );
  });
});
