import type { PlannedWorkers, WorkerPlan } from '#scripts/plan-workers.ts';
import { table } from './table.ts';

/** Unsure objects that are printed for people. */
const SHOWN = 15;

/** What each unit of error means, above the table. */
const meanings = {
  px: 'error: root mean square distance of a keypoint from where it is',
  overlap: 'error: part of its overlap that a set of boxes lacks, root mean square',
  wrong: 'error: share of objects with a wrong class',
};

/** A plan for people: the table, the recommendation, and the objects that are unsure. */
export function workerPlanWords(plan: WorkerPlan): string {
  const { rows, unit, pilot, needMore, targetConfidence } = plan;
  const hasHours = rows.some(({ hours }) => hours !== null);
  const hasCost = rows.some(({ cost }) => cost !== null);
  const shown = (error: number) =>
    unit === 'px' ? `${error.toFixed(2)} px` : `${(100 * error).toFixed(1)} %`;
  const cells = ({ workers, error, low, high, measured, answers, hours, cost }: PlannedWorkers) => [
    `${workers}${workers === plan.recommended ? ' <' : ''}`,
    shown(error),
    `${shown(low)} to ${shown(high)}`,
    measured ? 'measured' : 'continued',
    String(answers),
    ...(hasHours ? [hours === null ? '-' : `${hours.toFixed(1)} h`] : []),
    ...(hasCost ? [cost === null ? '-' : cost.toFixed(2)] : []),
  ];
  const head = [
    'workers',
    'error',
    '95 % of it',
    '',
    'answers',
    ...(hasHours ? ['work'] : []),
    ...(hasCost ? ['cost'] : []),
  ];
  const unsure = needMore
    .slice(0, SHOWN)
    .map(({ id, sourceRef, answers, confidence }) => [
      sourceRef ?? `object ${id}`,
      confidence === null ? 'no label' : confidence.toFixed(3),
      String(answers),
    ]);
  const max = Math.min(9, Math.max(5, pilot.answersPerObject + 2));
  return [
    `${pilot.objects} objects with ${pilot.answersPerObject} answers each; costs are for ${plan.objects} objects.`,
    meanings[unit],
    'What all workers get wrong alike does not show in it.',
    '',
    table([head, ...rows.map(cells)]),
    '',
    plan.recommendation,
    '',
    ...(needMore.length === 0
      ? [`Every label is at least ${targetConfidence} sure.`]
      : [
          `${needMore.length} of ${pilot.objects} objects are less than ${targetConfidence} sure and need one more answer:`,
          table([['object', 'sure', 'answers'], ...unsure]),
          ...(needMore.length > SHOWN ? [`... and ${needMore.length - SHOWN} more; --json prints all.`] : []),
          'Our own Ground Truth asks for it by itself where a job has the tag gtkit:adaptive with the value',
          `"max=${max} target-confidence=${targetConfidence}".`,
        ]),
  ].join('\n');
}
