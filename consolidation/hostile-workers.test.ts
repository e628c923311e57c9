import { describe, expect, it } from 'vitest';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { AnsweredObject } from './answered-object.ts';
import { consolidateBoundingBoxes } from './bounding-box/consolidate-bounding-boxes.ts';
import { boxMethods } from './bounding-box/methods.ts';
import { consolidateClassifications } from './classification/consolidate-classifications.ts';
import { classificationMethods } from './classification/methods.ts';
import { consolidateKeypoints } from './keypoint/consolidate-keypoints.ts';
import { keypointMethods } from './keypoint/methods.ts';

/** Whole jobs, large enough that methods learn from them: 30 objects, four honest workers and a hostile one. */
const OBJECTS = 30;
const HONEST = ['ann', 'bob', 'cy', 'dee'];

/** An honest worker is at most so far from the truth on each axis, px. */
const SLIP = 4;

const image = { width: 1000, height: 800 };
const skeleton: Skeleton = {
  name: 'mouse',
  keypoints: [{ name: 'nose' }, { name: 'left ear' }, { name: 'right ear' }, { name: 'tail' }],
  pairs: [['left ear', 'right ear']],
  axis: ['tail', 'nose'],
};
const names = skeleton.keypoints.map(({ name }) => name);

type Point = readonly [number, number];

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function truthOf(index: number): Point[] {
  const random = sequence(index + 1);
  const [x, y] = [250 + 400 * random(), 250 + 250 * random()];
  return [
    [x, y],
    [x + 30, y + 25],
    [x + 30, y - 25],
    [x + 150, y],
  ];
}

const honest = (points: readonly Point[], random: () => number): Point[] =>
  points.map(([x, y]) => [x + SLIP * (2 * random() - 1), y + SLIP * (2 * random() - 1)]);

const everywhere = (value: Point) => () => names.map(() => value);

/** What a hostile worker makes of the truth. */
const hostile: Record<string, (truth: Point[], random: () => number) => Point[]> = {
  constant: everywhere([17, 23]),
  random: (_, random) => names.map(() => [1000 * random(), 800 * random()]),
  mirrored: ([nose = [0, 0], left = [0, 0], right = [0, 0], tail = [0, 0]]) => [nose, right, left, tail],
  NaN: everywhere([Number.NaN, Number.NaN]),
  '1e308': (_, random) => names.map(() => [random() < 0.5 ? 1e308 : -1e308, 1e308]),
  empty: () => [],
};

const answer = (points: readonly Point[]): KeypointAnswer => ({
  inputImageProperties: image,
  keypoints: points.map(([x, y], k) => ({ label: names[k] ?? '', x, y })),
});

/** The largest distance of a merged point from the truth; infinite when one is missing. */
function worstError(objects: AnsweredObject<KeypointAnswer>[], method: string): number {
  return Math.max(
    ...consolidateKeypoints(objects, { skeleton, method }).map(({ label: { annotations } }, index) => {
      const truth = truthOf(index);
      return Math.max(
        ...truth.map(([x, y], k) => {
          const own = annotations[0]?.keypoints[k];
          return own?.x == null || own.y == null ? 1e9 : Math.hypot(own.x - x, own.y - y);
        }),
      );
    }),
  );
}

function poseJob(kind: string | undefined, honestWorkers = HONEST): AnsweredObject<KeypointAnswer>[] {
  const random = sequence(77);
  return Array.from({ length: OBJECTS }, (_, index) => {
    const answers = honestWorkers.map((workerId) => ({
      workerId,
      answer: answer(honest(truthOf(index), random)),
    }));
    const attack = kind === undefined ? undefined : hostile[kind];
    if (attack) answers.push({ workerId: 'mallory', answer: answer(attack(truthOf(index), random)) });
    return { id: `o${String(index).padStart(2, '0')}`, answers };
  });
}

const kinds = Object.keys(hostile);
/** A mean is moved at will by one answer; that is why it is no default. */
const robust = Object.keys(keypointMethods).filter((method) => method !== 'mean');

describe.each(robust)('keypoints by %s, one worker of five hostile', (method) => {
  it.each(kinds)('stay as near as honest workers are, whatever is sent: %s', (kind) => {
    // The farthest that an honest answer can be from the truth, in both axes.
    expect(worstError(poseJob(kind), method)).toBeLessThanOrEqual(SLIP * Math.SQRT2 * 1.05);
  });
});

describe.each(Object.keys(keypointMethods))('keypoints of a whole job by %s', (method) => {
  it('are the same to the bit in any order of workers and objects', () => {
    const objects = poseJob('random');
    const turned = objects.toReversed().map((one) => ({ ...one, answers: one.answers.toReversed() }));
    const run = (list: AnsweredObject<KeypointAnswer>[]) => consolidateKeypoints(list, { skeleton, method });
    const labels = run(turned)
      .toReversed()
      .map(({ label, objects: confidences }) => ({ label, confidences }));
    expect(labels).toStrictEqual(
      run(objects).map(({ label, objects: confidences }) => ({ label, confidences })),
    );
  });

  it('are what the only worker answered', () => {
    const objects = poseJob(undefined, ['ann']);
    consolidateKeypoints(objects, { skeleton, method }).forEach(({ label }, index) => {
      const own = objects[index]?.answers[0]?.answer.keypoints ?? [];
      label.annotations[0]?.keypoints.forEach(({ x, y }, k) => {
        expect([x, y]).toEqual([own[k]?.x, own[k]?.y]);
      });
    });
  });

  it('are not farther off than honest answers when one honest worker is there three times', () => {
    const objects = poseJob(undefined).map((one) => {
      const [first] = one.answers;
      const copies = first ? ['ann 2', 'ann 3'].map((workerId) => ({ ...first, workerId })) : [];
      return { ...one, answers: [...one.answers, ...copies] };
    });
    expect(worstError(objects, method)).toBeLessThanOrEqual(SLIP * Math.SQRT2);
  });
});

const attacks = {
  constant: [{ left: 0, top: 0, width: 1000, height: 800, label: 'boat' }],
  NaN: [{ left: Number.NaN, top: 0, width: Number.NaN, height: 5, label: 'boat' }],
  '1e308': [{ left: -1e308, top: -1e308, width: 1e308, height: 1e308, label: 'boat' }],
  'empty boxes': [{ left: 300, top: 300, width: 0, height: 0, label: 'boat' }],
  'a hundred boxes': Array.from({ length: 100 }, (_, i) => ({
    left: 7 * i,
    top: 5 * i,
    width: 90,
    height: 90,
    label: 'boat',
  })),
  nothing: [],
};

/** Weighted boxes fusion takes two boxes of one worker for two workers; it is there for comparison only. */
const oneVoteEach = Object.keys(boxMethods).filter((method) => method !== 'weighted-fusion');

describe.each(oneVoteEach)('boxes by %s, one worker of five hostile', (method) => {
  it.each(Object.entries(attacks))('are one box where the honest workers drew it: %s', (_, boundingBoxes) => {
    const random = sequence(5);
    const slip = () => 8 * (random() - 0.5);
    const objects = Array.from({ length: OBJECTS }, (_unused, index) => ({
      id: String(index),
      answers: [
        ...HONEST.map((workerId) => ({
          workerId,
          answer: {
            inputImageProperties: image,
            boundingBoxes: [
              {
                left: 400 + slip(),
                top: 300 + slip(),
                width: 200 + slip(),
                height: 150 + slip(),
                label: 'boat',
              },
            ],
          },
        })),
        { workerId: 'mallory', answer: { inputImageProperties: image, boundingBoxes } },
      ],
    }));
    for (const { label } of consolidateBoundingBoxes(objects, { labels: ['boat'], method })) {
      expect(label.annotations).toHaveLength(1);
      const [box] = label.annotations;
      // Workers are at most 4 px off at each edge, 8 px where two slips add up; a whole pixel is rounded.
      expect(Math.abs((box?.left ?? 0) - 400)).toBeLessThanOrEqual(9);
      expect(Math.abs((box?.top ?? 0) + (box?.height ?? 0) - 450)).toBeLessThanOrEqual(9);
    }
  });
});

describe.each(Object.keys(classificationMethods))('classes by %s, one worker of four hostile', (method) => {
  it.each(['constant', 'random', 'inverted'])('are those of the honest workers: %s', (kind) => {
    const labels = ['cat', 'dog', 'boat'];
    const random = sequence(11);
    const objects = Array.from({ length: OBJECTS }, (_, index) => {
      const truth = labels[index % 3] ?? '';
      const sent =
        kind === 'constant'
          ? 'boat'
          : (labels[(kind === 'random' ? Math.floor(3 * random()) : index + 1) % 3] ?? '');
      const votes = [truth, truth, truth, sent];
      return {
        id: String(index),
        answers: votes.map((label, w) => ({ workerId: `w${w}`, answer: { label } })),
      };
    });
    const results = consolidateClassifications(objects, { labels, method });
    expect(results.map(({ label }) => label)).toEqual(objects.map((_, index) => index % 3));
  });
});
