/** How one worker's answers agree with what the others say, over a whole job. */
export interface WorkerAgreement {
  workerId: string;
  /** Objects that the worker answered. */
  objects: number;
  /** What `agreement` was averaged over: keypoints, boxes or choices. */
  judged: number;
  /**
   * Between 0 and 1: share of keypoints within a tenth of the animal's size of the others' median, share of
   * choices that are the label, or share of boxes, drawn or missed, that others drew too.
   */
  agreement: number | null;
  /** Bounds of `agreement` that hold the worker's own with 95 % (Wilson), as far as judgements are independent. */
  low: number | null;
  high: number | null;
  /** Mean of the objects' median distances from the others' median, px; poses only. */
  distancePx: number | null;
  /** Mean overlap of the boxes with the median of the others'; boxes only. */
  iou: number | null;
}

interface Sums {
  objects: number;
  judged: number;
  agreed: number;
  distance: number;
  distances: number;
  overlap: number;
  overlaps: number;
}

/** Adds up the agreement that every label's metadata carries; as large as the number of workers. */
export class AgreementReport {
  readonly #workers = new Map<string, Sums>();

  /** @param metadata of a label of ours; anything else adds nothing */
  add(metadata: Record<string, unknown>): void {
    const agreement = metadata['agreement'];
    if (!Array.isArray(agreement)) return;
    for (const entry of agreement as Record<string, unknown>[]) {
      const sums = this.#of(String(entry['worker-id']));
      const read = (name: string) => (typeof entry[name] === 'number' ? entry[name] : 0);
      sums.objects++;
      if ('agrees' in entry) {
        sums.judged++;
        if (entry['agrees'] === true) sums.agreed++;
      } else if ('boxes' in entry) {
        // A box that nobody else drew counts against the worker, and so does one that only the others drew.
        sums.judged += read('boxes') + read('missed');
        sums.agreed += read('matched');
        sums.overlap += read('iou') * read('matched');
        sums.overlaps += read('matched');
      } else if ('keypoints' in entry) {
        sums.judged += read('keypoints');
        sums.agreed += read('pck-0.1') * read('keypoints');
        if (typeof entry['median-distance'] === 'number') {
          sums.distance += entry['median-distance'];
          sums.distances++;
        }
      }
    }
  }

  /** Every worker, those who certainly agree least first. */
  result(): WorkerAgreement[] {
    return (
      [...this.#workers]
        .map(([workerId, sums]) => {
          const { judged, agreed } = sums;
          const [low, high] = judged === 0 ? [null, null] : wilson(agreed, judged);
          return {
            workerId,
            objects: sums.objects,
            judged,
            agreement: judged === 0 ? null : rounded(agreed / judged),
            low,
            high,
            distancePx: sums.distances === 0 ? null : rounded(sums.distance / sums.distances),
            iou: sums.overlaps === 0 ? null : rounded(sums.overlap / sums.overlaps),
          };
        })
        // By what is certain: one bad choice in one says little, fifty in a hundred much.
        .sort((a, b) => (a.high ?? 2) - (b.high ?? 2) || (a.workerId < b.workerId ? -1 : 1))
    );
  }

  #of(workerId: string): Sums {
    const known = this.#workers.get(workerId);
    if (known) return known;
    const fresh = { objects: 0, judged: 0, agreed: 0, distance: 0, distances: 0, overlap: 0, overlaps: 0 };
    this.#workers.set(workerId, fresh);
    return fresh;
  }
}

/** Wilson's 95 % interval of a share. */
export function wilson(agreed: number, judged: number): [number, number] {
  const z = 1.96;
  const share = agreed / judged;
  const centre = share + z ** 2 / (2 * judged);
  const spread = z * Math.sqrt((share * (1 - share)) / judged + z ** 2 / (4 * judged ** 2));
  const whole = 1 + z ** 2 / judged;
  return [rounded(Math.max(0, (centre - spread) / whole)), rounded(Math.min(1, (centre + spread) / whole))];
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
