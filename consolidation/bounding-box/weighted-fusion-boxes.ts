import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import type { BoxBatch, BoxObject, MergedBox } from './box-batch.ts';
import { MIN_SHARE } from './existence-confidence.ts';
import { meanBox } from './mean-box.ts';

/** Overlap with the running mean from which a box joins it. */
const MIN_OVERLAP = 0.55;

/**
 * Weighted boxes fusion (Solovyev, Wang and Gabruseva 2021), for comparison, with every worker's score 1: each
 * box in turn joins the running mean of its label that it overlaps most. Faithful in what is wrong with it for
 * crowds: two boxes of one worker may join one mean, and the order of the workers counts.
 */
export function weightedFusionBoxes({ objects }: BoxBatch): MergedBox[][] {
  return objects.map((object) => fuse(object).filter(({ confidence }) => confidence >= MIN_SHARE - 1e-9));
}

function fuse({ boxes, workerCount }: BoxObject): MergedBox[] {
  const clusters: { indexes: number[]; fused: MergedBox }[] = [];
  boxes.forEach((box, index) => {
    let best: (typeof clusters)[number] | undefined;
    let bestOverlap = MIN_OVERLAP;
    for (const cluster of clusters) {
      if (cluster.fused.label !== box.label) continue;
      const overlap = intersectionOverUnion(box, cluster.fused);
      if (overlap <= bestOverlap) continue;
      best = cluster;
      bestOverlap = overlap;
    }
    if (!best) {
      best = { indexes: [], fused: { ...box, confidence: 0, members: [] } };
      clusters.push(best);
    }
    best.indexes.push(index);
    const own = best.indexes.flatMap((member) => boxes[member] ?? []);
    best.fused = {
      ...meanBox(own),
      label: box.label,
      confidence: Math.min(1, own.length / workerCount),
      // Of several boxes of one worker the first stands for the worker.
      members: best.indexes.filter(
        (member, place) =>
          best?.indexes.findIndex((i) => boxes[i]?.worker === boxes[member]?.worker) === place,
      ),
    };
  });
  return clusters.map(({ fused }) => fused);
}
