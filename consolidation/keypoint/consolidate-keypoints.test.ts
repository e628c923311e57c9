import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { AnsweredObject } from '../answered-object.ts';
import { consolidateKeypoints } from './consolidate-keypoints.ts';
import { keypointMethods } from './methods.ts';

const skeleton: Skeleton = {
  name: 'mouse',
  keypoints: [{ name: 'nose' }, { name: 'left ear' }, { name: 'right ear' }, { name: 'tail' }],
  pairs: [['left ear', 'right ear']],
  axis: ['tail', 'nose'],
};
const names = skeleton.keypoints.map(({ name }) => name);
const image = { width: 1000, height: 800 };

/** A mouse with its nose at (x, y), 100 px long. */
const mouse: Record<string, [number, number]> = {
  nose: [0, 0],
  'left ear': [20, -18],
  'right ear': [20, 18],
  tail: [100, 0],
};

type Points = Partial<Record<string, [number, number]>>;

function answer(points: Points, instance?: number): KeypointAnswer {
  return {
    inputImageProperties: image,
    keypoints: Object.entries(points).flatMap(([label, at]) =>
      at ? [{ label, x: at[0], y: at[1], ...(instance === undefined ? {} : { instance }) }] : [],
    ),
  };
}

const at = (x: number, y: number, points: Points = mouse): Points =>
  Object.fromEntries(Object.entries(points).map(([name, p]) => [name, p && [p[0] + x, p[1] + y]])) as Points;

const swapped = (points: Points): Points => ({
  ...points,
  'left ear': points['right ear'],
  'right ear': points['left ear'],
});

const object = (...answers: KeypointAnswer[]): AnsweredObject<KeypointAnswer> => ({
  id: '0',
  answers: answers.map((value, index) => ({ workerId: `w${index}`, answer: value })),
});

function single(results: ReturnType<typeof consolidateKeypoints>) {
  const [result] = results;
  if (!result) throw new Error('no result');
  const instances = result.label.annotations.map(({ keypoints, ...rest }) => ({
    ...rest,
    at: Object.fromEntries(keypoints.map(({ label, x, y }) => [label, x === null ? null : [x, y]])),
    keypoints,
  }));
  return { ...result, instances };
}

const merge = (answers: KeypointAnswer[], method?: string) =>
  single(consolidateKeypoints([object(...answers)], { skeleton, method }));

describe('merged keypoints', () => {
  it('follow the majority when one worker mixes up left and right', () => {
    const right = at(300, 300);
    const answers = [answer(right), answer(swapped(at(302, 300))), answer(at(301, 301))];
    const merged = merge(answers, 'median');
    expect(merged.instances[0]?.at['left ear']).toEqual([321, 282]);
    expect(merged.instances[0]?.at['right ear']).toEqual([321, 318]);
  });

  it('follow the majority when two of five mix up left and right', () => {
    const merged = merge([
      answer(swapped(at(300, 300))),
      answer(at(300, 300)),
      answer(swapped(at(300, 300))),
      answer(at(300, 300)),
      answer(at(300, 300)),
    ]);
    expect(merged.instances[0]?.at['left ear']).toEqual([320, 282]);
    const [nose, leftEar] = merged.instances[0]?.keypoints ?? [];
    expect(leftEar?.confidence).toBeLessThan(nose?.confidence ?? 0);
  });

  it('have no place where most say that there is none', () => {
    const { tail: _, ...withoutTail } = at(300, 300);
    const merged = merge([answer(withoutTail), answer(withoutTail), answer(at(300, 300))]);
    expect(merged.instances[0]?.keypoints[3]).toEqual({
      label: 'tail',
      x: null,
      y: null,
      visibility: 0,
      confidence: 0.725,
      sd: null,
    });
  });

  it('are never drawn to the corner by a missing point', () => {
    const { tail: _, ...withoutTail } = at(300, 300);
    const merged = merge([answer(withoutTail), answer(at(300, 300)), answer(at(300, 300))]);
    expect(merged.instances[0]?.at['tail']).toEqual([400, 300]);
  });

  it('are occluded where most of those who placed them could not see them', () => {
    const hidden = answer(at(300, 300));
    for (const point of hidden.keypoints) if (point.label === 'tail') point.visibility = 'occluded';
    const merged = merge([hidden, structuredClone(hidden), answer(at(300, 300))]);
    expect(merged.instances[0]?.keypoints.map(({ visibility }) => visibility)).toEqual([2, 2, 2, 1]);
  });

  it('are those of one worker when there is only one, with no claim about his spread', () => {
    const merged = merge([answer(at(300.25, 300.125))]);
    expect(merged.instances[0]?.at).toEqual(at(300.25, 300.125));
    expect(merged.instances[0]?.keypoints.every(({ sd }) => sd === null)).toBe(true);
    expect(merged.instances[0]).toMatchObject({ left: 300.25, top: 282.125, width: 100, height: 36 });
  });

  it('keep names in the order of the skeleton, or of the alphabet without one', () => {
    const [result] = consolidateKeypoints([object(answer(at(0, 100)))]);
    expect(result?.names).toEqual([...names].sort());
    expect(merge([answer(at(0, 100))]).names).toEqual(names);
  });

  it('find left and right in the names where there is no skeleton', () => {
    const merged = single(
      consolidateKeypoints([
        object(answer(at(300, 300)), answer(swapped(at(300, 300))), answer(at(300, 300))),
      ]),
    );
    expect(merged.instances[0]?.at['left ear']).toEqual([320, 282]);
  });

  it('name the methods there are when the job asks for another', () => {
    const ask = () => consolidateKeypoints([object(answer(mouse))], { method: 'constructor' });
    expect(ask).toThrow(GroundTruthError);
    expect(ask).toThrow(/no keypoint consolidation method constructor; there are median, mean/);
  });
});

describe('several animals', () => {
  const both = (first: Points, second: Points): KeypointAnswer => ({
    inputImageProperties: image,
    keypoints: [...answer(first, 1).keypoints, ...answer(second, 2).keypoints],
  });

  it('are told apart whatever order the workers drew them in', () => {
    const answers = [
      both(at(200, 200), at(600, 500)),
      both(at(602, 500), at(202, 200)),
      both(at(201, 201), at(601, 501)),
    ];
    const merged = merge(answers, 'median');
    expect(merged.instances.map((instance) => instance.at['nose'])).toEqual([
      [201, 200],
      [601, 500],
    ]);
  });

  it('are kept when two of five workers drew them, and dropped when one did', () => {
    const one = answer(at(200, 200), 1);
    const two = both(at(200, 200), at(600, 500));
    expect(merge([two, one, one, one, two]).instances).toHaveLength(2);
    expect(merge([two, one, one, one, one]).instances).toHaveLength(1);
  });

  it('of different colours stay apart where they touch', () => {
    const touching = (black: number, white: number): KeypointAnswer => {
      const value: KeypointAnswer = {
        inputImageProperties: image,
        keypoints: [...answer(at(300, 300), black).keypoints, ...answer(at(306, 304), white).keypoints],
      };
      return {
        ...value,
        instances: [
          { id: black, label: 'black' },
          { id: white, label: 'white' },
        ],
      };
    };
    const merged = merge([touching(1, 2), touching(2, 1), touching(1, 2)]);
    expect(merged.classMap).toEqual({ '0': 'black', '1': 'white' });
    const noses = merged.instances.map(({ class_id, at: points }) => [class_id, points['nose']]);
    expect(noses.sort()).toEqual([
      [0, [300, 300]],
      [1, [306, 304]],
    ]);
  });

  it('keep one identity each when a worker exchanges them', () => {
    const named = (black: Points, white: Points): KeypointAnswer => ({
      ...both(black, white),
      instances: [
        { id: 1, label: 'black' },
        { id: 2, label: 'white' },
      ],
    });
    const [left, right] = [at(200, 200), at(600, 500)];
    const merged = merge([named(left, right), named(right, left), named(left, right)]);
    expect(
      merged.instances.map((instance) => [merged.classMap[instance.class_id], instance.at['nose']?.[0]]),
    ).toEqual([
      ['black', expect.closeTo(200, 3)],
      ['white', expect.closeTo(600, 3)],
    ]);
  });

  it('of one unnamed point each are matched by place, in whatever order they were clicked', () => {
    const cells = [40, 130, 220, 310, 400, 490].map((x) => [x, (x * 7) % 500] as const);
    const clicked = (order: readonly number[], shift: number): KeypointAnswer => ({
      inputImageProperties: image,
      keypoints: order.flatMap((index) => {
        const cell = cells[index];
        return cell ? [{ label: 'cell', x: cell[0] + shift, y: cell[1] - shift }] : [];
      }),
    });
    const answers = [
      clicked([0, 1, 2, 3, 4, 5], 0),
      clicked([5, 3, 1, 0, 2, 4], 2),
      clicked([2, 4, 0, 5, 1], 1),
    ];
    const [result] = consolidateKeypoints([object(...answers)], { names: ['cell'] });
    const places = result?.label.annotations.map(({ keypoints: [point] }) => Math.round(point?.x ?? 0));
    expect(places?.sort((a, b) => a - b)).toEqual([41, 131, 221, 311, 401, 491]);
  });

  it('come from the repeated labels of an element that knows no instances', () => {
    const flat: KeypointAnswer = {
      inputImageProperties: image,
      keypoints: [...answer(at(200, 200)).keypoints, ...answer(at(600, 500)).keypoints],
    };
    expect(merge([flat, flat]).instances).toHaveLength(2);
  });

  it('are none when most workers say that there is nothing', () => {
    const nothing: KeypointAnswer = { inputImageProperties: image, keypoints: [], nothingToLabel: true };
    expect(merge([nothing, nothing, answer(mouse)]).label.annotations).toEqual([]);
  });
});

describe('agreement', () => {
  it('compares each worker with the others and not with himself', () => {
    const merged = merge([answer(at(300, 300)), answer(at(300, 300)), answer(at(340, 300))]);
    const [first, , third] = merged.agreement;
    expect(third).toMatchObject({ workerId: 'w2', keypoints: 4, pckPixels: 0, distance: 40 });
    expect(first).toMatchObject({ keypoints: 4, distance: 20 });
  });

  it('knows nothing of a worker who was alone', () => {
    expect(merge([answer(mouse)]).agreement).toEqual([
      { workerId: 'w0', keypoints: 0, pckPixels: null, pck: null, distance: null },
    ]);
  });
});

const coordinate = fc.double({ min: 0, max: 800, noNaN: true });
const points = fc.record(Object.fromEntries(names.map((name) => [name, fc.tuple(coordinate, coordinate)])), {
  requiredKeys: [],
}) as fc.Arbitrary<Points>;
/** Offsets that a float holds exactly, so that moving them all rounds nothing and no tie is broken by it. */
const offset = fc.integer({ min: -192, max: 192 }).map((value) => value / 64);
const honest = fc
  .tuple(offset, offset, fc.boolean())
  .map(([dx, dy, mirror]) => (mirror ? swapped(at(300 + dx, 300 + dy)) : at(300 + dx, 300 + dy)));
const crowd = fc.array(
  fc
    .array(fc.oneof(points, honest), { minLength: 1, maxLength: 6 })
    .map((list) => list.map((p) => answer(p))),
  { minLength: 1, maxLength: 4 },
);
const toObjects = (lists: KeypointAnswer[][]) =>
  lists.map((answers, index) => ({ ...object(...answers), id: `o${index}` }));

describe.each(Object.keys(keypointMethods))('the method %s', (method) => {
  const run = (objects: AnsweredObject<KeypointAnswer>[]) =>
    consolidateKeypoints(objects, { skeleton, method });

  it('gives the same to the bit in any order of workers and objects', () => {
    fc.assert(
      fc.property(crowd, fc.infiniteStream(fc.nat()), (lists, stream) => {
        const objects = toObjects(lists);
        const shuffle = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, key: stream.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
        const moved = shuffle(objects).map((one) => ({ ...one, answers: shuffle(one.answers) }));
        const byId = new Map(run(moved).map((result) => [result.id, result]));
        for (const result of run(objects)) {
          const { agreement: mine, ...rest } = result;
          const { agreement: other, ...moreRest } = byId.get(result.id) ?? result;
          expect(moreRest).toStrictEqual(rest);
          expect(other).toEqual(mine);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('moves and grows with its answers', () => {
    const shift = fc.integer({ min: 0, max: 800 });
    fc.assert(
      fc.property(fc.array(honest, { minLength: 1, maxLength: 6 }), shift, (list, by) => {
        const grown = (p: Points): KeypointAnswer => {
          const value = answer(at(by, -by, p));
          for (const point of value.keypoints) Object.assign(point, { x: point.x * 4, y: point.y * 4 });
          return { ...value, inputImageProperties: { width: image.width * 4, height: image.height * 4 } };
        };
        const before = single(run([object(...list.map((p) => answer(p)))]));
        const after = single(run([object(...list.map(grown))]));
        before.instances[0]?.keypoints.forEach(({ x, y, confidence, sd }, k) => {
          const other = after.instances[0]?.keypoints[k];
          expect(other?.x).toBeCloseTo(((x ?? 0) + by) * 4, 5);
          expect(other?.y).toBeCloseTo(((y ?? 0) - by) * 4, 5);
          expect(other?.confidence).toBeCloseTo(confidence, 3);
          if (sd !== null) expect(Math.abs((other?.sd ?? 0) - sd * 4)).toBeLessThan(0.01);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('gives one worker back what he answered', () => {
    fc.assert(
      fc.property(points, (p) => {
        const merged = single(run([object(answer(p))]));
        for (const [name, place] of Object.entries(p)) expect(merged.instances[0]?.at[name]).toEqual(place);
      }),
      { numRuns: 60 },
    );
  });

  it('stays with all workers when they answer the same', () => {
    fc.assert(
      fc.property(honest, fc.integer({ min: 2, max: 7 }), (p, count) => {
        const merged = single(run([object(...Array.from({ length: count }, () => answer(p)))]));
        for (const [name, place] of Object.entries(p)) {
          const found = merged.instances[0]?.at[name];
          expect(
            Math.hypot((found?.[0] ?? 0) - (place?.[0] ?? 0), (found?.[1] ?? 0) - (place?.[1] ?? 0)),
          ).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives finite places and probabilities whatever a hostile worker sends', () => {
    const wild = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const hostile = fc.record(Object.fromEntries(names.map((name) => [name, fc.tuple(wild, wild)])), {
      requiredKeys: [],
    }) as fc.Arbitrary<Points>;
    fc.assert(
      fc.property(fc.array(honest, { minLength: 2, maxLength: 4 }), hostile, (list, bad) => {
        const merged = single(run([object(...list.map((p) => answer(p)), answer(bad))]));
        for (const { keypoints } of merged.instances) {
          for (const { x, y, confidence, sd } of keypoints) {
            if (x !== null) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
            expect(confidence).toBeGreaterThanOrEqual(0);
            expect(confidence).toBeLessThanOrEqual(1);
            if (sd !== null) expect(sd).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(method === 'mean' || method === 'mars')('is not moved far by one hostile worker of four', () => {
    const wild = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const steady = fc.tuple(offset, offset).map(([dx, dy]) => at(300 + dx, 300 + dy));
    fc.assert(
      fc.property(fc.array(steady, { minLength: 3, maxLength: 3 }), wild, wild, (list, x, y) => {
        const bad = Object.fromEntries(names.map((name) => [name, [x, y] as [number, number]]));
        const merged = single(run([object(...list.map((p) => answer(p)), answer(bad))]));
        const nose = merged.instances[0]?.at['nose'];
        expect(Math.hypot((nose?.[0] ?? 0) - 300, (nose?.[1] ?? 0) - 300)).toBeLessThan(12);
      }),
      { numRuns: 60 },
    );
  });
});
