import { describeError, type WorkerPlan } from '#scripts/plan-workers.ts';
import { table } from './table.ts';

/** Unsure objects that are printed for people. */
const SHOWN = 20;

const errorNames = { px: 'error', overlap: 'missing overlap', wrong: 'wrong labels' } as const;

/** A plan for a person: what the pilot is, a table of the numbers of workers, a recommendation, the unsure. */
export function planWords(plan: WorkerPlan): string {
  const { pilot, objects, rows, unit, recommendation, needMore, targetConfidence } = plan;
  const seconds = pilot.secondsPerAnswer === null ? '' : `, ${pilot.secondsPerAnswer.toFixed(0)} s an answer`;
  const error = (value: number) => describeError(value, unit);
  const hasCost = rows.some(({ cost }) => cost !== null);
  const hasHours = rows.some(({ hours }) => hours !== null);
  const head = ['workers', errorNames[unit], '95 %', 'answers'];
  const body = rows.map((row) => [
    String(row.workers),
    `${row.measured ? '' : '~'}${error(row.error)}`,
    `${error(row.low)} to ${error(row.high)}`,
    row.answers.toLocaleString('en'),
    ...(hasHours ? [row.hours?.toFixed(1) ?? ''] : []),
    ...(hasCost ? [row.cost?.toFixed(2) ?? ''] : []),
  ]);
  const unsure = needMore
    .slice(0, SHOWN)
    .map(
      ({ id, sourceRef, answers, confidence }) =>
        `  ${sourceRef ?? `object ${id}`}: ${answers} answers, ${confidence === null ? 'no label' : `confidence ${confidence.toFixed(2)}`}`,
    );
  const more = needMore.length - unsure.length;
  return [
    `Pilot: ${pilot.objects} objects, ${pilot.answersPerObject.toFixed(1)} answers each${seconds}. Planned: ${objects} objects.`,
    '',
    table([[...head, ...(hasHours ? ['hours'] : []), ...(hasCost ? ['cost'] : [])], ...body]),
    ...(rows.some(({ measured }) => !measured) ? ['~ continued from the measured part of the curve'] : []),
    '',
    recommendation,
    ...(unsure.length > 0
      ? [
          '',
          `${needMore.length} objects are less sure than ${targetConfidence}; ask for one answer more:`,
          ...unsure,
        ]
      : []),
    ...(more > 0 ? [`  ... and ${more} more; --json prints all.`] : []),
  ].join('\n');
}
