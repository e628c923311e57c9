import type { AnsweredBox, BoundingBoxAnswer } from '#contracts/bounding-box-answer.ts';
import { type SeededRandom, seededRandom } from '#examples/seeded-random.ts';
import type { SimulatedWorker } from './simulated-worker.ts';

/** Nobody draws an edge better than this, px. */
const LEAST_NOISE = 0.7;

/** Side of a box in parts of the image under which it is missed more often, up to four times. */
const SMALL = 0.08;

/**
 * What this worker would draw where the truth is known: edges a little off, small things overlooked, now and
 * then a wrong label or a box around nothing. The same worker and object always give the same answer.
 */
export function simulateBoundingBoxAnswer(
  truth: BoundingBoxAnswer,
  worker: SimulatedWorker,
  objectKey: string,
): BoundingBoxAnswer {
  const random = seededRandom(`${worker.seed}/${objectKey}`);
  const { width, height } = truth.inputImageProperties;
  const labels = truth.labels ?? [...new Set(truth.boundingBoxes.map(({ label }) => label))];
  const size = Math.sqrt(width * height);
  const boundingBoxes = truth.boundingBoxes
    .filter((box) => {
      const side = Math.sqrt(box.width * box.height) / size;
      return !random.chance(worker.missRate * Math.min(4, Math.max(1, SMALL / Math.max(side, 0.001))));
    })
    .map((box) => redraw(box, truth, worker, labels, random));
  // At most two boxes around nothing: the expectation is far below one.
  for (let extra = 0; extra < 2; extra++) {
    const label = labels[0];
    if (label === undefined || !random.chance(worker.falseBoxRate / 2)) continue;
    const side = size * random.between(0.05, 0.2);
    boundingBoxes.push(
      keepInside(
        {
          label: random.pick(labels),
          left: random.between(0, width - side),
          top: random.between(0, height - side),
          width: side,
          height: side * random.between(0.6, 1.4),
        },
        truth,
      ),
    );
  }
  return {
    boundingBoxes,
    inputImageProperties: { height, width },
    labels,
    ...(boundingBoxes.length === 0 ? { nothingToLabel: true } : {}),
  };
}

function redraw(
  box: AnsweredBox,
  image: BoundingBoxAnswer,
  worker: SimulatedWorker,
  labels: readonly string[],
  random: SeededRandom,
): AnsweredBox {
  const sd = LEAST_NOISE + worker.boxNoise * Math.sqrt(box.width * box.height);
  // An edge cannot move by more than a third of the box, or the box would be about something else.
  const edge = (side: number) => Math.max(-side / 3, Math.min(side / 3, sd * random.normal()));
  const left = box.left + edge(box.width);
  const top = box.top + edge(box.height);
  const right = box.left + box.width + edge(box.width);
  const bottom = box.top + box.height + edge(box.height);
  const others = labels.filter((label) => label !== box.label);
  const confused = others.length > 0 && random.chance(worker.labelConfusion);
  return keepInside(
    {
      label: confused ? random.pick(others) : box.label,
      left,
      top,
      width: right - left,
      height: bottom - top,
    },
    image,
  );
}

/** Whole pixels inside the image, at least one wide and high, as the element answers. */
function keepInside(box: AnsweredBox, { inputImageProperties }: BoundingBoxAnswer): AnsweredBox {
  const clamp = (value: number, low: number, high: number) =>
    Math.round(Math.max(low, Math.min(high, value)));
  const left = clamp(box.left, 0, inputImageProperties.width - 1);
  const top = clamp(box.top, 0, inputImageProperties.height - 1);
  const right = clamp(box.left + box.width, left + 1, inputImageProperties.width);
  const bottom = clamp(box.top + box.height, top + 1, inputImageProperties.height);
  return { height: bottom - top, label: box.label, left, top, width: right - left };
}
