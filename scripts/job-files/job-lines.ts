import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { Truth } from '#contracts/truth.ts';
import { mapConcurrently } from '#lambdas/post/map-concurrently.ts';
import type { OnProgress } from '../progress.ts';
import type { OpenedJob } from './open-job.ts';
import { type ResponseFile, readResponse } from './read-responses.ts';
import { indexResponses, type ResponseIndex } from './response-index.ts';
import { readOutputLine } from './scan-manifest.ts';

/** Worker-response files read side by side. */
const CONCURRENCY = 24;

/** A line of the output manifest, with the answers to its object when they were read. */
export interface JobLine {
  position: number;
  text: string;
  response?: ResponseFile;
}

/** Reads the lines and answers of a job, chunk by chunk, as often as needed. */
export interface JobReader {
  job: OpenedJob;
  index: ResponseIndex;
  chunk: number;
  options: { readonly onProgress?: OnProgress; readonly signal?: AbortSignal; readonly now?: number };
  /** What is known of the objects. */
  truth: Truth | undefined;
  lines: number;
  /** Positions whose file could not be read. */
  unreadable: Set<number>;
  passes: number;
}

/** @throws {GroundTruthError} `not-found` or `no-answers` with the folder that was looked at */
export async function indexJob(
  { files, responses }: OpenedJob,
  onProgress: OnProgress,
): Promise<ResponseIndex> {
  async function* names() {
    for await (const path of files.list(responses)) yield path.slice(responses.length + 1);
  }
  const index = await indexResponses(names()).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new GroundTruthError('not-found', `There is no folder ${files.root}/${responses}.`);
  });
  onProgress({ kind: 'step', text: `Answers of ${index.count} objects in ${files.root}` });
  if (index.count > 0) return index;
  throw new GroundTruthError(
    'no-answers',
    `There is no worker-response file below ${files.root}/${responses}.`,
  );
}

/**
 * The lines of a job with their answers, a chunk at a time.
 * @param wanted lines to read; all unless given
 */
export async function* readChunks(
  reader: JobReader,
  text: string,
  wanted: (line: JobLine) => boolean = () => true,
): AsyncGenerator<JobLine[]> {
  const { job, chunk, lines: total, options } = reader;
  reader.passes++;
  let lines: JobLine[] = [];
  let position = 0;
  for await (const line of job.files.lines(job.manifest ?? '')) {
    const one: JobLine = { position: position++, text: line };
    if (wanted(one)) lines.push(one);
    if (lines.length < chunk && position < total) continue;
    await mapConcurrently(lines, CONCURRENCY, (one) => readAnswersOf(reader, one));
    yield lines;
    options.onProgress?.({ kind: 'count', text, done: position, total });
    lines = [];
  }
}

async function readAnswersOf(reader: JobReader, line: JobLine): Promise<void> {
  const { job, index, options } = reader;
  if (options.signal?.aborted)
    throw new GroundTruthError('conflict', 'Interrupted; nothing has been written.');
  const path = index.pathOf(line.position);
  if (path === undefined || reader.unreadable.has(line.position)) return;
  try {
    line.response = await readResponse(job.files, `${job.responses}/${path}`);
  } catch (error) {
    if (!(error instanceof GroundTruthError) || error.code === 'access-denied') throw error;
    reader.unreadable.add(line.position);
    options.onProgress?.({ kind: 'step', text: `Object ${line.position} stays as it is: ${error.message}` });
  }
}

/** Lines as the payload of a post-annotation function. */
export function payloadOf(lines: readonly JobLine[], { truth }: JobReader): unknown[] {
  return lines.flatMap(({ position, text, response }) =>
    response
      ? [
          {
            datasetObjectId: String(position),
            // Only for finding what is known of the object.
            ...(truth ? { dataObject: { s3Uri: sourceOf(text, position) } } : {}),
            annotations: response.annotations,
          },
        ]
      : [],
  );
}

/** What is known of a line's object. */
export function truthOf({ text, position }: JobLine, { truth }: JobReader): unknown {
  const source = truth && sourceOf(text, position);
  return source === undefined ? undefined : truth?.find(source);
}

function sourceOf(text: string, position: number): string | undefined {
  const source = readOutputLine(text, position, '')['source-ref'];
  return typeof source === 'string' ? source : undefined;
}
