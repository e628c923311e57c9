import type { BoxBatch, BoxMethod, BoxObject } from '#consolidation/bounding-box/box-batch.ts';
import { existenceConfidence } from '#consolidation/bounding-box/existence-confidence.ts';
import { groupBoxes } from '#consolidation/bounding-box/group-boxes.ts';
import { medianBox } from '#consolidation/bounding-box/median-box.ts';
import { boxMethods } from '#consolidation/bounding-box/methods.ts';
import type { Box } from '#contracts/geometry.ts';
import { assignRows } from '#geometry/hungarian.ts';
import { intersectionOverUnion } from '#geometry/intersection-over-union.ts';
import { calibrationError } from './calibration-error.ts';
import { fastestSeconds } from './fastest-seconds.ts';
import { findData, readJson } from './find-data.ts';
import { recordFloor } from './floors.ts';
import { peakMemory } from './peak-memory.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './seeded-random.ts';

interface Pedestrians {
  images: Record<string, [number, number]>;
  workers: { image: string; worker: string; boxes: [number, number, number, number][] }[];
  truth: { image: string; boxes: [number, number, number, number][] }[];
}

/** F1@.5 / F1@.75 / mean IoU of matches, from the published table. */
const reference: Record<number, string[][]> = {
  7: [
    ['  AWS-doc (measured elsewhere)', '0.930', '0.754', '0.825', '0.035'],
    ['  weighted boxes fusion .55 (measured elsewhere)', '0.910', '0.760', '0.835', '0.045'],
    ['  vote + EM location, draft (measured elsewhere)', '0.934', '0.803', '0.844', '0.021'],
    ['  floor', '0.933', '0.80', '', '0.025'],
  ],
  5: [
    ['  AWS-doc (measured elsewhere)', '0.921', '0.745', '0.822', '0.042'],
    ['  weighted boxes fusion .55 (measured elsewhere)', '0.905', '0.748', '0.828', '0.043'],
    ['  vote + EM location, draft (measured elsewhere)', '0.928', '0.779', '0.837', '0.016'],
    ['  floor', '0.924', '0.77', '', ''],
  ],
  3: [
    ['  AWS-doc (measured elsewhere)', '0.911', '0.697', '0.813', '0.044'],
    ['  weighted boxes fusion .55 (measured elsewhere)', '0.899', '0.694', '0.815', '0.040'],
    ['  vote + EM location, draft (measured elsewhere)', '0.917', '0.734', '0.823', '0.042'],
  ],
};

const SEEDS = 3;

/** F1 of every method on the pedestrians with all 7 workers and with a random 5 and 3. */
export function benchBoxes(): void {
  const path = findData('boxes', 'pedestrians', 'pedestrians.json');
  if (!path) {
    process.stdout.write('\nboxes: no data here, skipped\n');
    return;
  }
  const data = readJson<Pedestrians>(path);
  for (const workers of [7, 5, 3]) {
    const runs = Array.from({ length: workers === 7 ? 1 : SEEDS }, (_, seed) => choose(data, workers, seed));
    const rows = Object.entries(boxMethods).map(([name, method]) => {
      const scores = runs.map(({ batch, truth }) => score(method(batch), truth));
      return [name, ...[0, 1, 2].map((column) => mean(scores.map((s) => s[column] ?? 0)).toFixed(4)), ''];
    });
    const ece = mean(runs.map(({ batch, truth }) => candidateCalibration(batch, truth)));
    const [, f50, f75] = rows.find(([name]) => name === 'em-vote') ?? [];
    const least = { 7: [0.933, 0.8], 5: [0.924, 0.77] }[workers];
    if (least) {
      recordFloor(`em-vote, ${workers} workers: F1@.5`, Number(f50), 'least', least[0] ?? 0);
      recordFloor(`em-vote, ${workers} workers: F1@.75`, Number(f75), 'least', least[1] ?? 0);
      recordFloor(`em-vote, ${workers} workers: calibration error`, ece, 'most', 0.025);
    }
    // Existence is the same vote in all three.
    for (const row of rows)
      if (['vote-median', 'mean', 'em-vote'].includes(row[0] ?? '')) row[4] = ece.toFixed(3);
    printTable(
      `Boxes, pedestrians, ${workers} workers`,
      ['', 'F1@.5', 'F1@.75', 'mean IoU', 'ECE'],
      [...rows, ...(reference[workers] ?? [])],
    );
    const located = runs.map(({ batch, truth }) => locationCalibration(batch, truth));
    process.stdout.write(
      `em-vote's probability of an overlap of .75: ${mean(located.map(([said = 0]) => said)).toFixed(3)} on average, true of ${mean(located.map(([, is = 0]) => is)).toFixed(3)}, expected calibration error ${mean(located.map(([, , ece = 0]) => ece)).toFixed(3)}\n`,
    );
  }
}

/** [mean probability, share, calibration error] of an overlap of .75, over boxes that overlap by .5. */
function locationCalibration(batch: BoxBatch, truth: readonly (Box[] | undefined)[]): number[] {
  const merged = boxMethods['em-vote'](batch);
  const scored = merged.flatMap((boxes, index) => {
    const own = truth[index];
    if (!own) return [];
    return matchedOverlaps(boxes, own).flatMap((overlap, place) =>
      overlap < 0.5 ? [] : [{ right: overlap >= 0.75, confidence: boxes[place]?.location ?? 0 }],
    );
  });
  return [
    mean(scored.map(({ confidence }) => confidence)),
    mean(scored.map(({ right }) => Number(right))),
    calibrationError(scored),
  ];
}

/** Images with 5 workers x 5 boxes. */
export function largeBoxBatch(images: number): BoxBatch {
  const random = seededRandom(3);
  const objects = Array.from({ length: images }, (): BoxObject => {
    const centres = Array.from({ length: 5 }, () => [random() * 1000, random() * 700]);
    const boxes = Array.from({ length: 5 }, (_, worker) =>
      centres.map(([x = 0, y = 0]) => ({
        left: x + random() * 6,
        top: y + random() * 6,
        width: 80 + random() * 6,
        height: 60 + random() * 6,
        label: 'a',
        worker,
      })),
    ).flat();
    return { workerCount: 5, workers: [0, 1, 2, 3, 4], boxes };
  });
  return { workerCount: 5, objects };
}

/** Images a second with 5 workers x 5 boxes, and the memory of a process that merges 10,000 of them. */
export function benchBoxSpeed(): void {
  const { objects } = largeBoxBatch(4000);
  const rows = Object.entries(boxMethods).map(([name, method]: [string, BoxMethod]) => {
    const perSecond = objects.length / fastestSeconds(() => method({ workerCount: 5, objects }));
    if (name === 'em-vote') recordFloor('em-vote: images a second', perSecond, 'least', 5000);
    return [name, Math.round(perSecond).toLocaleString('en'), peakMemory('bounding-box', name).toFixed(0)];
  });
  printTable(
    'Boxes, 5 workers x 5 boxes; memory of a process that merges 10,000 images',
    ['', 'images/s', 'peak MiB'],
    [
      ...rows,
      ['  weighted boxes fusion in Python (measured elsewhere)', '728', ''],
      ['  floor', '5,000', ''],
    ],
  );
}

function choose(
  data: Pedestrians,
  count: number,
  seed: number,
): { batch: BoxBatch; truth: (Box[] | undefined)[] } {
  const random = seededRandom(100 + seed);
  const ids = [...new Set(data.workers.map(({ worker }) => worker))].sort();
  const byImage = Map.groupBy(data.workers, ({ image }) => image);
  const truthOf = new Map(data.truth.map(({ image, boxes }) => [image, boxes.map(toBox)]));
  const images = Object.keys(data.images).sort();
  const objects = images.map((image): BoxObject => {
    const answers = (byImage.get(image) ?? [])
      .map((answer) => ({ answer, key: random() }))
      .sort((a, b) => a.key - b.key)
      .slice(0, count)
      .map(({ answer }) => answer)
      .sort((a, b) => (a.worker < b.worker ? -1 : 1));
    return {
      workerCount: answers.length,
      workers: answers.map(({ worker }) => ids.indexOf(worker)),
      boxes: answers.flatMap(({ boxes }, worker) =>
        boxes.map((corners) => ({ ...toBox(corners), label: 'person', worker })),
      ),
    };
  });
  return { batch: { workerCount: ids.length, objects }, truth: images.map((image) => truthOf.get(image)) };
}

function toBox([left, top, right, bottom]: [number, number, number, number]): Box {
  return { left, top, width: right - left, height: bottom - top };
}

/** [F1@.5, F1@.75, mean IoU of the matches at .5] over the images with truth. */
function score(merged: readonly (readonly Box[])[], truth: readonly (Box[] | undefined)[]): number[] {
  let [found, right50, right75, boxes, overlap] = [0, 0, 0, 0, 0];
  truth.forEach((own, index) => {
    if (!own) return;
    const candidates = merged[index] ?? [];
    found += candidates.length;
    boxes += own.length;
    for (const value of matchedOverlaps(candidates, own)) {
      if (value >= 0.5) {
        right50++;
        overlap += value;
      }
      if (value >= 0.75) right75++;
    }
  });
  return [(2 * right50) / (found + boxes), (2 * right75) / (found + boxes), overlap / right50];
}

function matchedOverlaps(candidates: readonly Box[], truth: readonly Box[]): number[] {
  const overlaps = candidates.flatMap((candidate) =>
    truth.map((box) => intersectionOverUnion(candidate, box)),
  );
  const assignment = assignRows(
    overlaps.map((value) => 1 - value),
    candidates.length,
    truth.length,
  );
  return [...assignment].map((column, row) =>
    column < 0 ? 0 : (overlaps[row * truth.length + column] ?? 0),
  );
}

/** Calibration of the existence confidence over every group of boxes, kept or not. */
function candidateCalibration({ objects }: BoxBatch, truth: readonly (Box[] | undefined)[]): number {
  const scored = objects.flatMap((object, index) => {
    const own = truth[index];
    if (!own) return [];
    const groups = groupBoxes(object);
    const boxes = groups.map((group) => medianBox(group.flatMap((member) => object.boxes[member] ?? [])));
    const overlaps = matchedOverlaps(boxes, own);
    return groups.map((group, place) => ({
      right: (overlaps[place] ?? 0) >= 0.5,
      confidence: existenceConfidence(group.length, object.workerCount),
    }));
  });
  return calibrationError(scored);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
