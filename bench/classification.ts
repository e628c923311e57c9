import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consolidateClassifications } from '#consolidation/classification/consolidate-classifications.ts';
import { decideByVotes } from '#consolidation/classification/majority-votes.ts';
import { classificationMethods } from '#consolidation/classification/methods.ts';
import type { VoteBatch } from '#consolidation/classification/vote-batch.ts';
import { weightedVotes } from '#consolidation/classification/weighted-votes.ts';
import { calibrationError } from './calibration-error.ts';
import { fastestSeconds } from './fastest-seconds.ts';
import { findData } from './find-data.ts';
import { recordFloor } from './floors.ts';
import { peakMemory } from './peak-memory.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './seeded-random.ts';

const sets = ['dog', 'rte', 'face', 'labelme', 'product', 'sp', 'web', 'cf'];

/** Accuracy in %: majority, crowd-kit's Dawid-Skene, a draft of the hybrid. */
const reference: Record<string, number[]> = {
  dog: [81.8, 84.3, 83.8],
  rte: [91.9, 92.8, 92.9],
  face: [63.0, 64.0, 64.7],
  labelme: [76.9, 79.2, 79.0],
  product: [89.7, 94.0, 93.8],
  sp: [89.0, 91.5, 91.6],
  web: [77.6, 82.9, 82.4],
  cf: [90.0, 83.0, 89.0],
};

/** Accuracy and calibration of every method on the real sets, beside the reference figures. */
export function benchClassification(): void {
  const folder = findData('classification');
  if (!folder) {
    process.stdout.write('\nclassification: no data here, skipped\n');
    return;
  }
  const methods = Object.keys(classificationMethods);
  const accuracy = new Map<string, number[]>();
  const calibration = new Map<string, number[]>();
  for (const set of sets) {
    const { objects, truth, labels } = readSet(join(folder, set));
    for (const method of methods) {
      const scored = consolidateClassifications(objects, { labels, method }).flatMap(
        ({ id, className, confidence }) => {
          const right = truth.get(id);
          return right === undefined ? [] : [{ right: className === right, confidence }];
        },
      );
      const share = (100 * scored.filter(({ right }) => right).length) / scored.length;
      accuracy.set(method, [...(accuracy.get(method) ?? []), share]);
      calibration.set(method, [...(calibration.get(method) ?? []), calibrationError(scored)]);
    }
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const row = (name: string, values: readonly number[], digits: number) => [
    name,
    ...values.map((value) => value.toFixed(digits)),
    mean(values).toFixed(digits + 1),
  ];
  const anchors = ['majority', "crowd-kit's Dawid-Skene", 'hybrid, draft'].map((name, index) =>
    row(
      `  ${name} (measured elsewhere)`,
      sets.map((set) => reference[set]?.[index] ?? Number.NaN),
      1,
    ),
  );
  const header = ['', ...sets, 'mean'];
  printTable('Classification, accuracy in %', header, [
    ...methods.map((method) => row(method, accuracy.get(method) ?? [], 1)),
    ...anchors,
    ['  floor', ...sets.map(() => ''), '84.6'],
  ]);
  printTable('Classification, expected calibration error without gold', header, [
    ...methods.map((method) => row(method, calibration.get(method) ?? [], 3)),
    ['  floor', ...sets.map(() => ''), '0.095'],
  ]);
  recordFloor('hybrid, 8 sets: mean accuracy, %', mean(accuracy.get('hybrid') ?? []), 'least', 84.6);
  recordFloor('hybrid, 8 sets: mean calibration error', mean(calibration.get('hybrid') ?? []), 'most', 0.095);
}

function readSet(folder: string) {
  const read = (file: string) =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','));
  const answers = new Map<string, { workerId: string; answer: { label: string } }[]>();
  const labels = new Set<string>();
  for (const [task = '', workerId = '', label = ''] of read('labels.csv')) {
    answers.set(task, [...(answers.get(task) ?? []), { workerId, answer: { label } }]);
    labels.add(label);
  }
  const truth = new Map(read('truth.csv').map(([task = '', label = '']) => [task, label]));
  const objects = [...answers].map(([id, own]) => ({ id, answers: own }));
  return { objects, truth, labels: [...labels].sort() };
}

/** 100,000 tasks of 5 answers by 1,000 workers in 4 classes, with the truth. */
export function largeVoteBatch(): { batch: VoteBatch; truth: Int32Array; skill: number[] } {
  const [tasks, perTask, workers, K] = [100_000, 5, 1000, 4];
  const random = seededRandom(7);
  // Two workers of five only guess, so that a majority is right .94 of the time, as in the published figures.
  const skill = Array.from({ length: workers }, () => (random() < 0.4 ? 1 / K : 0.92 + 0.07 * random()));
  const truth = Int32Array.from({ length: tasks }, () => Math.floor(random() * K));
  const batch: VoteBatch = {
    taskCount: tasks,
    workerCount: workers,
    classCount: K,
    task: Int32Array.from({ length: tasks * perTask }, (_, i) => Math.floor(i / perTask)),
    worker: Int32Array.from({ length: tasks * perTask }, () => Math.floor(random() * workers)),
    label: new Int32Array(tasks * perTask),
  };
  batch.label.forEach((_, i) => {
    const right = truth[batch.task[i] ?? 0] ?? 0;
    const good = random() < (skill[batch.worker[i] ?? 0] ?? 0);
    batch.label[i] = good ? right : (right + 1 + Math.floor(random() * (K - 1))) % K;
  });
  return { batch, truth, skill };
}

/** Seconds, memory and accuracy of every method on the large batch. */
export function benchClassificationSpeed(): void {
  const { batch, truth, skill } = largeVoteBatch();
  const rows = Object.entries(classificationMethods).map(([name, method]) => {
    const { choice } = method(batch);
    const seconds = fastestSeconds(() => method(batch));
    const memory = peakMemory('classification', name);
    if (name === 'hybrid') {
      recordFloor('hybrid, 500,000 answers: seconds', seconds, 'most', 0.8);
      recordFloor('hybrid, 500,000 answers: MiB', memory, 'most', 200);
      recordFloor('hybrid, 500,000 answers: accuracy', Number(shareRight(choice, truth)), 'least', 0.979);
    }
    return [name, seconds.toFixed(2), memory.toFixed(0), shareRight(choice, truth)];
  });
  // Nobody can do better than the one who knows how often each worker is right.
  const weight = Float64Array.from(skill, (p) => Math.log((p * 3) / (1 - p)));
  const { choice: oracle } = decideByVotes(batch, weightedVotes(batch, weight));
  printTable(
    'Classification, simulated: 100,000 tasks x 5 answers, 1,000 workers, 4 classes',
    ['', 'seconds', 'peak MiB', 'accuracy'],
    [
      ...rows,
      ["  oracle: knows every worker's skill", '', '', shareRight(oracle, truth)],
      ["  crowd-kit's majority (its own simulated set, measured elsewhere)", '1.23', '319', '.9424'],
      ["  crowd-kit's Dawid-Skene (the same)", '2.48', '331', '.9793'],
      ["  crowd-kit's MACE, 1 restart (the same)", '17.4', '1256', '.9689'],
      ['  floor', '0.8', '200', '.979'],
    ],
  );
}

function shareRight(choice: Int32Array, truth: Int32Array): string {
  return (choice.reduce((sum, value, i) => sum + (value === truth[i] ? 1 : 0), 0) / truth.length).toFixed(4);
}
