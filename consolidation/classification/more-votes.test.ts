import { describe, expect, it } from 'vitest';
import { consolidateClassifications } from './consolidate-classifications.ts';
import { consolidateMultiLabels } from './consolidate-multi-labels.ts';
import { consolidateVerifications } from './consolidate-verifications.ts';

const labels = ['cat', 'dog', 'boat'];

describe('answers with several labels', () => {
  it('are merged label by label, and none is an answer too', () => {
    const answers = (lists: string[][]) =>
      lists.map((list, w) => ({ workerId: `w${w}`, answer: { labels: list } }));
    const [both, none] = consolidateMultiLabels(
      [
        { id: 'b', answers: answers([['dog', 'cat'], ['cat'], ['cat', 'dog', 'horse']]) },
        { id: 'a', answers: answers([[], ['boat'], []]) },
      ],
      { labels },
    );
    expect(both).toMatchObject({ id: 'b', labels: [0, 1], classNames: ['cat', 'dog'] });
    expect(both?.probabilities[0]).toBeGreaterThan(both?.probabilities[1] ?? 1);
    expect(both?.probabilities[2]).toBeLessThan(0.2);
    expect(none).toMatchObject({ id: 'a', labels: [], classNames: [] });
  });

  it('are believed less from a worker who ticks everything', () => {
    const objects = Array.from({ length: 40 }, (_, i) => {
      const truth = [labels[i % 3] ?? ''];
      const careful = (workerId: string) => ({ workerId, answer: { labels: truth } });
      const all = (workerId: string) => ({ workerId, answer: { labels } });
      return { id: String(i), answers: [careful('a'), careful('b'), all('c'), all('d')] };
    });
    const results = consolidateMultiLabels(objects, { labels });
    expect(results.every(({ labels: chosen }, i) => chosen.length === 1 && chosen[0] === i % 3)).toBe(true);
  });
});

describe('verdicts', () => {
  const verdicts = (votes: string) =>
    [...votes].map((vote, w) => ({ workerId: `w${w}`, answer: { accepted: vote === '+' } }));

  it('weigh a refusal more than a pass, as the job expects of verifiers', () => {
    const objects = Array.from({ length: 60 }, (_, i) => ({
      id: String(i),
      answers: verdicts(i === 0 ? '+-' : i % 5 ? '++' : '--'),
    }));
    const [split] = consolidateVerifications(objects, { sensitivity: 0.98, specificity: 0.6, weight: 100 });
    expect(split?.accepted).toBe(false);
    const [other] = consolidateVerifications(objects, { sensitivity: 0.6, specificity: 0.98, weight: 100 });
    expect(other?.accepted).toBe(true);
  });
});

describe('gold answers', () => {
  it('clamp the label and teach who is right against the majority', () => {
    const vote = (workerId: string, label: string) => ({ workerId, answer: { label } });
    const objects = Array.from({ length: 60 }, (_, i) => {
      const truth = i % 2 ? 'cat' : 'dog';
      const wrong = i % 2 ? 'dog' : 'cat';
      return { id: String(i), answers: [vote('a', truth), vote('b', wrong), vote('c', wrong)] };
    });
    const gold = new Map(objects.slice(0, 30).map(({ id }, i) => [id, i % 2 ? 'cat' : 'dog']));
    const results = consolidateClassifications(objects, { labels: ['cat', 'dog'], gold });
    expect(results[0]).toMatchObject({ className: 'dog', confidence: 1 });
    expect(results.every(({ className }, i) => className === (i % 2 ? 'cat' : 'dog'))).toBe(true);
  });
});
