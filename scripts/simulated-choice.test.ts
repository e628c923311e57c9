import { describe, expect, it } from 'vitest';
import { simulateChoice } from './simulated-choice.ts';
import { createSimulatedWorkers } from './simulated-worker.ts';

const categories = ['boat', 'house', 'person'];
const offered = { categories, multiple: false, verify: false };
const workers = createSimulatedWorkers(9, 1);
const objects = Array.from({ length: 100 }, (_, index) => `s3://invented-images/${index}.jpg`);

describe('a simulated choice', () => {
  it('is the truth for most workers and objects, and the same every time', () => {
    const answers = objects.flatMap((object) =>
      workers.map((worker) => simulateChoice(['house'], worker, object, offered)),
    );
    const right = answers.filter((answer) => answer['label'] === 'house').length / answers.length;
    expect(right).toBeGreaterThan(0.8);
    expect(right).toBeLessThan(1);
    const again = objects.flatMap((object) =>
      workers.map((worker) => simulateChoice(['house'], worker, object, offered)),
    );
    expect(again).toEqual(answers);
  });

  it('names any number of categories where several may apply', () => {
    const [worker] = workers;
    if (!worker) throw new Error('There is no worker.');
    const answers = objects.map((object) =>
      simulateChoice(['boat', 'person'], worker, object, { ...offered, multiple: true }),
    );
    const exact = answers.filter(({ labels }) => JSON.stringify(labels) === '["boat","person"]');
    expect(exact.length).toBeGreaterThan(60);
  });

  it('agrees among workers about an object whose truth nobody has written down', () => {
    const agreed = objects.filter((object) => {
      const labels = workers.map((worker) => simulateChoice(undefined, worker, object, offered)['label']);
      return new Set(labels).size === 1;
    });
    expect(agreed.length).toBeGreaterThan(20);
  });

  it('says with a verdict what the category means', () => {
    const verdicts = objects.flatMap((object) =>
      workers.map((worker) => simulateChoice(undefined, worker, object, { ...offered, verify: true })),
    );
    expect(verdicts.every(({ label, verdict }) => (verdict === 'accepted') === (label === 'boat'))).toBe(
      true,
    );
  });
});
