import { describe, expect, it } from 'vitest';
import { scoreBoxes } from './score-boxes.ts';

const box = (label: string, left: number, width = 10) => ({ label, left, top: 0, width, height: 10 });
const answer = (...boundingBoxes: ReturnType<typeof box>[]) => ({
  boundingBoxes,
  inputImageProperties: { width: 100, height: 100 },
});
const truth = { size: 1, find: () => answer(box('boat', 0), box('boat', 40), box('person', 70)) };
const names = ['boat', 'person'];

describe('scoring boxes', () => {
  it('is perfect for the truth itself', () => {
    const { overall, labels } = scoreBoxes([{ sourceRef: 'a', label: truth.find() }], truth, names);
    expect(overall).toEqual({ found: 3, missed: 0, extra: 0, precision: 1, recall: 1, f1: 1, meanIou: 1 });
    expect(labels['person']?.found).toBe(1);
  });

  it('counts a wrong label as missed and extra, and a poor overlap too', () => {
    const label = answer(box('boat', 0, 8), box('boat', 47), box('boat', 70));
    const { overall, labels } = scoreBoxes([{ sourceRef: 'a', label }], truth, names);
    expect(labels['boat']).toMatchObject({ found: 1, missed: 1, extra: 2, meanIou: 0.8 });
    expect(labels['person']).toMatchObject({
      found: 0,
      missed: 1,
      recall: 0,
      precision: null,
      meanIou: null,
    });
    expect(overall.f1).toBeCloseTo(2 / 6);
  });

  it('reads consolidated labels through the names of the classes', () => {
    const label = {
      image_size: [{ width: 100, height: 100, depth: 3 }],
      annotations: [{ class_id: 1, left: 70, top: 0, width: 10, height: 10 }],
    };
    expect(scoreBoxes([{ sourceRef: 'a', label }], truth, names).labels['person']?.f1).toBe(1);
  });
});
