import { classificationMethods } from '#consolidation/classification/methods.ts';
import type { VoteBatch } from '#consolidation/classification/vote-batch.ts';
import { calibrationError } from './calibration-error.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './seeded-random.ts';

/** A kind of job; what is not given is as in the first. */
interface World {
  name: string;
  tasks: number;
  workers: number;
  answers: number;
  classes: number;
  /** Accuracy of careful workers, and the share of workers who guess. */
  skill: number;
  guessing: number;
  /** Part of what careful workers get wrong that goes to the next class, and not to any. */
  confused: number;
  /** Share of the objects that mislead: all are right on them with half of their skill. */
  hard: number;
  /** Share of the objects in the first class; the rest is even. */
  first: number;
  /** Share of workers who always say the first class. */
  constant: number;
}

const usual: World = {
  name: 'five of 30 workers',
  tasks: 300,
  workers: 30,
  answers: 5,
  classes: 4,
  skill: 0.8,
  guessing: 0.15,
  confused: 0.5,
  hard: 0.2,
  first: 0.25,
  constant: 0,
};

const worlds: (Partial<World> & { name: string })[] = [
  { name: usual.name },
  { name: '2 answers', answers: 2 },
  { name: '3 answers', answers: 3 },
  { name: '9 answers', answers: 9 },
  { name: '25 tasks', tasks: 25, workers: 8 },
  { name: '10 tasks', tasks: 10, workers: 8 },
  { name: '3 workers in all, 3 answers', workers: 3, answers: 3 },
  { name: 'each worker but 4 tasks', tasks: 200, workers: 250 },
  { name: 'two classes', classes: 2 },
  { name: 'two classes, one of them rare', classes: 2, first: 0.95 },
  { name: '40 classes', classes: 40 },
  { name: 'nearly all in one class', first: 0.85 },
  { name: 'half of the workers guess', guessing: 0.5 },
  { name: 'a quarter say the first class', constant: 0.25 },
  { name: 'experts', skill: 0.97, guessing: 0, hard: 0.02 },
  { name: 'all objects are hard', hard: 1 },
  { name: 'everybody confuses the same classes', confused: 1, skill: 0.7 },
];

const SEEDS = 12;

/** Accuracy in % and calibration error of every method on simulated jobs that nothing was tuned on. */
export function benchClassificationWorlds(): void {
  const names = Object.keys(classificationMethods) as (keyof typeof classificationMethods)[];
  const rows = worlds.map((given) => {
    const right = names.map(() => 0);
    const error = names.map(() => 0);
    for (let seed = 0; seed < SEEDS; seed++) {
      const { batch, truth } = simulate({ ...usual, ...given }, 500 + seed);
      names.forEach((name, n) => {
        const { choice, confidence } = classificationMethods[name](batch);
        const scored = Array.from(choice, (chosen, task) => ({
          right: chosen === truth[task],
          confidence: confidence[task] as number,
        }));
        right[n] = (right[n] ?? 0) + scored.filter((one) => one.right).length / scored.length / SEEDS;
        error[n] = (error[n] ?? 0) + calibrationError(scored) / SEEDS;
      });
    }
    const own = names.indexOf('hybrid');
    const best = Math.max(...right.filter((_, n) => n !== own));
    return [
      given.name,
      ...names.map((_, n) => `${(100 * (right[n] ?? 0)).toFixed(1)} / ${(error[n] ?? 0).toFixed(3)}`),
      (100 * ((right[own] ?? 0) - best)).toFixed(1),
    ];
  });
  printTable(
    `Classification, ${worlds.length} kinds of simulated jobs: accuracy in % / calibration error; and hybrid less the best other`,
    ['', ...names, 'ahead'],
    rows,
  );
}

function simulate(world: World, seed: number): { batch: VoteBatch; truth: Int32Array } {
  const random = seededRandom(seed);
  const { tasks, workers, classes: K } = world;
  const any = () => Math.floor(random() * K);
  const crew = Array.from({ length: workers }, () => {
    const kind = random();
    if (kind < world.constant) return { constant: true, skill: 0 };
    if (kind < world.constant + world.guessing) return { constant: false, skill: 1 / K };
    return { constant: false, skill: Math.min(0.99, world.skill + 0.15 * (random() - 0.5)) };
  });
  const truth = Int32Array.from({ length: tasks }, () =>
    random() < world.first ? 0 : 1 + Math.floor(random() * (K - 1)),
  );
  const votes: [number, number, number][] = [];
  truth.forEach((right, task) => {
    const isHard = random() < world.hard;
    const chosen = Array.from({ length: workers }, (_, worker) => ({ worker, key: random() }))
      .sort((a, b) => a.key - b.key)
      .slice(0, world.answers)
      .sort((a, b) => a.worker - b.worker);
    for (const { worker } of chosen) {
      const { constant, skill } = crew[worker] as (typeof crew)[number];
      const wrong = random() < world.confused ? (right + 1) % K : any();
      votes.push([task, worker, constant ? 0 : random() < skill * (isHard ? 0.5 : 1) ? right : wrong]);
    }
  });
  return {
    batch: {
      taskCount: tasks,
      workerCount: workers,
      classCount: K,
      task: Int32Array.from(votes, ([task]) => task),
      worker: Int32Array.from(votes, ([, worker]) => worker),
      label: Int32Array.from(votes, ([, , label]) => label),
    },
    truth,
  };
}
