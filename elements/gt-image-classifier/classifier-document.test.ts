import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { classifierAnswer } from './classifier-answer.ts';
import { choose, comment, emptyClassifierDocument, numberKey } from './classifier-document.ts';

const categories = ['boat', 'house', 'person', 'none'];
const single = { categories, multiple: false };
const several = { categories, multiple: true, exclusion: 'none' };

describe('a choice', () => {
  it('replaces the one before, and the same one again changes nothing', () => {
    const boat = choose(emptyClassifierDocument, 'boat', single);
    expect(choose(boat, 'house', single).chosen).toEqual(['house']);
    expect(choose(boat, 'boat', single)).toBe(boat);
  });

  it('of a category that the task does not have changes nothing', () => {
    expect(choose(emptyClassifierDocument, 'submarine', single)).toBe(emptyClassifierDocument);
  });

  it('of several keeps the order of the list and is taken back by the same key', () => {
    const both = choose(choose(emptyClassifierDocument, 'person', several), 'boat', several);
    expect(both.chosen).toEqual(['boat', 'person']);
    expect(choose(both, 'boat', several).chosen).toEqual(['person']);
  });

  it('never stands beside the category that excludes the others, whatever is pressed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...categories), { maxLength: 30 }), (keys) => {
        const { chosen } = keys.reduce(
          (document, key) => choose(document, key, several),
          emptyClassifierDocument,
        );
        expect(chosen.includes('none') ? chosen : ['none']).toEqual(['none']);
        expect(chosen).toEqual(categories.filter((name) => chosen.includes(name)));
      }),
    );
  });

  it('has the keys 1 to 9, then 0', () => {
    expect([0, 8, 9, 10].map(numberKey)).toEqual(['1', '9', '0', undefined]);
  });
});

describe('the answer', () => {
  const form = { categories, multiple: false, verify: false };

  it('is what crowd-image-classifier gives, with the worker’s words', () => {
    const document = comment(choose(emptyClassifierDocument, 'boat', single), ' a big one ');
    const answer = classifierAnswer(document, form);
    expect(answer).toEqual({ categories, label: 'boat', workerComment: 'a big one' });
    expect(ClassificationAnswer.safeParse(answer).success).toBe(true);
  });

  it('is what crowd-image-classifier-multi-select gives; no class is echoed for "none"', () => {
    const document = choose(emptyClassifierDocument, 'none', several);
    const answer = classifierAnswer(document, { ...form, multiple: true, exclusion: 'none' });
    expect(answer).toEqual({ categories: ['boat', 'house', 'person'], labels: ['none'] });
    expect(MultiLabelAnswer.safeParse(answer).success).toBe(true);
  });

  it('says which verdict a category is, and carries corrected marks', () => {
    const verify = { ...form, verify: true };
    const verdict = (chosen: string[], adjustment?: object) =>
      classifierAnswer({ chosen, comment: '', adjustment }, verify);
    expect(verdict(['boat'])).toMatchObject({ verdict: 'accepted', label: 'boat' });
    expect(verdict(['house'])).toMatchObject({ verdict: 'rejected', label: 'house' });
    expect(verdict(['adjusted'], { boundingBoxes: [] })).toMatchObject({
      verdict: 'adjusted',
      label: 'adjusted',
      adjustment: { boundingBoxes: [] },
    });
  });
});
