import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { WorkerResponse } from '#contracts/worker-response.ts';
import type { JobFiles } from './job-files.ts';

/** The answers of one object, as a payload has them, with the time that each took. */
export interface ResponseFile {
  annotations: { workerId: string; annotationData: { content: Record<string, unknown> } }[];
  /** How long answers took, where the file says so. */
  times: { workerId: string; seconds: number }[];
}

/**
 * Reads one worker-response file.
 * @throws {GroundTruthError} `invalid-json`, `invalid-contract` with the file
 */
export async function readResponse(files: JobFiles, path: string): Promise<ResponseFile> {
  const where = { file: `${files.root}/${path}` };
  const { answers } = parseContract(
    WorkerResponse,
    parseJson(await files.readText(path), 'worker-response file', where),
    'worker-response file',
    where,
  );
  return {
    annotations: answers.map(({ workerId, answerContent }) => ({
      workerId,
      annotationData: { content: answerContent },
    })),
    times: answers.flatMap(({ workerId, timeSpentInSeconds: seconds }) =>
      seconds === undefined ? [] : [{ workerId, seconds }],
    ),
  };
}

/** Answers of a finished job are in its files, and nowhere else. */
export function refuseToRead(uri: string): Promise<string> {
  return Promise.reject(new GroundTruthError('unsupported', `The answer is at ${uri}; it is not fetched.`));
}
