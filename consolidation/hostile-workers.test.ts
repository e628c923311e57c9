import { describe, expect, it } from 'vitest';
import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { AnsweredObject } from './answered-object.ts';
import { consolidateBoundingBoxes } from './bounding-box/consolidate-bounding-boxes.ts';
import { boxMethods } from './bounding-box/methods.ts';
import { consolidateClassifications } from './classification/consolidate-classifications.ts';
import { consolidateMultiLabels } from './classification/consolidate-multi-labels.ts';
import { consolidateVerifications } from './classification/consolidate-verifications.ts';
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

describe('keypoints by mean, one worker of five hostile', () => {
  it.each(kinds)('are off by a fifth of what the image allows, and no more: %s', (kind) => {
    // A point counts up to one image beside the image: 2 x 1000 and 2 x 800 px from a truth inside of it.
    const farthest = Math.hypot(2 * image.width, 2 * image.height);
    expect(worstError(poseJob(kind), 'mean')).toBeLessThanOrEqual(farthest / 5 + SLIP * Math.SQRT2);
  });
});

describe.each(Object.keys(keypointMethods))('keypoints of a whole job by %s', (method) => {
  it('move and grow with all of the job', () => {
    const objects = poseJob('random');
    const grown = objects.map(({ id, answers }) => ({
      id,
      answers: answers.map(({ workerId, answer: { keypoints } }) => ({
        workerId,
        answer: {
          inputImageProperties: { width: 4 * image.width, height: 4 * image.height },
          keypoints: keypoints.map(({ label, x, y }) => ({ label, x: 4 * (x + 64), y: 4 * (y - 32) })),
        },
      })),
    }));
    const places = (list: AnsweredObject<KeypointAnswer>[]) =>
      consolidateKeypoints(list, { skeleton, method }).flatMap(({ label }) =>
        label.annotations.flatMap(({ keypoints }) =>
          keypoints.map(({ x, y }) => [x ?? -1, y ?? -1] as const),
        ),
      );
    const [before, after] = [places(objects), places(grown)];
    expect(after).toHaveLength(before.length);
    // What iterates ends at a thousandth of the noise, here of 4 px of a grown image.
    before.forEach(([x, y], index) => {
      const [u = 0, v = 0] = after[index] ?? [];
      expect(Math.hypot(u - 4 * (x + 64), v - 4 * (y - 32))).toBeLessThan(0.1);
    });
  });

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

const slipOf = (random: () => number) => 8 * (random() - 0.5);

/** One boat, which every honest worker draws within 4 px, and what a hostile one sends. */
function boxJob(attack: AnsweredBox[] | undefined, copies = 1) {
  const random = sequence(5);
  return Array.from({ length: OBJECTS }, (_, index) => {
    const honestBoxes = HONEST.map((workerId) => ({
      workerId,
      answer: {
        inputImageProperties: image,
        boundingBoxes: [
          {
            left: 400 + slipOf(random),
            top: 300 + slipOf(random),
            width: 200 + slipOf(random),
            height: 150 + slipOf(random),
            label: 'boat',
          },
        ],
      },
    }));
    const [first] = honestBoxes;
    const again = Array.from({ length: copies - 1 }, (__, copy) => ({
      ...(first as (typeof honestBoxes)[number]),
      workerId: `ann ${copy}`,
    }));
    const mallory = {
      workerId: 'mallory',
      answer: { inputImageProperties: image, boundingBoxes: attack ?? [] },
    };
    return { id: String(index), answers: [...honestBoxes, ...again, ...(attack ? [mallory] : [])] };
  });
}

const mergeBoxes = (objects: ReturnType<typeof boxJob>, method: string) =>
  consolidateBoundingBoxes(objects, { labels: ['boat'], method });

/** Whether a box is where the honest workers drew theirs: two slips of 4 px add up, and whole pixels are rounded. */
const isTheBoat = ({
  left,
  top,
  width,
  height,
}: AnsweredBox | { left: number; top: number; width: number; height: number }) =>
  Math.abs(left - 400) <= 9 &&
  Math.abs(top - 300) <= 9 &&
  Math.abs(left + width - 600) <= 9 &&
  Math.abs(top + height - 450) <= 9;

/** Weighted boxes fusion keeps every box of everybody, with little confidence: it is there for comparison only. */
const voting = Object.keys(boxMethods).filter((method) => method !== 'weighted-fusion');

describe.each(Object.keys(boxMethods))('boxes by %s, one worker of five hostile', (method) => {
  it.each(Object.entries(attacks))('hold the one that the honest workers drew: %s', (_, boundingBoxes) => {
    for (const { label } of mergeBoxes(boxJob(boundingBoxes), method)) {
      expect(label.annotations.filter(isTheBoat)).toHaveLength(1);
      if (voting.includes(method)) expect(label.annotations).toHaveLength(1);
    }
  });
});

describe.each(Object.keys(boxMethods))('boxes of a whole job by %s', (method) => {
  it('are not farther off when one honest worker is there three times', () => {
    for (const { label } of mergeBoxes(boxJob(undefined, 3), method)) {
      expect(label.annotations).toHaveLength(1);
      expect(label.annotations.filter(isTheBoat)).toHaveLength(1);
    }
  });

  it('move and grow with all of the job', () => {
    const objects = boxJob(undefined);
    const grown = objects.map(({ id, answers }) => ({
      id,
      answers: answers.map(({ workerId, answer: { boundingBoxes } }) => ({
        workerId,
        answer: {
          inputImageProperties: { width: 4 * image.width, height: 4 * image.height },
          boundingBoxes: boundingBoxes.map(({ left, top, width, height, label }) => ({
            left: 4 * (left + 64),
            top: 4 * (top + 32),
            width: 4 * width,
            height: 4 * height,
            label,
          })),
        },
      })),
    }));
    const before = mergeBoxes(objects, method);
    mergeBoxes(grown, method).forEach(({ label, objects: [belief] }, index) => {
      const [now] = label.annotations;
      const [then] = before[index]?.label.annotations ?? [];
      // Whole pixels: a grown half is two.
      expect(Math.abs((now?.left ?? 0) - 4 * ((then?.left ?? 0) + 64))).toBeLessThanOrEqual(3);
      expect(Math.abs((now?.width ?? 0) - 4 * (then?.width ?? 0))).toBeLessThanOrEqual(5);
      expect(belief?.confidence).toBeCloseTo(before[index]?.objects[0]?.confidence ?? 0, 3);
    });
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

const kinds3 = ['cat', 'dog', 'boat'];

/** Honest workers who are right nine times of ten, and copies of the first. */
function choiceJob(copies: number) {
  const random = sequence(19);
  return Array.from({ length: 120 }, (_, index) => {
    const truth = kinds3[index % 3] ?? '';
    const answers = HONEST.map((workerId) => ({
      workerId,
      answer: { label: random() < 0.9 ? truth : (kinds3[Math.floor(3 * random())] ?? '') },
    }));
    const [first] = answers;
    const again = Array.from({ length: copies - 1 }, (__, copy) => ({
      ...(first as (typeof answers)[number]),
      workerId: `ann ${copy}`,
    }));
    return { id: String(index), answers: [...answers, ...again] };
  });
}

describe.each(Object.keys(classificationMethods))('classes of a whole job by %s', (method) => {
  const wrong = (copies: number) =>
    consolidateClassifications(choiceJob(copies), { labels: kinds3, method }).filter(
      ({ label }, index) => label !== index % 3,
    ).length;

  it('are at most as wrong as one honest worker when that one is there twice', () => {
    const own = choiceJob(1).filter(
      ({ answers: [ann] }, index) => ann?.answer.label !== kinds3[index % 3],
    ).length;
    expect(wrong(1)).toBeLessThanOrEqual(own);
    expect(wrong(2)).toBeLessThanOrEqual(own);
  });

  it.each(['several labels', 'verdicts'])(
    'are the same to the bit in any order where they are %s',
    (kind) => {
      const random = sequence(3);
      const objects = Array.from({ length: 40 }, (_, index) => ({
        id: `o${String(index).padStart(2, '0')}`,
        answers: HONEST.map((workerId) => ({
          workerId,
          answer: { labels: kinds3.filter(() => random() < 0.4), accepted: random() < 0.7 },
        })),
      }));
      const turned = objects.toReversed().map((one) => ({ ...one, answers: one.answers.toReversed() }));
      const run = (list: typeof objects) =>
        kind === 'verdicts'
          ? consolidateVerifications(list, { method })
          : consolidateMultiLabels(list, { labels: kinds3, method }).map(({ agreement: _, ...rest }) => rest);
      expect(run(turned).toReversed()).toStrictEqual(run(objects));
    },
  );

  it('are what the only worker says where they are several labels or verdicts', () => {
    const objects = Array.from({ length: 30 }, (_, index) => ({
      id: String(index),
      answers: [
        { workerId: 'ann', answer: { labels: [kinds3[index % 3] ?? ''], accepted: index % 2 === 0 } },
      ],
    }));
    const several = consolidateMultiLabels(objects, { labels: kinds3, method });
    expect(several.map(({ labels }) => labels)).toEqual(objects.map((_, index) => [index % 3]));
    const verdicts = consolidateVerifications(objects, { method });
    expect(verdicts.map(({ accepted }) => accepted)).toEqual(objects.map((_, index) => index % 2 === 0));
  });

  it.each(['constant', 'random', 'inverted', 'empty'])(
    'are those of the honest, where they are several labels or verdicts and one of four is hostile: %s',
    (kind) => {
      const random = sequence(23);
      const objects = Array.from({ length: 40 }, (_, index) => {
        const labels = kinds3.filter((__, l) => (index + l) % 2 === 0);
        const truth = { labels, accepted: index % 3 > 0 };
        const sent = {
          constant: { labels: kinds3, accepted: true },
          random: { labels: kinds3.filter(() => random() < 0.5), accepted: random() < 0.5 },
          inverted: { labels: kinds3.filter((name) => !labels.includes(name)), accepted: !truth.accepted },
          empty: { labels: [], accepted: false },
        }[kind];
        const answers = [truth, truth, truth, sent ?? truth];
        return { id: String(index), answers: answers.map((answer, w) => ({ workerId: `w${w}`, answer })) };
      });
      const several = consolidateMultiLabels(objects, { labels: kinds3, method });
      expect(several.map(({ classNames }) => classNames)).toEqual(
        objects.map(({ answers: [first] }) => first?.answer.labels),
      );
      const verdicts = consolidateVerifications(objects, { method });
      expect(verdicts.map(({ accepted }) => accepted)).toEqual(objects.map((_, index) => index % 3 > 0));
    },
  );
});
