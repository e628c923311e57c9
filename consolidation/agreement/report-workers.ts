import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import type { WorkerReliability } from '#contracts/worker-reliability.ts';
import { compareText } from '../answered-object.ts';
import { swapStates } from '../keypoint/swap-states.ts';
import { deviationInterval, type Estimate, shareInterval } from './intervals.ts';

/** What a job's answers say of one worker. Which estimates there are depends on the task. */
export interface WorkerReport {
  workerId: string;
  /** Answered points, edges or choices behind the estimates. */
  answers: number;
  /** Noise in multiples of the typical worker's: keypoints and boxes. */
  noise?: Estimate;
  /** Share of points that are gross errors: keypoints. */
  gross?: Estimate;
  /** Share of animals with left and right mixed up somewhere: keypoints with pairs. */
  swaps?: Estimate;
  /** Share of right choices: classification. */
  accuracy?: Estimate;
  /** Reasons to look at this worker's answers; empty for most. Each names its figure and interval. */
  evidence: string[];
}

/** A worker is flagged only where even the kind end of the interval is beyond these. */
const MOST_NOISE = 2.5;
const MOST_GROSS = 0.25;
const MOST_SWAPS = 0.25;

/** A choice is suspicious where it is right no more often than guessing plus this part of the rest. */
const LEAST_SKILL = 0.2;

/**
 * Every worker of a job with intervals, and who should be looked at, with the evidence. Works on the state that
 * merging leaves behind, so it needs no answers and no second pass.
 * @throws {GroundTruthError} `invalid-argument` when the state's numbers are not those of its task
 */
export function reportWorkers(state: WorkerReliability): WorkerReport[] {
  const ids = Object.keys(state.workers).sort(compareText);
  const reports = ids.map((id) => reportOne(id, state.workers[id] ?? [], state));
  const noises = reports
    .flatMap(({ noise, answers }) => (noise && answers > 0 ? [noise.value] : []))
    .sort((a, b) => a - b);
  const typical = noises[Math.floor(noises.length / 2)] ?? 1;
  return reports.map((report) => {
    const relative = report.noise && scaled(report.noise, 1 / (typical || 1));
    const complete = relative ? { ...report, noise: relative } : report;
    return { ...complete, evidence: evidenceOf(complete, state) };
  });
}

function reportOne(
  workerId: string,
  sums: readonly number[],
  { task, names, pairs }: WorkerReliability,
): WorkerReport {
  const at = (index: number) => sums[index] ?? 0;
  switch (task) {
    case 'keypoint': {
      const states = swapStates(pairs.length).count;
      const animals = sums.slice(4, 4 + states).reduce((sum, value) => sum + value, 0);
      return {
        workerId,
        answers: at(3),
        // Two axes, so each point has two degrees of freedom.
        noise: deviationInterval(2 * at(0), 2 * at(1)),
        gross: shareInterval(at(2), at(3)),
        ...(pairs.length > 0 ? { swaps: shareInterval(animals - at(4), animals) } : {}),
        evidence: [],
      };
    }
    case 'bounding-box':
      return { workerId, answers: at(1), noise: deviationInterval(at(0), at(1)), evidence: [] };
    case 'classification': {
      const all = sums.reduce((sum, value) => sum + value, 0);
      const right = names.reduce((sum, _, j) => sum + at(j * names.length + j), 0);
      return { workerId, answers: all, accuracy: shareInterval(right, all), evidence: [] };
    }
    default:
      throw new GroundTruthError('invalid-argument', `There is no report for the task ${String(task)}.`);
  }
}

function evidenceOf({ noise, gross, swaps, accuracy }: WorkerReport, { names }: WorkerReliability): string[] {
  const evidence: string[] = [];
  if (noise && noise.low > MOST_NOISE)
    evidence.push(`Noise ${figures(noise)} times that of the typical worker.`);
  if (gross && gross.low > MOST_GROSS) evidence.push(`Gross errors on ${figures(gross)} of the points.`);
  if (swaps && swaps.low > MOST_SWAPS)
    evidence.push(`Left and right mixed up on ${figures(swaps)} of the animals.`);
  const guessing = 1 / Math.max(1, names.length);
  if (accuracy && accuracy.high < guessing + LEAST_SKILL * (1 - guessing))
    evidence.push(`Right on ${figures(accuracy)} of the choices; guessing gives ${guessing.toFixed(2)}.`);
  return evidence;
}

function figures({ value, low, high }: Estimate): string {
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function scaled({ value, low, high }: Estimate, by: number): Estimate {
  return { value: value * by, low: low * by, high: high * by };
}
