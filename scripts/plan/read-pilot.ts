import { stat } from 'node:fs/promises';
import type { TimedAnswer } from '#consolidation/agreement/time-outliers.ts';
import type { WorkerAnswer } from '#consolidation/answered-object.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { LambdaSettings } from '#contracts/lambda-settings.ts';
import { parseJson } from '#contracts/parse.ts';
import { PayloadObject } from '#contracts/post-annotation.ts';
import { mapConcurrently } from '#lambdas/post/map-concurrently.ts';
import type { ConsolidationTask } from '../consolidate.ts';
import { LabelNames } from '../job-files/label-names.ts';
import { openJob } from '../job-files/open-job.ts';
import { guessTask, postTasks, readAll } from '../job-files/post-tasks.ts';
import { readResponse, refuseToRead } from '../job-files/read-responses.ts';
import { indexResponses } from '../job-files/response-index.ts';
import { readOutputLine, scanManifest } from '../job-files/scan-manifest.ts';
import type { Clients } from '../local-clients.ts';
import type { OnProgress } from '../progress.ts';
import { readText } from '../read-text.ts';

/** Objects that are read of a longer pilot, evenly over its length. */
const MAX_OBJECTS = 1000;

const CONCURRENCY = 24;

/** Answers to plan by, all of one task. */
export interface Pilot {
  task: ConsolidationTask;
  objects: { id: string; sourceRef?: string; answers: WorkerAnswer<unknown>[] }[];
  /** How long answers took, where the files say so. */
  times: TimedAnswer[];
  /** The given settings, with the names that the labels of this job have. */
  settings: LambdaSettings;
  labelCategories: string[] | undefined;
  /** Objects of the whole job. */
  total: number;
}

interface RawObject {
  id: string;
  sourceRef?: string;
  annotations: readonly unknown[];
}

/**
 * Reads a pilot's answers from a payload file, a folder, an `s3://` prefix or a job by its name. The job may
 * still be going on.
 * @throws {GroundTruthError} `not-found` when it is nowhere, `no-answers` when nothing can be read
 */
export async function readPilot(
  place: string,
  clients: Clients | undefined,
  given: { task?: ConsolidationTask | undefined; settings: LambdaSettings },
  onProgress: OnProgress,
): Promise<Pilot> {
  const isFile = (await stat(place).catch(() => undefined))?.isFile() === true;
  const names = new LabelNames();
  const fetchText = (uri: string) => (clients ? readText(uri, clients) : refuseToRead(uri));
  const source = isFile
    ? { ...(await readPayload(place)), times: [], settings: given.settings, labelCategories: undefined }
    : await readJob(place, clients, given.settings, names, onProgress);
  const task =
    given.task ??
    (await guessTask(
      source.raw.slice(0, 20).map(({ annotations }) => annotations),
      fetchText,
    ));
  const { answerName } = given.settings;
  const objects = await mapConcurrently(source.raw, CONCURRENCY, async ({ annotations, ...object }) => ({
    ...object,
    answers: await readAll(annotations, postTasks[task], answerName, fetchText),
  }));
  for (const { answers } of objects) for (const { answer } of answers) names.addAnswer(task, answer);
  const labels = source.settings.labels ?? source.labelCategories ?? names.orderedClasses();
  return {
    task,
    objects,
    times: source.times,
    settings: { ...source.settings, ...(labels ? { labels } : {}) },
    labelCategories: names.keypoints.size > 0 ? [...names.keypoints] : undefined,
    total: source.total,
  };
}

async function readPayload(file: string): Promise<{ raw: RawObject[]; total: number }> {
  const payload = parseJson(await readText(file), 'payload', { file });
  if (!Array.isArray(payload)) {
    throw new GroundTruthError('invalid-contract', `${file} is no payload: expected an array of objects.`);
  }
  const objects = payload.flatMap((value) => {
    const parsed = PayloadObject.safeParse(value);
    if (!parsed.success) return [];
    const { datasetObjectId, dataObject, annotations } = parsed.data;
    const sourceRef = dataObject?.s3Uri;
    return [{ id: String(datasetObjectId), annotations, ...(sourceRef ? { sourceRef } : {}) }];
  });
  return { raw: evenly(objects), total: objects.length };
}

async function readJob(
  place: string,
  clients: Clients | undefined,
  given: LambdaSettings,
  names: LabelNames,
  onProgress: OnProgress,
) {
  onProgress({ kind: 'step', text: `Looking at ${place} ...` });
  const job = await openJob(place, clients);
  const { files, responses, manifest } = job;
  async function* paths() {
    for await (const path of files.list(responses)) yield path.slice(responses.length + 1);
  }
  const index = await indexResponses(paths());
  const answered: number[] = [];
  for (let position = 0; position < index.end; position++)
    if (index.pathOf(position) !== undefined) answered.push(position);
  const chosen = evenly(answered);
  const times: TimedAnswer[] = [];
  let done = 0;
  const raw = await mapConcurrently(chosen, CONCURRENCY, async (position): Promise<RawObject> => {
    const file = await readResponse(files, `${responses}/${index.pathOf(position)}`).catch(() => undefined);
    times.push(...(file?.times ?? []).map((time) => ({ ...time, objectId: String(position) })));
    onProgress({ kind: 'count', text: 'Reading answers', done: ++done, total: chosen.length });
    return { id: String(position), annotations: file?.annotations ?? [] };
  });
  let settings = given;
  if (manifest !== undefined) {
    // The label's own names and skeleton, and what the objects are called.
    const scan = await scanManifest(job, undefined).catch(() => undefined);
    for (const [id, name] of scan?.names.numbered ?? []) names.numbered.set(id, name);
    for (const name of scan?.names.keypoints ?? []) names.keypoints.add(name);
    if (scan?.skeleton) settings = { skeleton: scan.skeleton, ...given };
    const byId = new Map(raw.map((object) => [object.id, object]));
    let position = 0;
    for await (const text of files.lines(manifest)) {
      const object = byId.get(String(position++));
      const sourceRef = object && readOutputLine(text, position - 1, manifest)['source-ref'];
      if (object && typeof sourceRef === 'string') object.sourceRef = sourceRef;
    }
  }
  return { raw, times, settings, labelCategories: job.labelCategories, total: index.count };
}

/** At most {@link MAX_OBJECTS} of a list, evenly over its length. */
function evenly<T>(values: readonly T[]): T[] {
  if (values.length <= MAX_OBJECTS) return [...values];
  return Array.from(
    { length: MAX_OBJECTS },
    (_, i) => values[Math.floor((i * values.length) / MAX_OBJECTS)] as T,
  );
}
