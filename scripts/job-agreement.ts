import {
  type KeypointJobAgreement,
  keypointJobAgreement,
} from '#consolidation/agreement/keypoint-job-agreement.ts';
import { krippendorffAlpha } from '#consolidation/agreement/krippendorff-alpha.ts';
import { reportWorkers, type WorkerReport } from '#consolidation/agreement/report-workers.ts';
import { type TimedAnswer, timeOutliers } from '#consolidation/agreement/time-outliers.ts';
import type { AnsweredObject } from '#consolidation/answered-object.ts';
import type { BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import type { ClassificationAnswer, MultiLabelAnswer } from '#contracts/classification-answer.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { labelConfidence } from '#contracts/label-confidence.ts';
import { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import type { ConsolidationTask } from './consolidate.ts';
import { postTasks } from './job-files/post-tasks.ts';
import type { Clients } from './local-clients.ts';
import { type Pilot, readPilot } from './plan/read-pilot.ts';
import type { OnProgress } from './progress.ts';
import { AgreementReport, type WorkerAgreement } from './report-agreement.ts';

/** Objects that are named for their doubtful labels, and classes that are taken for each other. */
const NAMED = 20;

export interface JobAgreementOptions {
  /** A job's name, the `s3://` prefix or a folder of its output, or a payload file. */
  job: string;
  clients?: Clients | undefined;
  task?: ConsolidationTask | undefined;
  method?: string | undefined;
  /** As in GTKIT_SETTINGS. */
  settings?: unknown;
  onProgress?: OnProgress;
}

/** One worker: how he agrees with the others, and what the merge has learned of him. */
export interface WorkerRow extends WorkerAgreement, Omit<WorkerReport, 'workerId' | 'answers'> {
  /** Middle time of an answer; null where the files do not say. */
  secondsPerAnswer: number | null;
}

export interface JobAgreement {
  task: ConsolidationTask;
  method: string;
  /** Objects that were looked at, of all that were answered; and answers of the usual one. */
  objects: number;
  total: number;
  answersPerObject: number;
  /** Krippendorff's alpha of what can be compared value by value: 1 is agreement, 0 is chance. */
  alpha: { of: string; metric: 'nominal' | 'ordinal' | 'interval'; value: number }[];
  /** Curves and ambiguity of the keypoints; poses only. */
  poses?: Pick<KeypointJobAgreement, 'pck' | 'keypoints'>;
  /** Classes that workers take for each other, most often first; single choices only. */
  confusions?: { label: string; chosen: string; answers: number; share: number }[];
  /** The most doubtful first. */
  workers: WorkerRow[];
  /** Answers far faster or slower than their worker and their object explain, the fastest first. */
  times: (TimedAnswer & { deviations: number; sourceRef?: string })[];
  /** Objects whose labels are least sure. */
  doubtful: { id: string; sourceRef?: string; confidence: number }[];
}

/**
 * How well the workers of a job agree, who should be looked at, and what they take for different things. A longer job is
 * looked at by a thousand of its objects, evenly over its length. The job may still be going on.
 * @throws {GroundTruthError} `not-found` without such a job, `no-answers` when no object has two answers
 */
export async function jobAgreement(options: JobAgreementOptions): Promise<JobAgreement> {
  const { onProgress = () => {} } = options;
  const given = parseContract(LambdaSettings, options.settings ?? {}, 'settings', {}, 'invalid-argument');
  const settings = options.method === undefined ? given : { ...given, method: options.method };
  const pilot = await readPilot(options.job, options.clients, { task: options.task, settings }, onProgress);
  const objects = pilot.objects.filter(({ answers }) => answers.length > 0);
  if (!objects.some(({ answers }) => answers.length > 1)) {
    throw new GroundTruthError(
      'no-answers',
      `Agreement needs objects with two answers or more; of ${objects.length} answered objects none has.`,
    );
  }
  onProgress({ kind: 'step', text: `Merging ${objects.length} objects` });
  const { task } = pilot;
  const { labels, reliability } = postTasks[task].consolidate(objects, {
    settings: pilot.settings,
    labelCategories: pilot.labelCategories,
  });
  const report = new AgreementReport();
  const doubtful: JobAgreement['doubtful'] = [];
  let method = '';
  labels.forEach((label, index) => {
    if (typeof label === 'string') return;
    report.add(label.metadata);
    method ||= String(label.metadata['method'] ?? '');
    const confidence = labelConfidence(label.metadata);
    const { id, sourceRef } = objects[index] ?? { id: '' };
    if (confidence !== undefined) doubtful.push({ id, confidence, ...(sourceRef ? { sourceRef } : {}) });
  });
  const counts = objects.map(({ answers }) => answers.length).sort((a, b) => a - b);
  return {
    task,
    method,
    objects: objects.length,
    total: pilot.total,
    answersPerObject: counts[Math.floor(counts.length / 2)] ?? 0,
    alpha: alphaOf(task, objects),
    ...posesOf(pilot, objects, labels),
    ...confusionsOf(task, objects, labels),
    workers: workerRows(report.result(), reportWorkers(reliability), pilot.times),
    times: timeOutliers(pilot.times).map((time) => {
      const sourceRef = objects.find(({ id }) => id === time.objectId)?.sourceRef;
      return { ...time, ...(sourceRef ? { sourceRef } : {}) };
    }),
    doubtful: doubtful.sort((a, b) => a.confidence - b.confidence).slice(0, NAMED),
  };
}

type Objects = readonly AnsweredObject<unknown>[];
type Labels = readonly (string | { label: unknown; metadata: Record<string, unknown> })[];

function alphaOf(task: ConsolidationTask, objects: Objects): JobAgreement['alpha'] {
  const found = (of: string, metric: JobAgreement['alpha'][number]['metric'], units: number[][]) => {
    const value = krippendorffAlpha(units, metric);
    return value === undefined ? [] : [{ of, metric, value: rounded(value) }];
  };
  if (task === 'bounding-box') {
    const answers = objects as readonly AnsweredObject<BoundingBoxAnswer>[];
    return found(
      'number of boxes',
      'interval',
      answers.map((object) => object.answers.map(({ answer }) => answer.boundingBoxes.length)),
    );
  }
  if (task !== 'classification') return [];
  const answers = objects as readonly AnsweredObject<ClassificationAnswer | MultiLabelAnswer>[];
  const chosenBy = ({ label, labels }: { label?: unknown; labels?: unknown }): string[] =>
    Array.isArray(labels) ? labels.map(String) : [String(label)];
  const several = answers.some((object) =>
    object.answers.some(({ answer }) => Array.isArray(answer['labels'])),
  );
  const names = [
    ...new Set(answers.flatMap((object) => object.answers.flatMap(({ answer }) => chosenBy(answer)))),
  ];
  if (!several)
    return found(
      'class',
      'nominal',
      answers.map((object) => object.answers.map(({ answer }) => names.indexOf(String(answer['label'])))),
    );
  return names.sort().flatMap((name) =>
    found(
      name,
      'nominal',
      answers.map((object) => object.answers.map(({ answer }) => Number(chosenBy(answer).includes(name)))),
    ),
  );
}

function posesOf(
  { task, labelCategories }: Pilot,
  objects: Objects,
  labels: Labels,
): Pick<JobAgreement, 'poses'> {
  if (task !== 'keypoint') return {};
  const metadata = labels.flatMap((label) => (typeof label === 'string' ? [] : [label.metadata]))[0] ?? {};
  const names = (metadata['keypoint-names'] as string[] | undefined) ?? labelCategories ?? [];
  const skeleton = (metadata['skeleton'] as Skeleton | undefined) ?? {
    name: 'as answered',
    keypoints: names.map((name) => ({ name })),
  };
  const { pck, keypoints } = keypointJobAgreement(
    objects as readonly AnsweredObject<KeypointAnswer>[],
    skeleton,
  );
  return { poses: { pck, keypoints } };
}

function confusionsOf(
  task: ConsolidationTask,
  objects: Objects,
  labels: Labels,
): Pick<JobAgreement, 'confusions'> {
  if (task !== 'classification') return {};
  const counts = new Map<string, Map<string, number>>();
  labels.forEach((label, index) => {
    const name = typeof label === 'string' ? undefined : label.metadata['class-name'];
    if (typeof name !== 'string') return;
    const own = counts.get(name) ?? new Map<string, number>();
    counts.set(name, own);
    for (const { answer } of objects[index]?.answers ?? []) {
      const chosen = String((answer as { label?: unknown }).label);
      own.set(chosen, (own.get(chosen) ?? 0) + 1);
    }
  });
  if (counts.size === 0) return {};
  const confusions = [...counts].flatMap(([label, own]) => {
    const all = [...own.values()].reduce((sum, count) => sum + count, 0);
    return [...own]
      .filter(([chosen]) => chosen !== label)
      .map(([chosen, answers]) => ({ label, chosen, answers, share: rounded(answers / all) }));
  });
  return {
    confusions: confusions.sort((a, b) => b.share - a.share || (a.label < b.label ? -1 : 1)).slice(0, NAMED),
  };
}

function workerRows(
  agreement: readonly WorkerAgreement[],
  reports: readonly WorkerReport[],
  times: readonly TimedAnswer[],
): WorkerRow[] {
  const reportOf = new Map(reports.map(({ workerId, answers: _, ...report }) => [workerId, report]));
  const secondsOf = Map.groupBy(times, ({ workerId }) => workerId);
  const rows = agreement.map((row): WorkerRow => {
    const own = (secondsOf.get(row.workerId) ?? []).map(({ seconds }) => seconds).sort((a, b) => a - b);
    const middle = own[Math.floor(own.length / 2)];
    return {
      ...row,
      evidence: [],
      ...reportOf.get(row.workerId),
      secondsPerAnswer: middle === undefined ? null : rounded(middle),
    };
  });
  // Who has evidence against him comes first; the rest stay by how they agree.
  return rows.sort((a, b) => Number(b.evidence.length > 0) - Number(a.evidence.length > 0));
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
