import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClassificationAnswer } from '#contracts/classification-answer.ts';
import type { AnsweredObject } from '../answered-object.ts';
import { consolidateClassifications } from './consolidate-classifications.ts';
import { classificationMethods } from './methods.ts';

const labels = ['cat', 'dog', 'bird'];
const object = (id: string, votes: Record<string, string>): AnsweredObject<ClassificationAnswer> => ({
  id,
  answers: Object.entries(votes).map(([workerId, label]) => ({ workerId, answer: { label } })),
});

describe('merged classes', () => {
  it('are those of most workers, numbered by the job list', () => {
    const [result] = consolidateClassifications([object('0', { a: 'dog', b: 'dog', c: 'cat' })], { labels });
    expect(result).toMatchObject({ label: 1, className: 'dog', confidence: 0.725 });
    expect(result?.agreement.map(({ agrees }) => agrees)).toEqual([true, true, false]);
  });

  it('are, at a tie, what the worker says who agrees more with the others', () => {
    const objects = [object('0', { a: 'dog', b: 'cat' }), object('1', { a: 'dog', b: 'cat', c: 'dog' })];
    const results = consolidateClassifications(objects, { labels });
    expect(results.map(({ className }) => className)).toEqual(['dog', 'dog']);
    const [alone] = consolidateClassifications(objects.slice(0, 1), { labels });
    expect(alone?.className).toBe('cat');
  });

  it('leave out objects whose answers are no class of the job', () => {
    const results = consolidateClassifications(
      [object('0', { a: 'horse' }), object('1', { a: 'cat', b: 'horse' })],
      { labels },
    );
    expect(results.map(({ id, className }) => [id, className])).toEqual([['1', 'cat']]);
  });

  it('trust a worker who agrees with the others more than one who does not', () => {
    const steady = Array.from({ length: 60 }, (_, index) => {
      const truth = labels[index % 3] ?? '';
      const guess = labels[Math.floor(index / 3) % 3] ?? '';
      return object(`s${index}`, { good: truth, fine: truth, bad: guess });
    });
    const objects = [...steady, object('tie', { good: 'dog', bad: 'bird' })];
    for (const method of ['wawa', 'dawid-skene', 'hybrid']) {
      const tie = consolidateClassifications(objects, { labels, method }).find(({ id }) => id === 'tie');
      expect(tie?.className, method).toBe('dog');
    }
  });
});

const job = fc.array(
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...labels), { minKeys: 1 }),
  {
    minLength: 1,
    maxLength: 30,
  },
);

describe.each(Object.keys(classificationMethods))('the method %s', (method) => {
  it('gives the same to the bit in any order of workers and objects', () => {
    fc.assert(
      fc.property(job, (votes) => {
        const objects = votes.map((own, index) => object(`o${index}`, own));
        const turned = objects.map((one) => ({ ...one, answers: one.answers.toReversed() })).reverse();
        const results = consolidateClassifications(objects, { labels, method });
        expect(consolidateClassifications(turned, { labels, method }).reverse()).toStrictEqual(results);
      }),
      { numRuns: 40 },
    );
  });

  it('gives a probability, and what everybody says when all say the same', () => {
    fc.assert(
      fc.property(job, (votes) => {
        const objects = [...votes, { a: 'bird', b: 'bird', c: 'bird', d: 'bird' }].map((own, index) =>
          object(`o${index}`, own),
        );
        const results = consolidateClassifications(objects, { labels, method });
        for (const { confidence } of results) {
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
        if (method === 'majority') expect(results.at(-1)?.className).toBe('bird');
      }),
      { numRuns: 40 },
    );
  });

  it('gives one worker back what he answered', () => {
    const [result] = consolidateClassifications([object('0', { a: 'bird' })], { labels, method });
    expect(result?.className).toBe('bird');
  });
});
