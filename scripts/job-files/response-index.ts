import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { fileTime } from '#server/engine/output-layout.ts';

/** Objects that one job can have here; a wrong name must not take the memory of the machine. */
const MAX_OBJECTS = 20_000_000;

const NAME = /^iteration-(\d{1,3})\/(\d{1,9})\/(\d{4}-\d\d-\d\d)_(\d\d:\d\d:\d\d)\.json$/;

/** Which worker-response file belongs to which object, in ten bytes an object. */
export interface ResponseIndex {
  /** Objects that were answered. */
  count: number;
  /** One more than the last position. */
  end: number;
  /** Path below the worker-response folder; undefined when nobody answered the object. */
  pathOf(position: number): string | undefined;
}

/**
 * Sorts the names of worker-response files, `iteration-<n>/<datasetObjectId>/<time>.json`. Where an object has
 * several, the last one has all of its answers. Other names are passed over.
 */
export async function indexResponses(
  names: AsyncIterable<string>,
  onName: (count: number) => void = () => {},
): Promise<ResponseIndex> {
  let times = new Float64Array(1024);
  let iterations = new Uint16Array(1024);
  let count = 0;
  let end = 0;
  for await (const name of names) {
    const [, iteration, id, day, time] = NAME.exec(name) ?? [];
    const at = Number(id);
    const moment = Date.parse(`${day}T${time}Z`);
    if (id === undefined || Number.isNaN(moment)) continue;
    if (at >= MAX_OBJECTS) {
      throw new GroundTruthError(
        'limit-exceeded',
        `There is an object ${at}; at most ${MAX_OBJECTS} are read.`,
      );
    }
    if (at >= times.length) {
      const size = Math.max(at + 1, times.length * 2);
      times = grow(times, new Float64Array(size));
      iterations = grow(iterations, new Uint16Array(size));
    }
    if (times[at] === 0) onName(++count);
    if (moment < (times[at] as number)) continue;
    end = Math.max(end, at + 1);
    times[at] = moment;
    iterations[at] = Number(iteration);
  }
  return {
    count,
    end,
    pathOf(position) {
      const time = times[position] ?? 0;
      return time === 0 ? undefined : `iteration-${iterations[position]}/${position}/${fileTime(time)}.json`;
    },
  };
}

function grow<T extends Float64Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
