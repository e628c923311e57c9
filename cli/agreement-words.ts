import type { JobAgreement, WorkerRow } from '#scripts/job-agreement.ts';
import { table } from './table.ts';

/** Rows of a list that are printed for people. */
const SHOWN = 20;
const SHOWN_SHORT = 8;

/** Part of the animal's scale within which a point counts, as in PCK@0.1; its place in the curves. */
const WITHIN = 3;

const percent = (share: number | null | undefined) => (share == null ? '-' : `${(100 * share).toFixed(1)} %`);

/** How the workers of a job agree, for people: what needs doing first, then the tables behind it. */
export function agreementWords(report: JobAgreement): string {
  const { task, objects, total, answersPerObject, method } = report;
  return [
    `${objects === total ? objects : `${objects} of ${total}`} objects with ${answersPerObject} answers each, merged with ${method}.`,
    ...alphaWords(report),
    '',
    ...adviceWords(report),
    ...(task === 'keypoint' ? ['', ...keypointWords(report)] : []),
    ...confusionWords(report),
    '',
    'Workers, those with evidence against them and then the most doubtful first:',
    workerTable(report.workers.slice(0, SHOWN)),
    ...more(report.workers.length, SHOWN),
    ...doubtfulWords(report),
    ...timeWords(report),
  ].join('\n');
}

function alphaWords({ alpha }: JobAgreement): string[] {
  if (alpha.length === 0) return [];
  const shown = alpha
    .slice(0, SHOWN_SHORT)
    .map(({ of, metric, value }) => `${of} ${value.toFixed(2)} (${metric})`);
  return [`Krippendorff's alpha, 1 for agreement and 0 for chance: ${shown.join(', ')}.`];
}

/** What somebody should do about it, if anything. */
function adviceWords({ workers, poses }: JobAgreement): string[] {
  const flagged = workers.filter(({ evidence }) => evidence.length > 0);
  const unclear = poses?.keypoints.filter(({ ambiguous }) => ambiguous).map(({ name }) => name) ?? [];
  const advice = [
    ...flagged.map(({ workerId, evidence }) => `Look at ${workerId}: ${evidence.join(' ')}`),
    ...(unclear.length === 0
      ? []
      : [
          `Say more exactly where ${list(unclear)} ${unclear.length === 1 ? 'is' : 'are'}: workers spread more than twice as far there as elsewhere.`,
        ]),
  ];
  return advice.length === 0 ? ['Nobody and nothing stands out.'] : advice;
}

function keypointWords({ poses }: JobAgreement): string[] {
  return [
    `Keypoints: ${percent(poses?.pck[WITHIN])} of all points lie within a tenth of the animal of the others' median.`,
    table([
      ['keypoint', 'within .1', 'sigma', 'seen (alpha)', ''],
      ...(poses?.keypoints ?? []).map(({ name, pck, sigma, visibilityAlpha, ambiguous }) => [
        name,
        percent(pck[WITHIN]),
        sigma.toFixed(4),
        visibilityAlpha === undefined ? '-' : visibilityAlpha.toFixed(2),
        ambiguous ? 'unclear' : '',
      ]),
    ]),
  ];
}

function confusionWords({ confusions = [] }: JobAgreement): string[] {
  if (confusions.length === 0) return [];
  return [
    '',
    'Classes that are taken for others:',
    table([
      ['label', 'chosen', 'answers', 'of its answers'],
      ...confusions
        .slice(0, SHOWN_SHORT)
        .map(({ label, chosen, answers, share }) => [label, chosen, String(answers), percent(share)]),
    ]),
    ...more(confusions.length, SHOWN_SHORT),
  ];
}

function workerTable(workers: readonly WorkerRow[]): string {
  const interval = (estimate: { value: number; low: number; high: number } | undefined, digits = 2) =>
    estimate
      ? `${estimate.value.toFixed(digits)} (${estimate.low.toFixed(digits)} to ${estimate.high.toFixed(digits)})`
      : '-';
  const columns: [string, (row: WorkerRow) => string, boolean][] = [
    ['worker', ({ workerId }) => workerId, true],
    ['objects', ({ objects }) => String(objects), true],
    ['agrees', ({ agreement }) => percent(agreement), true],
    ['95 % of it', ({ low, high }) => `${percent(low)} to ${percent(high)}`, true],
    ['noise', ({ noise }) => interval(noise), workers.some(({ noise }) => noise)],
    ['slips', ({ gross }) => interval(gross), workers.some(({ gross }) => gross)],
    ['sides mixed up', ({ swaps }) => interval(swaps), workers.some(({ swaps }) => swaps)],
    ['right', ({ accuracy }) => interval(accuracy), workers.some(({ accuracy }) => accuracy)],
    ['overlap', ({ iou }) => iou?.toFixed(3) ?? '-', workers.some(({ iou }) => iou !== null)],
    [
      'seconds',
      ({ secondsPerAnswer }) => secondsPerAnswer?.toFixed(0) ?? '-',
      workers.some(({ secondsPerAnswer }) => secondsPerAnswer !== null),
    ],
  ];
  const shown = columns.filter(([, , isThere]) => isThere);
  return table([shown.map(([head]) => head), ...workers.map((row) => shown.map(([, read]) => read(row)))]);
}

function doubtfulWords({ doubtful }: JobAgreement): string[] {
  if (doubtful.length === 0) return [];
  return [
    '',
    'Labels that are least sure:',
    table([
      ['object', 'sure'],
      ...doubtful
        .slice(0, SHOWN_SHORT)
        .map(({ id, sourceRef, confidence }) => [sourceRef ?? `object ${id}`, confidence.toFixed(3)]),
    ]),
  ];
}

function timeWords({ times }: JobAgreement): string[] {
  if (times.length === 0) return [];
  return [
    '',
    'Answers much faster or slower than their worker and their object explain; look before you judge:',
    table([
      ['worker', 'object', 'seconds', ''],
      ...times
        .slice(0, SHOWN_SHORT)
        .map(({ workerId, objectId, sourceRef, seconds, deviations }) => [
          workerId,
          sourceRef ?? `object ${objectId}`,
          seconds.toFixed(1),
          deviations < 0 ? 'fast' : 'slow',
        ]),
    ]),
    ...more(times.length, SHOWN_SHORT),
  ];
}

function more(count: number, shown: number): string[] {
  return count > shown ? [`... and ${count - shown} more; --json prints all.`] : [];
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
