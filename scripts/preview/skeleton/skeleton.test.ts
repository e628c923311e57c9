import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSkeleton } from '#contracts/skeleton.ts';
import { serializeCocoCategory } from '#formats/coco-keypoints.ts';
import { serializeSkeletonRig } from '#formats/crowd-2d-skeleton-rig.ts';
import { skeletons } from '#skeletons/registry.ts';
import { advise } from './advise.ts';
import { type Draft, draftOf, finished, placeOf, placePoint } from './draft.ts';
import {
  addPoint,
  clearPair,
  describePoint,
  removePoint,
  renamePoint,
  reorderPoint,
  setAxis,
  setPair,
  toggleEdge,
} from './edit-draft.ts';
import { importSkeleton } from './import-skeleton.ts';
import { skeletonFiles } from './skeleton-files.ts';
import { skeletonModule } from './skeleton-module.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const place = fc.tuple(unit, unit);
const index = fc.nat(7);

/** Any edit that the page can make, at any point. */
const edit: fc.Arbitrary<(draft: Draft) => Draft> = fc.oneof(
  place.map((at) => (draft: Draft) => addPoint(draft, at)),
  fc.tuple(index, place).map(
    ([at, to]) =>
      (draft: Draft) =>
        placePoint(draft, at, to),
  ),
  index.map((at) => (draft: Draft) => removePoint(draft, at)),
  fc.tuple(index, fc.constantFrom('nose', 'left_ear', 'right_ear', 'point_1', '')).map(
    ([at, name]) =>
      (draft: Draft) =>
        renamePoint(draft, at, name),
  ),
  fc.tuple(index, index).map(
    ([from, to]) =>
      (draft: Draft) =>
        reorderPoint(draft, from, to),
  ),
  fc
    .tuple(fc.constantFrom(toggleEdge, setPair, setAxis), index, index)
    .map(([connect, from, to]) => (draft: Draft) => {
      const [a, b] = [draft.skeleton.keypoints[from], draft.skeleton.keypoints[to]];
      return a && b ? connect(draft, a.name, b.name) : draft;
    }),
  index.map((at) => (draft: Draft) => clearPair(draft, draft.skeleton.keypoints[at]?.name ?? '')),
);

describe('a skeleton that is drawn', () => {
  it('never contradicts itself, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const draft = edits.reduce((current, change) => change(current), draftOf());
        expect(checkSkeleton(draft.skeleton)).toBeUndefined();
      }),
    );
  });

  it('leaves the other points where they are when one is placed', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), (places) => {
        const draft = places.reduce((current, at) => addPoint(current, at), draftOf());
        draft.skeleton.keypoints.forEach((keypoint, at) => {
          const [x, y] = placeOf(draft, keypoint) ?? [Number.NaN, Number.NaN];
          expect([x, y]).toEqual([
            expect.closeTo(places[at]?.[0] ?? 0, 6),
            expect.closeTo(places[at]?.[1] ?? 0, 6),
          ]);
        });
      }),
    );
  });

  it('has its rest pose in units of the box around its points', () => {
    const places = [
      [0.2, 0.5],
      [0.6, 0.1],
      [0.4, 0.3],
    ] as const;
    const draft = places.reduce((current, at) => addPoint(current, at), draftOf());
    expect(finished(draft).keypoints.map(({ rest }) => rest)).toEqual([
      [0, 1],
      [1, 0],
      [0.5, 0.5],
    ]);
  });

  it('is the same when it was loaded and not touched', () => {
    for (const skeleton of Object.values(skeletons)) expect(finished(draftOf(skeleton))).toEqual(skeleton);
  });

  it('takes side and pair from the names', () => {
    const draft = [0, 1, 2].reduce((current) => addPoint(current, [0.5, 0.5]), draftOf());
    const named = ['nose', 'left_ear', 'right_ear'].reduce(
      (current, name, at) => renamePoint(current, at, name),
      draft,
    );
    expect(named.skeleton.pairs).toEqual([['left_ear', 'right_ear']]);
    expect(named.skeleton.keypoints.map(({ side }) => side)).toEqual([undefined, 'left', 'right']);
    expect(describePoint(named, 1, { side: undefined }).skeleton.keypoints[1]).not.toHaveProperty('side');
  });

  it('keeps a name that is taken or empty from being given', () => {
    const draft = [0, 1].reduce((current) => addPoint(current, [0.5, 0.5]), draftOf());
    expect(renamePoint(draft, 1, 'point_1')).toBe(draft);
    expect(renamePoint(draft, 1, '')).toBe(draft);
  });
});

describe('advice', () => {
  it('asks for the first point, then for names, definitions and edges', () => {
    expect(advise(draftOf().skeleton)).toEqual([
      { kind: 'error', text: expect.stringMatching(/at least one point/) },
    ]);
    const draft = addPoint(addPoint(draftOf(), [0, 0]), [1, 1]);
    expect(advise(draft.skeleton).map(({ text }) => text)).toEqual([
      '2 points have no name of their own yet.',
      expect.stringMatching(/2 points have no definition/),
      expect.stringMatching(/No points are connected/),
    ]);
  });

  it('has nothing to say about the skeletons of the kit', () => {
    for (const skeleton of Object.values(skeletons)) expect(advise(skeleton)).toEqual([]);
  });
});

describe('files', () => {
  it.each(Object.entries(skeletons))('%s is read from every file that it is written to', (name, skeleton) => {
    for (const { fileName, text } of skeletonFiles(skeleton)) {
      if (fileName.endsWith('.ts')) continue;
      const back = importSkeleton(text, fileName).skeleton;
      expect(back?.keypoints.map((keypoint) => keypoint.name)).toEqual(
        skeleton.keypoints.map((keypoint) => keypoint.name),
      );
      expect(back?.edges).toEqual(skeleton.edges);
      if (fileName === `${name}.json`) expect(back).toEqual(skeleton);
    }
  });

  it('are told apart by what is in them', () => {
    const skeleton = skeletons['mouse-top-view'];
    if (!skeleton) throw new Error('The kit has a mouse.');
    const found = (value: unknown) =>
      importSkeleton(JSON.stringify(value), 'x.json').skeleton?.keypoints.length;
    expect(found({ taskObject: 'a.jpg', skeleton })).toBe(7);
    expect(found([serializeCocoCategory(skeleton)])).toBe(7);
    expect(found(serializeSkeletonRig(skeleton))).toBe(7);
    expect(() => found({ hello: 1 })).toThrow(/no skeleton in x\.json/);
    expect(() => importSkeleton('hello', 'x.txt')).toThrow(/x\.txt is not JSON/);
  });

  it('of COCO with several categories ask which one is meant', () => {
    const person = { id: 1, name: 'person', keypoints: ['nose', 'left_eye'], skeleton: [[1, 2]] };
    const mouse = { id: 2, name: 'mouse', keypoints: ['snout', 'tail'], skeleton: [[1, 2]] };
    const text = JSON.stringify({ categories: [person, { id: 3, name: 'car' }, mouse] });
    expect(importSkeleton(text, 'x.json')).toEqual({ categories: ['person', 'mouse'] });
    const { skeleton } = importSkeleton(text, 'x.json', 'mouse');
    expect(skeleton?.edges).toEqual([['snout', 'tail']]);
  });

  it('of COCO are read when they have no number, no edges, or edges that count from 0', () => {
    const keypoints = ['snout', 'left_ear', 'right_ear'];
    const read = (category: object) =>
      importSkeleton(JSON.stringify({ categories: [{ name: 'mouse', keypoints, ...category }] }), 'x.json');
    expect(read({}).skeleton?.edges).toEqual([]);
    const meant = [
      ['snout', 'left_ear'],
      ['snout', 'right_ear'],
    ];
    expect(
      read({
        skeleton: [
          [1, 2],
          [1, 3],
        ],
      }),
    ).toMatchObject({ skeleton: { edges: meant } });
    expect(
      read({
        skeleton: [
          [0, 1],
          [0, 2],
        ],
      }),
    ).toMatchObject({
      skeleton: { edges: meant },
      remark: expect.stringMatching(/count from 0/),
    });
    // Neither way of counting makes sense of these.
    expect(() => read({ skeleton: [[0, 3]] })).toThrow(/names keypoint 0, expected 1 to 3/);
  });

  it('that break are told with the line and column', () => {
    expect(() => importSkeleton('{\n "categories": [,]\n}', 'x.json')).toThrow(
      /^x\.json is not JSON\. Line 2, column 17: A value is expected/,
    );
  });

  it.each(Object.values(skeletons))('the TypeScript of $name is as the formatter wants it', (skeleton) => {
    const { fileName, text } = skeletonModule(skeleton);
    const biome = join(import.meta.dirname, '../../../node_modules/.bin/biome');
    const formatted = execFileSync(biome, ['check', '--write', `--stdin-file-path=skeletons/${fileName}`], {
      input: text,
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '../../..'),
    });
    expect(text).toBe(formatted);
  });
});
