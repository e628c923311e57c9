import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { readLabelMetadata } from '#contracts/label-metadata.ts';
import { parseJson } from '#contracts/parse.ts';
import { readObject } from './bucket.ts';
import type { JobDetails } from './labeling-job.ts';
import type { Clients } from './local-clients.ts';

/** One object of a job that got no label. */
export interface FailedObject {
  /** 1-based line of the output manifest. */
  line: number;
  sourceRef: string;
  reason: string;
}

/** Why objects of a job failed, read from its output manifest. Empty while there is none. */
export async function readFailures(clients: Clients, job: JobDetails): Promise<FailedObject[]> {
  if (job.outputManifest === undefined || job.failed === 0) return [];
  try {
    const text = new TextDecoder().decode(await readObject(clients, job.outputManifest));
    return findFailures(text, job.labelAttributeName);
  } catch (error) {
    // The manifest is written at the end of a job; before that there is nothing to tell.
    if (error instanceof GroundTruthError && error.code === 'not-found') return [];
    throw error;
  }
}

/** The failed objects of an output manifest, in its order. */
export function findFailures(text: string, labelAttribute: string): FailedObject[] {
  const failures: FailedObject[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content === '') continue;
    const line = parseJson(content, 'line', { line: index + 1 }) as Record<string, unknown>;
    const metadata = line[`${labelAttribute}-metadata`];
    if (metadata === undefined) continue;
    const reason = readLabelMetadata(metadata)['failure-reason'];
    if (reason === undefined) continue;
    const sourceRef = String(line['source-ref'] ?? line['source'] ?? '');
    failures.push({ line: index + 1, sourceRef, reason });
  }
  return failures;
}
