import { mostFrequent } from '../most-frequent.ts';
import type { BoxBatch, BoxObject, MergedBox, WorkerBox } from './box-batch.ts';
import { likeness } from './group-boxes.ts';
import { meanBox } from './mean-box.ts';

const MIN_OVERLAP = 0.5;
const MIN_SHARE = 0.5;

/**
 * The developer guide's wording, "finds the most similar boxes from different workers based on the Jaccard
 * index" and averages them, for comparison: from the most alike pair downwards a box joins the group of its
 * partner when they overlap by half; the mean of the boxes; half of the workers. A reading of the words, not
 * AWS's code.
 */
export function awsDocBoxes({ objects }: BoxBatch): MergedBox[][] {
  return objects.map((object) =>
    greedyGroups(object)
      .filter((members) => members.length >= MIN_SHARE * object.workerCount)
      .map((members) => {
        const boxes = members.flatMap((index) => object.boxes[index] ?? []);
        return {
          ...meanBox(boxes),
          label: mostFrequent(boxes.map(({ label }) => label)) ?? '',
          confidence: members.length / object.workerCount,
          members,
        };
      }),
  );
}

function greedyGroups({ boxes }: BoxObject): number[][] {
  const pairs: { a: number; b: number; overlap: number }[] = [];
  boxes.forEach((first, a) => {
    for (let b = a + 1; b < boxes.length; b++) {
      const second = boxes[b] as WorkerBox;
      if (second.worker === first.worker) continue;
      const overlap = likeness(first, second);
      if (overlap >= MIN_OVERLAP) pairs.push({ a, b, overlap });
    }
  });
  pairs.sort((p, q) => q.overlap - p.overlap || p.a - q.a || p.b - q.b);
  const group: number[][] = boxes.map((_, index) => [index]);
  for (const { a, b } of pairs) {
    const [first = [], second = []] = [group[a], group[b]];
    if (first === second) continue;
    const workers = new Set(first.map((index) => boxes[index]?.worker));
    if (second.some((index) => workers.has(boxes[index]?.worker))) continue;
    const joined = [...first, ...second].sort((i, j) => i - j);
    for (const index of joined) group[index] = joined;
  }
  return [...new Set(group)];
}
