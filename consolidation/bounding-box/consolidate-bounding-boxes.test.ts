import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnsweredBox, BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { BoundingBoxLabel } from '#contracts/bounding-box-label.ts';
import type { AnsweredObject } from '../answered-object.ts';
import { consolidateBoundingBoxes } from './consolidate-bounding-boxes.ts';
import { boxMethods } from './methods.ts';

const labels = ['boat', 'person', 'house'];
const box = (left: number, top: number, label = 'boat', width = 40, height = 30): AnsweredBox => ({
  left,
  top,
  width,
  height,
  label,
});
const answer = (...boundingBoxes: AnsweredBox[]): BoundingBoxAnswer => ({
  boundingBoxes,
  inputImageProperties: { width: 640, height: 480 },
});
const object = (...answers: BoundingBoxAnswer[]): AnsweredObject<BoundingBoxAnswer> => ({
  id: '0',
  answers: answers.map((value, index) => ({ workerId: `w${index}`, answer: value })),
});

function merge(answers: BoundingBoxAnswer[], method?: string) {
  const [result] = consolidateBoundingBoxes([object(...answers)], { labels, method });
  if (!result) throw new Error('no result');
  return result;
}

describe('merged boxes', () => {
  it('are in the shape of the built-in object detection, in whole pixels', () => {
    const merged = merge([answer(box(10.4, 20)), answer(box(12, 21)), answer(box(11, 20.2))]);
    expect(merged.label).toEqual({
      image_size: [{ width: 640, height: 480, depth: 3 }],
      annotations: [{ class_id: 0, left: 11, top: 20, width: 40, height: 30 }],
    });
    expect(merged.classMap).toEqual({ '0': 'boat' });
    expect(BoundingBoxLabel.parse(merged.label)).toEqual(merged.label);
  });

  it('number classes by the job list and name only those in use', () => {
    const merged = merge([answer(box(10, 20, 'house'), box(300, 300, 'person'))]);
    expect(merged.label.annotations.map(({ class_id }) => class_id)).toEqual([2, 1]);
    expect(merged.classMap).toEqual({ '1': 'person', '2': 'house' });
  });

  it('stand when two of five workers drew them, and fall with one', () => {
    const with2 = [answer(box(10, 20)), answer(box(11, 20)), answer(), answer(), answer()];
    expect(merge(with2).label.annotations).toHaveLength(1);
    expect(merge([answer(box(10, 20)), answer(), answer(), answer(), answer()]).label.annotations).toEqual(
      [],
    );
  });

  it('take the label of most workers', () => {
    const merged = merge([answer(box(10, 20)), answer(box(10, 20, 'house')), answer(box(11, 20))]);
    expect(merged.classMap).toEqual({ '0': 'boat' });
  });

  it('take the label of the worker who can tell two classes apart, once the job has shown who can', () => {
    // Three workers call every boat a house on every third image of the first sixty, and are outvoted there.
    const objects = Array.from({ length: 80 }, (_, index) => {
      const truth = index % 2 ? 'boat' : 'house';
      const confused = truth === 'boat' && index % 4 === 1 ? 'house' : truth;
      const sure = ['a', 'b', 'c', 'd'].map((workerId) => ({ workerId, answer: answer(box(10, 20, truth)) }));
      const unsure = ['x', 'y', 'z'].map((workerId) => ({ workerId, answer: answer(box(10, 20, confused)) }));
      // At the end two of each are left, and the confused say house.
      return {
        id: String(index).padStart(2, '0'),
        answers: [...sure.slice(0, index < 60 ? 4 : 2), ...unsure],
      };
    });
    const results = consolidateBoundingBoxes(objects, { labels });
    const wrong = results.filter(
      ({ classMap }, index) => !Object.values(classMap).includes(index % 2 ? 'boat' : 'house'),
    );
    expect(wrong).toEqual([]);
    const sureOf = (index: number) => results[index]?.objects[0]?.confidence ?? 0;
    expect(sureOf(61)).toBeLessThan(sureOf(63));
    const byVote = consolidateBoundingBoxes(objects, { labels, method: 'vote-median' });
    expect(byVote[61]?.classMap).toEqual({ 2: 'house' });
  });

  it('stay apart when every worker drew two that overlap', () => {
    const pair = answer(box(100, 100), box(110, 104));
    expect(merge([pair, pair, pair]).label.annotations.map(({ left }) => left)).toEqual([100, 110]);
  });

  it('stay inside the image', () => {
    const merged = merge([answer(box(-20, 470))]);
    expect(merged.label.annotations).toEqual([{ class_id: 0, left: 0, top: 470, width: 20, height: 10 }]);
  });

  it('are none when workers say so, which is a label too', () => {
    expect(merge([answer(), answer()]).label.annotations).toEqual([]);
  });

  it('are surer the more workers drew them', () => {
    const of = (votes: number) =>
      merge(Array.from({ length: 5 }, (_, index) => (index < votes ? answer(box(10, 20)) : answer())))
        .objects[0]?.confidence ?? 0;
    expect(of(2)).toBeCloseTo(0.5);
    expect(of(3)).toBeGreaterThan(of(2));
    expect(of(5)).toBeCloseTo(0.99);
  });

  it('come with how each worker agrees with the others', () => {
    const merged = merge([
      answer(box(10, 20)),
      answer(box(10, 20), box(300, 300)),
      answer(box(10, 20), box(300, 300)),
    ]);
    expect(merged.agreement[0]).toEqual({ workerId: 'w0', boxes: 1, matched: 1, missed: 1, iou: 1 });
    expect(merged.agreement[1]).toEqual({ workerId: 'w1', boxes: 2, matched: 2, missed: 0, iou: 1 });
  });
});

const anyBox = fc.record({
  left: fc.integer({ min: -50, max: 640 }),
  top: fc.integer({ min: -50, max: 480 }),
  width: fc.integer({ min: 0, max: 300 }),
  height: fc.integer({ min: 0, max: 300 }),
  label: fc.constantFrom(...labels),
});
const crowd = fc.array(fc.array(fc.array(anyBox, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

/** Weighted boxes fusion takes two boxes of one worker for two workers. */
const oneVoteEach = Object.keys(boxMethods).filter((name) => name !== 'weighted-fusion');

describe.each(Object.keys(boxMethods))('the method %s', (method) => {
  const run = (objects: AnsweredObject<BoundingBoxAnswer>[]) =>
    consolidateBoundingBoxes(objects, { labels, method });

  it('gives the same to the bit in any order of workers and objects', () => {
    fc.assert(
      fc.property(crowd, (lists) => {
        const objects = lists.map((boxes, index) => ({
          ...object(...boxes.map((own) => answer(...own))),
          id: `o${index}`,
        }));
        const turned = objects.map((one) => ({ ...one, answers: one.answers.toReversed() })).reverse();
        expect(run(turned).reverse()).toStrictEqual(run(objects));
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!oneVoteEach.includes(method))('gives one worker back the boxes he drew in the image', () => {
    const inside = anyBox.filter(
      ({ left, top, width, height }) => left >= 0 && top >= 0 && left + width <= 640 && top + height <= 480,
    );
    fc.assert(
      fc.property(fc.array(inside, { maxLength: 6 }), (boxes) => {
        const found = run([object(answer(...boxes))])[0]?.label.annotations ?? [];
        const key = (value: object) => JSON.stringify(value, ['class_id', 'left', 'top', 'width', 'height']);
        const expected = boxes.map(({ label, ...rest }) => key({ class_id: labels.indexOf(label), ...rest }));
        expect(found.map(key).sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(!oneVoteEach.includes(method))(
    'uses at most one box of a worker for each, and each box once',
    () => {
      fc.assert(
        fc.property(crowd, (lists) => {
          const objects = lists.map((own) => ({
            workerCount: own.length,
            workers: own.map((_, index) => index),
            boxes: own.flatMap((boxes, worker) => boxes.map((value) => ({ ...value, worker }))),
          }));
          const merged = boxMethods[method as keyof typeof boxMethods]({ workerCount: 5, objects });
          merged.forEach((boxes, index) => {
            const used = boxes.flatMap(({ members }) => members);
            expect(new Set(used).size).toBe(used.length);
            for (const { members, confidence } of boxes) {
              const workers = members.map((member) => objects[index]?.boxes[member]?.worker);
              expect(new Set(workers).size).toBe(members.length);
              expect(confidence).toBeGreaterThanOrEqual(0);
              expect(confidence).toBeLessThanOrEqual(1);
            }
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  it('does not mind that everybody answers the same', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { maxLength: 6 }), (boxes) => {
        const once = run([object(answer(...boxes))])[0]?.label;
        const often = run([object(...Array.from({ length: 4 }, () => answer(...boxes)))])[0]?.label;
        expect(often?.annotations).toHaveLength(once?.annotations.length ?? -1);
      }),
      { numRuns: 40 },
    );
  });
});
