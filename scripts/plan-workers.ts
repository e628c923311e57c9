import type { WorkerAnswer } from '#consolidation/answered-object.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { labelConfidence } from '#contracts/label-confidence.ts';
import { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import { median } from '#geometry/median.ts';
import type { TaskLabel } from '#lambdas/post/post-task.ts';
import type { ConsolidationTask } from './consolidate.ts';
import { postTasks } from './job-files/post-tasks.ts';
import type { Clients } from './local-clients.ts';
import { additiveErrors, classErrors, errorCurve, type Split } from './plan/error-curve.ts';
import { labelDisagreement } from './plan/label-disagreement.ts';
import { type Pilot, readPilot } from './plan/read-pilot.ts';
import type { OnProgress } from './progress.ts';

/** As many as Ground Truth asks for one object. */
const MOST_WORKERS = 9;

/** Random splits of each object's answers, and resamplings of the objects for the intervals. */
const SPLITS = 4;
const RESAMPLINGS = 300;

/** One worker more has to lower the error by this part of it to be worth asking. */
const WORTHWHILE = 0.12;

export interface PlanOptions {
  /** A payload file, a folder, an `s3://` prefix or a job's name. */
  pilot: string;
  clients?: Clients | undefined;
  task?: ConsolidationTask | undefined;
  method?: string | undefined;
  /** As in GTKIT_SETTINGS. */
  settings?: unknown;
  /** The error that is good enough; without it, what further workers would gain decides. */
  target?: number | undefined;
  /** Confidence in [0, 1] below which an object needs one more answer; 0.9 unless given. */
  targetConfidence?: number | undefined;
  /** Objects of the job that is planned; as many as the pilot's job has unless given. */
  objects?: number | undefined;
  /** Price of one answer, in any currency. */
  price?: number | undefined;
  seed?: number;
  onProgress?: OnProgress;
}

export interface PlannedWorkers {
  workers: number;
  /** Expected error, with the bounds that hold it in 95 % of resampled pilots; in the plan's unit. */
  error: number;
  low: number;
  high: number;
  /** False where the pilot has too few answers and the curve is continued. */
  measured: boolean;
  answers: number;
  /** Working time; null where the pilot does not say how long an answer took. */
  hours: number | null;
  /** Null without a price. */
  cost: number | null;
}

export interface WorkerPlan {
  task: ConsolidationTask;
  /** "px": root mean square distance of a keypoint; "overlap": root mean square of what boxes lack of it; "wrong": share of objects. */
  unit: 'px' | 'overlap' | 'wrong';
  pilot: { objects: number; answersPerObject: number; secondsPerAnswer: number | null };
  /** Objects that the costs are for. */
  objects: number;
  rows: PlannedWorkers[];
  /** Workers to ask, and why; null when no number reaches the target. */
  recommended: number | null;
  recommendation: string;
  targetConfidence: number;
  /** Objects of the pilot whose label is less sure than that, the least sure first. */
  needMore: { id: string; sourceRef?: string; answers: number; confidence: number | null }[];
}

/**
 * Estimates from a pilot how good labels get with 1 to 9 workers, and what that costs. Two labels are made of
 * disjoint halves of each object's answers; how far they are apart says how far each is from the truth, as long
 * as workers do not err together. What all workers get wrong alike shows in no such estimate.
 * @throws {GroundTruthError} `no-answers` when objects have fewer than three answers each
 */
export async function planWorkers(options: PlanOptions): Promise<WorkerPlan> {
  const { onProgress = () => {}, targetConfidence = 0.9 } = options;
  const given = parseContract(LambdaSettings, options.settings ?? {}, 'settings', {}, 'invalid-argument');
  const settings = options.method === undefined ? given : { ...given, method: options.method };
  const pilot = await readPilot(options.pilot, options.clients, { task: options.task, settings }, onProgress);
  const answered = pilot.objects.filter(({ answers }) => answers.length > 0);
  const answersPerObject = usualCount(answered.map(({ answers }) => answers.length));
  if (answersPerObject < 3) {
    throw new GroundTruthError(
      'no-answers',
      `A plan needs a pilot with at least three answers for most objects, found ${answersPerObject} in ${answered.length} objects. Let three to five workers label some 50 objects first.`,
    );
  }
  const splits = measureSplits(pilot, answersPerObject, random(options.seed ?? 1), onProgress);
  const unit = ({ keypoint: 'px', 'bounding-box': 'overlap', classification: 'wrong' } as const)[pilot.task];
  const secondsPerAnswer =
    pilot.times.length === 0 ? null : median(pilot.times.map(({ seconds }) => seconds));
  const objects = options.objects ?? pilot.total;
  const rows = estimate(pilot, splits, random(options.seed ?? 1)).map(
    (row): PlannedWorkers => ({
      ...row,
      answers: row.workers * objects,
      hours: secondsPerAnswer === null ? null : round((row.workers * objects * secondsPerAnswer) / 3600, 2),
      cost: options.price === undefined ? null : round(row.workers * objects * options.price, 2),
    }),
  );
  return {
    task: pilot.task,
    unit,
    pilot: { objects: answered.length, answersPerObject, secondsPerAnswer },
    objects,
    rows,
    ...recommend(rows, unit, options.target),
    targetConfidence,
    needMore: findUnsure(pilot, targetConfidence),
  };
}

/** The number of answers that at least half of the objects have. */
function usualCount(counts: readonly number[]): number {
  return counts.toSorted((a, b) => b - a)[Math.floor((counts.length - 1) / 2)] ?? 0;
}

function measureSplits(
  pilot: Pilot,
  answersPerObject: number,
  draw: () => number,
  onProgress: OnProgress,
): Split[] {
  const sides = chooseSides(pilot.task, answersPerObject);
  const splits: Split[] = [];
  for (const [step, { workers, others, nested }] of sides.entries()) {
    const needed = nested ? others : workers + others;
    const sum = new Float64Array(pilot.objects.length);
    const count = new Float64Array(pilot.objects.length);
    for (let split = 0; split < SPLITS; split++) {
      const shuffled = pilot.objects.map(({ answers }) => shuffle(answers, draw));
      const one = merge(pilot, (_, i) => part(shuffled[i], 0, workers, needed));
      const other = merge(pilot, (_, i) => part(shuffled[i], nested ? 0 : workers, needed, needed));
      one.forEach((label, i) => {
        const against = other[i];
        const away = label && against && labelDisagreement(pilot.task, label.label, against.label);
        if (away === undefined) return;
        sum[i] = (sum[i] as number) + away;
        count[i] = (count[i] as number) + 1;
      });
      const done = step * SPLITS + split + 1;
      onProgress({ kind: 'count', text: 'Merging parts of the answers', done, total: sides.length * SPLITS });
    }
    const byObject = Array.from(sum, (total, i) => (count[i] ? total / (count[i] as number) : undefined));
    splits.push({ workers, others, nested, byObject });
  }
  return splits;
}

/** Which labels are compared: halves with halves, and beyond the half what the task's errors allow. */
function chooseSides(task: ConsolidationTask, answers: number): Omit<Split, 'byObject'>[] {
  const half = Math.min(MOST_WORKERS, Math.floor(answers / 2));
  const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return [
    ...upTo(1, half).map((workers) => ({ workers, others: workers, nested: false })),
    ...upTo(task === 'classification' ? half + 1 : half, Math.min(MOST_WORKERS, answers - 1)).map(
      (workers) =>
        task === 'classification'
          ? { workers, others: answers - workers, nested: false }
          : { workers, others: answers, nested: true },
    ),
  ];
}

/** Some of an object's shuffled answers; none when it has fewer than are needed for both sides. */
function part(
  answers: readonly WorkerAnswer<unknown>[] | undefined,
  from: number,
  to: number,
  needed: number,
): readonly WorkerAnswer<unknown>[] {
  return answers && answers.length >= needed ? answers.slice(from, to) : [];
}

/** The label of every object that `answersOf` gives answers for. */
function merge(
  { task, objects, settings, labelCategories }: Pilot,
  answersOf: (object: Pilot['objects'][number], index: number) => readonly WorkerAnswer<unknown>[],
): (TaskLabel | undefined)[] {
  const chosen = objects
    .map((object, index) => ({ id: object.id, index, answers: answersOf(object, index) }))
    .filter(({ answers }) => answers.length > 0);
  const { labels } = postTasks[task].consolidate(chosen, { settings, labelCategories });
  const result: (TaskLabel | undefined)[] = new Array(objects.length).fill(undefined);
  chosen.forEach(({ index }, i) => {
    const label = labels[i];
    if (typeof label === 'object') result[index] = label;
  });
  return result;
}

function estimate(pilot: Pilot, splits: readonly Split[], draw: () => number) {
  const model =
    pilot.task === 'classification' ? classErrors(pilot.settings.labels?.length ?? 2) : additiveErrors;
  // Squared distances add up; people read distances.
  const shown = (error: number) => round(pilot.task === 'classification' ? error : Math.sqrt(error), 4);
  const curve = errorCurve(splits, model, MOST_WORKERS);
  const resampled = Array.from({ length: RESAMPLINGS }, () => {
    const weights = new Uint16Array(pilot.objects.length);
    for (let i = 0; i < weights.length; i++) {
      const chosen = Math.floor(draw() * weights.length);
      weights[chosen] = (weights[chosen] as number) + 1;
    }
    return errorCurve(splits, model, MOST_WORKERS, weights);
  });
  return curve.map((error, index) => {
    const sorted = resampled.map((one) => one[index] ?? 0).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? error;
    return {
      workers: index + 1,
      error: shown(error),
      low: shown(Math.min(error, at(0.025))),
      high: shown(Math.max(error, at(0.975))),
      measured: splits.some(
        ({ workers, others, nested }) => workers === index + 1 || (nested && others === index + 1),
      ),
    };
  });
}

function recommend(
  rows: readonly PlannedWorkers[],
  unit: WorkerPlan['unit'],
  target: number | undefined,
): Pick<WorkerPlan, 'recommended' | 'recommendation'> {
  const say = ({ error, low, high, measured }: PlannedWorkers) =>
    `${measured ? '' : 'about '}${describeError(error, unit)} (${describeError(low, unit)} to ${describeError(high, unit)})`;
  if (target !== undefined) {
    const enough = rows.find(({ error }) => error <= target);
    const last = rows.at(-1);
    if (enough) {
      return {
        recommended: enough.workers,
        recommendation: `Ask ${people(enough.workers)} per object: the expected error is ${say(enough)}, and ${describeError(target, unit)} was asked for.`,
      };
    }
    return {
      recommended: null,
      recommendation: `No number of workers up to ${MOST_WORKERS} reaches ${describeError(target, unit)}${last ? `; ${last.workers} come to ${say(last)}` : ''}. Clearer instructions may do more than more workers.`,
    };
  }
  // A second vote may gain nothing and a third a lot, so all larger numbers are looked at.
  const best = rows.find(({ workers, error }) =>
    rows.every(
      (more) => more.workers <= workers || more.error >= error * (1 - WORTHWHILE) ** (more.workers - workers),
    ),
  );
  if (!best) return { recommended: null, recommendation: 'The pilot says nothing about numbers of workers.' };
  return {
    recommended: best.workers,
    recommendation: `Ask ${people(best.workers)} per object: the expected error is ${say(best)}, and every worker more would lower it by less than ${Math.round(100 * WORTHWHILE)} %.`,
  };
}

const people = (count: number) => (count === 1 ? '1 worker' : `${count} workers`);

/** An error in words of its unit. */
export function describeError(error: number, unit: WorkerPlan['unit']): string {
  if (unit === 'px') return `${error.toFixed(error < 10 ? 2 : 1)} px`;
  return `${(100 * error).toFixed(1)} %`;
}

/** Objects whose label by all of their answers is not sure enough, or that have none. */
function findUnsure(pilot: Pilot, targetConfidence: number): WorkerPlan['needMore'] {
  const labels = merge(pilot, ({ answers }) => answers);
  return pilot.objects
    .flatMap(({ answers, ...object }, index) => {
      const label = labels[index];
      const confidence = label ? (labelConfidence(label.metadata) ?? 1) : null;
      if (confidence !== null && confidence >= targetConfidence) return [];
      return [{ ...object, answers: answers.length, confidence }];
    })
    .sort((a, b) => (a.confidence ?? -1) - (b.confidence ?? -1));
}

function shuffle<T>(values: readonly T[], draw: () => number): T[] {
  const mixed = [...values];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
