import type { Box } from '#contracts/geometry.ts';
import { mostFrequent } from '../most-frequent.ts';
import type { BoxBatch, MergedBox } from './box-batch.ts';
import { existenceConfidence, MIN_SHARE } from './existence-confidence.ts';
import { groupBoxes } from './group-boxes.ts';
import { meanBox } from './mean-box.ts';
import { medianBox } from './median-box.ts';

/** Boxes that at least .4 of the workers drew, at the median of their edges, with the label of most. */
export function voteMedianBoxes(batch: BoxBatch): MergedBox[][] {
  return voteBoxes(batch, medianBox);
}

/** As vote-median, at the mean of the boxes. */
export function voteMeanBoxes(batch: BoxBatch): MergedBox[][] {
  return voteBoxes(batch, meanBox);
}

function voteBoxes({ objects }: BoxBatch, locate: (boxes: readonly Box[]) => Box): MergedBox[][] {
  return objects.map((object) =>
    groupBoxes(object)
      .filter((members) => members.length >= MIN_SHARE * object.workerCount - 1e-9)
      .map((members) => {
        const boxes = members.flatMap((index) => object.boxes[index] ?? []);
        return {
          ...locate(boxes),
          label: mostFrequent(boxes.map(({ label }) => label)) ?? '',
          confidence: existenceConfidence(members.length, object.workerCount),
          members,
        };
      }),
  );
}
