import type { MergedJob } from '#scripts/merge-job.ts';
import { table } from './table.ts';

/** Workers that are printed for people. */
const SHOWN = 20;

const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(1)} %`);
const pixels = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} px`);

/** What became of a job that was merged again, for people. */
export function mergedJobWords(merged: MergedJob): string {
  const { changes, agreement } = merged;
  const { movedPx } = changes;
  const hasPixels = agreement.some(({ distancePx }) => distancePx !== null);
  const hasOverlap = agreement.some(({ iou }) => iou !== null);
  const rows = agreement
    .slice(0, SHOWN)
    .map(({ workerId, objects, agreement: share, low, high, distancePx, iou }) => [
      workerId,
      String(objects),
      percent(share),
      `${percent(low)} to ${percent(high)}`,
      ...(hasPixels ? [pixels(distancePx)] : []),
      ...(hasOverlap ? [iou === null ? '-' : iou.toFixed(3)] : []),
    ]);
  const head = [
    'worker',
    'objects',
    'agrees',
    '95 % of it',
    ...(hasPixels ? ['away'] : []),
    ...(hasOverlap ? ['overlap'] : []),
  ];
  return [
    `${merged.labeled} of ${merged.lines} objects labeled again with ${merged.method}${others(merged)}.`,
    changes.compared === 0
      ? 'There were no labels of the same kind to compare with.'
      : `${changes.changed} of ${changes.compared} labels changed: ${[
          ...(movedPx === null
            ? []
            : [
                `moved by ${movedPx.median} px (median), ${movedPx.p95} px (95 %), ${movedPx.max} px at most`,
              ]),
          `${changes.flipped} flipped`,
          ...(movedPx === null ? [] : [`${changes.added} added, ${changes.removed} removed`]),
        ].join('; ')}.`,
    ...goldWords(merged),
    `The new manifest is ${merged.output}`,
    '',
    'How workers agree with the others, the most doubtful first:',
    table([head, ...rows]),
    ...(agreement.length > SHOWN ? [`... and ${agreement.length - SHOWN} more; --json prints all.`] : []),
  ].join('\n');
}

function goldWords({ known, refitted }: MergedJob): string[] {
  if (known === 0) return [];
  const fit = refitted
    ? 'confidences are refitted to how often they were right'
    : 'too few to refit confidences by, which takes fifty points, boxes or objects';
  return [`The answer was known for ${known === 1 ? 'one object' : `${known} objects`}; ${fit}.`];
}

function others({ failed, unchanged, setAside, unreadableFiles }: MergedJob): string {
  const parts = [
    failed > 0 ? `${failed} failed` : '',
    unchanged > 0 ? `${unchanged} left as they were` : '',
    unreadableFiles > 0 ? `${unreadableFiles} of them with a file that cannot be read` : '',
    setAside > 0 ? `${setAside} answers set aside` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}
