import { createHash } from 'node:crypto';
import { messageOf } from '#contracts/message-of.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { WorkerReliability } from '#contracts/worker-reliability.ts';
import { type ListedObject, listObjects, readObjectText, writeObjectText } from './bucket.ts';
import { mapConcurrently } from './map-concurrently.ts';

/** Largest file that is written or read, and what is read in all, in bytes. */
const MAX_FILE = 2_000_000;
const MAX_TOTAL = 32_000_000;

/** Files read at most, newest first. Workers are known well long before that. */
const MAX_FILES = 256;

const CONCURRENCY = 16;

/** Where one batch finds and leaves what is known about the job's workers. */
export interface ReliabilityFiles {
  /** States of the job's other batches. Empty rather than an error. */
  read(): Promise<WorkerReliability[]>;
  /** Keeps what this batch alone has shown. Never an error: a label must not be lost for it. */
  keep(state: WorkerReliability): Promise<void>;
}

/**
 * The files `<outputConfig>/gtkit/reliability/v1/<task>-<method>/<batch>.json`. Each batch has one of its own
 * and reads all the others, so two batches at once have nothing to fight about, and a batch that Ground Truth
 * runs again replaces its file and is not counted twice. Broken, foreign and oversized files are passed over.
 * @param payloadUri names the batch: the same when it is run again
 */
export function openReliabilityFiles({
  outputConfig,
  task,
  method,
  payloadUri,
  kmsKeyId,
  log,
}: {
  outputConfig: string;
  task: string;
  method: string;
  payloadUri: string;
  kmsKeyId?: string | null | undefined;
  log: (line: string) => void;
}): ReliabilityFiles {
  const folder = `${outputConfig.replace(/\/$/, '')}/gtkit/reliability/v1/${task}-${fileName(method)}/`;
  const own = `${folder}${createHash('sha256').update(payloadUri).digest('hex').slice(0, 32)}.json`;
  const complain = (what: string, cause: unknown) => log(`${what}: ${messageOf(cause)}`);

  async function readOne({ uri }: ListedObject): Promise<WorkerReliability | undefined> {
    try {
      const text = await readObjectText(uri);
      return parseContract(WorkerReliability, parseJson(text, 'reliability', { file: uri }), 'state');
    } catch (cause) {
      complain(`carried reliability ${uri} is passed over`, cause);
      return undefined;
    }
  }

  return {
    async read() {
      try {
        const listed = await listObjects(folder);
        const newest = listed
          .filter(({ uri, size }) => uri !== own && uri.endsWith('.json') && size > 0 && size <= MAX_FILE)
          .sort((a, b) => b.modifiedAt - a.modifiedAt || (a.uri < b.uri ? -1 : 1))
          .slice(0, MAX_FILES);
        let total = 0;
        const few = newest.filter(({ size }) => {
          total += size;
          return total <= MAX_TOTAL;
        });
        const states = await mapConcurrently(few, CONCURRENCY, readOne);
        return states.filter((state) => state !== undefined);
      } catch (cause) {
        complain('no reliability is carried from earlier batches', cause);
        return [];
      }
    },
    async keep(state) {
      // A method that learns nothing leaves nothing.
      if (!Object.values(state.workers).some((sums) => sums.some((sum) => sum !== 0))) return;
      try {
        const text = JSON.stringify(state);
        if (text.length > MAX_FILE || !WorkerReliability.safeParse(state).success) {
          log(`what this batch shows of its workers is too large to be kept: ${text.length} characters`);
          return;
        }
        await writeObjectText(own, text, kmsKeyId);
      } catch (cause) {
        complain('what this batch shows of its workers is not kept', cause);
      }
    },
  };
}

/** A method's name is the job's setting, and becomes part of a key. */
function fileName(text: string): string {
  return text.replace(/[^a-zA-Z0-9-]/g, '_').slice(0, 64);
}
