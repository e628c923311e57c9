import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultBoxMethod } from '#consolidation/bounding-box/methods.ts';
import { defaultClassificationMethod } from '#consolidation/classification/methods.ts';
import { combineReliability } from '#consolidation/combine-reliability.ts';
import { fitCalibration, MIN_GOLD, type ScoredConfidence } from '#consolidation/fit-calibration.ts';
import { defaultKeypointMethod } from '#consolidation/keypoint/methods.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseContract } from '#contracts/parse.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { consolidatePayload, type PayloadContext } from '#lambdas/post/consolidate-payload.ts';
import type { Calibrations, PostTask } from '#lambdas/post/post-task.ts';
import type { ConsolidationTask } from './consolidate.ts';
import { type LabelChanges, LabelComparison } from './job-files/compare-labels.ts';
import { placeExists, writeLines } from './job-files/job-files.ts';
import {
  indexJob,
  type JobLine,
  type JobReader,
  payloadOf,
  readChunks,
  truthOf,
} from './job-files/job-lines.ts';
import { type OpenedJob, openJob } from './job-files/open-job.ts';
import { guessTask, postTasks, readAll } from './job-files/post-tasks.ts';
import { readResponse, refuseToRead } from './job-files/read-responses.ts';
import { type ManifestScan, metadataOf, readOutputLine, scanManifest } from './job-files/scan-manifest.ts';
import type { Clients } from './local-clients.ts';
import type { OnProgress } from './progress.ts';
import { readTruth } from './read-truth.ts';
import { AgreementReport, type WorkerAgreement } from './report-agreement.ts';

/** Objects in memory at once. A job of so many is merged as a whole; a longer one in two passes. */
const CHUNK = 2000;

const defaultMethods = {
  keypoint: defaultKeypointMethod,
  'bounding-box': defaultBoxMethod,
  classification: defaultClassificationMethod,
} as const;

export interface MergeJobOptions {
  /** Name of the job, `s3://` prefix of its output, or a folder with its output. */
  job: string;
  clients?: Clients | undefined;
  /** Found in the answers unless given. */
  task?: ConsolidationTask | undefined;
  /** Name in the task's registry; wins over the settings. */
  method?: string | undefined;
  /** As in GTKIT_SETTINGS. */
  settings?: unknown;
  /**
   * Truth file with the known answers of some objects, or its `s3://` address; wins over the settings. Known classes
   * are kept, workers are judged by them, and confidences are refitted to what turned out right.
   */
  gold?: string | undefined;
  /** Label attribute, where it is neither the job's nor the last one of the manifest. */
  attribute?: string | undefined;
  /** File or `s3://` address; unless given `output.<method>.manifest` beside the original. */
  output?: string | undefined;
  /** Replace what is at the output's place. */
  overwrite?: boolean | undefined;
  chunk?: number | undefined;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** Milliseconds since 1970, for the labels' creation date. */
  now?: number;
}

export interface MergedJob {
  job: string;
  task: ConsolidationTask;
  method: string;
  labelAttribute: string;
  /** Lines of the manifest: labeled now, failed now, and left as they were. */
  lines: number;
  labeled: number;
  failed: number;
  unchanged: number;
  /** Answers that could not be read, and files that could not. */
  setAside: number;
  unreadableFiles: number;
  /** Objects of the job whose answer was known. */
  known: number;
  /** Whether these were enough to refit confidences. */
  refitted: boolean;
  /** How often the answers were read. */
  passes: number;
  output: string;
  changes: LabelChanges;
  agreement: WorkerAgreement[];
}

/**
 * Merges a finished job again from its worker-response files and writes a new output manifest. Memory is bounded
 * by the chunk and the workers, not by the job: a long job is read once to learn the workers from all of it, and
 * once to merge it with what was learned. A broken answer or file costs its own object only.
 * @throws {GroundTruthError} `not-found` without job, manifest or answers; `already-exists` when something is at
 *   the output's place; `invalid-argument` for a wrong method or setting
 */
export async function mergeJob(options: MergeJobOptions): Promise<MergedJob> {
  const { clients, onProgress = () => {}, chunk = CHUNK } = options;
  const given = parseContract(LambdaSettings, options.settings ?? {}, 'settings', {}, 'invalid-argument');
  onProgress({ kind: 'step', text: `Looking at ${options.job} ...` });
  const job = await openJob(options.job, clients);
  if (job.manifest === undefined) {
    throw new GroundTruthError(
      'not-found',
      `There is no output manifest below ${job.files.root}; only a job that has ended can be merged again.`,
      { where: { job: job.name } },
    );
  }
  const scan = await scanManifest(job, options.attribute);
  const index = await indexJob(job, onProgress);
  const gold = options.gold ?? given.gold;
  const truth = gold === undefined ? undefined : await readTruth(gold, clients);
  const reader: JobReader = {
    job,
    index,
    chunk,
    options,
    truth,
    lines: scan.lines,
    unreadable: new Set(),
    passes: 0,
  };
  const task = options.task ?? (await guessFirst(reader));
  const method = options.method ?? given.method ?? defaultMethods[task];
  const output =
    options.output ?? `${dirnameOf(`${job.files.root}/${job.manifest}`)}/output.${method}.manifest`;
  if (options.overwrite !== true && (await placeExists(output, clients))) {
    throw new GroundTruthError(
      'already-exists',
      `${output} is there already; add --overwrite to replace it.`,
      {
        where: { file: output },
      },
    );
  }

  const settings = { ...given, method, keepAnswers: given.keepAnswers ?? scan.keepsAnswers };
  const context = await completeContext(reader, task, scan, job, settings);
  const carried = scan.lines > chunk ? await learnWorkers(reader, task, context) : undefined;
  const learned: PayloadContext = carried ? { ...context, carried: [carried], learn: false } : context;
  const calibrations = truth && scan.lines > chunk ? await calibrate(reader, task, learned) : undefined;
  const merger = new Merger(scan, task, calibrations ? { ...learned, calibrations } : learned);
  const scratch = await mkdtemp(join(tmpdir(), 'gtkit-merge-'));
  try {
    await writeLines(output, merger.run(reader), clients, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return {
    job: job.name,
    task,
    method,
    labelAttribute: scan.labelAttribute,
    lines: scan.lines,
    ...merger.counts,
    known: merger.known,
    refitted: merger.refitted,
    unreadableFiles: reader.unreadable.size,
    passes: reader.passes,
    output,
    changes: merger.changes.result(),
    agreement: merger.agreement.result(),
  };
}

async function guessFirst(reader: JobReader): Promise<ConsolidationTask> {
  const { job, index, lines } = reader;
  const objects: unknown[][] = [];
  for (let position = 0; position < lines && objects.length < 20; position++) {
    const path = index.pathOf(position);
    const response =
      path && (await readResponse(job.files, `${job.responses}/${path}`).catch(() => undefined));
    if (response) objects.push(response.annotations);
  }
  return guessTask(objects, refuseToRead);
}

/** Every chunk has to give the same numbers to the same names, so that they are found first. */
async function completeContext(
  reader: JobReader,
  task: ConsolidationTask,
  { names, labelAttribute, skeleton, jobName }: ManifestScan,
  job: OpenedJob,
  given: LambdaSettings,
): Promise<PayloadContext> {
  const { options } = reader;
  const known = given.skeleton ?? skeleton;
  let labels = given.labels ?? job.labelCategories;
  if (task === 'keypoint' ? known === undefined : labels === undefined) {
    for await (const lines of readChunks(reader, 'Looking for names'))
      for (const line of lines) {
        const annotations = line.response?.annotations ?? [];
        const read = await readAll(annotations, postTasks[task], given.answerName, refuseToRead);
        for (const { answer } of read) names.addAnswer(task, answer);
        const known = truthOf(line, reader);
        // What nobody chose can be true all the same; a broken truth is told of where it is used.
        if (known !== undefined) names.addAnswer(task, parsedOrUndefined(postTasks[task], known));
      }
  }
  if (task === 'keypoint') labels = given.labels;
  labels ??= names.orderedClasses();
  return {
    labelAttributeName: labelAttribute,
    labelingJobArn: `arn:aws:sagemaker:us-east-1:000000000000:${jobName ?? `labeling-job/${job.name}`}`,
    // Only a skeleton that all labels share; one that workers' pages echo is found in every chunk.
    settings: { ...given, ...(labels ? { labels } : {}), ...(known ? { skeleton: known } : {}) },
    labelCategories: names.keypoints.size > 0 ? [...names.keypoints] : undefined,
    readText: refuseToRead,
    now: options.now ?? Date.now(),
    ...(reader.truth
      ? {
          truthOf: ({ sourceRef }: { sourceRef: string | undefined }) =>
            sourceRef === undefined ? undefined : reader.truth?.find(sourceRef),
        }
      : {}),
    maxResponse: Number.POSITIVE_INFINITY,
  };
}

function parsedOrUndefined(task: PostTask<unknown>, answer: unknown): unknown {
  try {
    return task.parse(answer, {});
  } catch {
    return undefined;
  }
}

/** What all of the job shows of its workers; undefined when the method learns nothing. */
async function learnWorkers(
  reader: JobReader,
  task: ConsolidationTask,
  context: PayloadContext,
): Promise<WorkerReliability | undefined> {
  let sum: WorkerReliability | undefined;
  for await (const lines of readChunks(reader, 'Learning about workers')) {
    let shown: WorkerReliability | undefined;
    await consolidatePayload(payloadOf(lines, reader), postTasks[task], {
      ...context,
      carried: sum ? [sum] : [],
      onReliability(state) {
        shown = state;
      },
    });
    if (!shown) continue;
    sum = sum ? combineReliability(sum, shown) : shown;
    if (!Object.values(sum.workers).some((own) => own.some((value) => value !== 0))) return undefined;
  }
  return sum;
}

/** How far to believe confidences, from all objects of a long job whose answers are known. */
async function calibrate(
  reader: JobReader,
  task: ConsolidationTask,
  context: PayloadContext,
): Promise<Calibrations> {
  const scored: ScoredConfidence[] = [];
  const scoredLocations: ScoredConfidence[] = [];
  const isKnown = (line: JobLine) => truthOf(line, reader) !== undefined;
  for await (const lines of readChunks(reader, 'Looking at known objects', isKnown)) {
    await consolidatePayload(payloadOf(lines, reader), postTasks[task], {
      ...context,
      onScored(own) {
        scored.push(...own.scored);
        scoredLocations.push(...(own.scoredLocations ?? []));
      },
    });
  }
  return { calibration: fitCalibration(scored), locationCalibration: fitCalibration(scoredLocations) };
}

/** Merges chunk after chunk, gives the new lines, and remembers what changed. */
class Merger {
  readonly counts = { labeled: 0, failed: 0, unchanged: 0, setAside: 0 };
  readonly changes = new LabelComparison();
  readonly agreement = new AgreementReport();
  known = 0;
  refitted = false;
  readonly #scan: ManifestScan;
  readonly #task: ConsolidationTask;
  readonly #context: PayloadContext;

  constructor(scan: ManifestScan, task: ConsolidationTask, context: PayloadContext) {
    this.#scan = scan;
    this.#task = task;
    this.#context = context;
  }

  async *run(reader: JobReader): AsyncGenerator<string> {
    for await (const lines of readChunks(reader, 'Merging')) {
      this.known += lines.filter((line) => truthOf(line, reader) !== undefined).length;
      this.refitted ||= this.#context.calibrations?.calibration !== undefined;
      const merged = await consolidatePayload(payloadOf(lines, reader), postTasks[this.#task], {
        ...this.#context,
        onScored: ({ scored }) => {
          this.refitted ||= scored.length >= MIN_GOLD;
        },
      });
      const contents = new Map(
        merged.map(({ datasetObjectId, consolidatedAnnotation }) => [
          String(datasetObjectId),
          consolidatedAnnotation.content,
        ]),
      );
      for (const { position, text } of lines) {
        const content = contents.get(String(position));
        if (content === undefined) this.counts.unchanged++;
        yield `${content === undefined ? text : this.#replaceLabel(text, position, content)}\n`;
      }
    }
  }

  #replaceLabel(text: string, position: number, content: Record<string, unknown>): string {
    const { labelAttribute } = this.#scan;
    const line = readOutputLine(text, position, '');
    const { [labelAttribute]: before, [`${labelAttribute}-metadata`]: _, ...rest } = line;
    const metadata = metadataOf(content, labelAttribute);
    const after = content[labelAttribute];
    if (after === undefined) this.counts.failed++;
    else this.counts.labeled++;
    const setAside = metadata['set-aside'];
    if (Array.isArray(setAside)) this.counts.setAside += setAside.length;
    this.agreement.add(metadata);
    if (before !== undefined && after !== undefined) this.changes.add(before, after);
    return JSON.stringify({ ...rest, ...content });
  }
}

/** As `dirname`, which would take one slash out of "s3://". */
function dirnameOf(place: string): string {
  return place.startsWith('s3://') ? place.slice(0, place.lastIndexOf('/')) : dirname(place);
}
