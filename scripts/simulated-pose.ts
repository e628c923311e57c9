import type { AnsweredKeypoint, KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { type SeededRandom, seededRandom } from '#examples/seeded-random.ts';
import { guessKeypoints } from './guess-truth.ts';
import type { SimulatedWorker } from './simulated-worker.ts';

/** The sigma of a keypoint of usual difficulty; others get noise in proportion, within bounds. */
const USUAL_SIGMA = 0.04;

/** What is hidden is guessed, with this much more noise. */
const HIDDEN_NOISE = 2.2;

/** People zoom in on a small animal: noise never means more than an image this much longer than the animal. */
const ZOOM = 1.3;

/** How often all pairs of an animal are swapped when left and right are confused, and not one limb only. */
const WHOLE_SWAP = 0.35;

/**
 * What this worker would answer where the truth is known, in the form that `<gt-keypoint>` answers in: whole
 * pixels inside the image, animals numbered in the order of labeling. The same worker and object always give
 * the same answer. Without keypoints in the truth, the skeleton's rest pose stands in for it.
 */
export function simulateKeypointAnswer(
  truth: Pick<KeypointAnswer, 'inputImageProperties'> & Partial<KeypointAnswer>,
  worker: SimulatedWorker,
  objectKey: string,
  skeleton: Skeleton,
): KeypointAnswer {
  const random = seededRandom(`${worker.seed}/${objectKey}`);
  const { width, height } = truth.inputImageProperties;
  const image = { height, width };
  if (truth.nothingToLabel) {
    return {
      inputImageProperties: image,
      keypoints: [],
      absent: [],
      instances: [],
      nothingToLabel: true,
      skeleton,
    };
  }
  const exact = truth.keypoints ? (truth as KeypointAnswer) : guessKeypoints(skeleton, image);
  const answer = {
    inputImageProperties: image,
    keypoints: [] as AnsweredKeypoint[],
    absent: [] as { label: string; instance: string }[],
    instances: [] as { id: string; label?: string }[],
    skeleton,
  };
  for (const [index, animal] of shuffled(animalsOf(exact), random).entries()) {
    const instance = String(index + 1);
    const noise = worker.noise * Math.min(Math.sqrt(width * height), ZOOM * longerSide(animal));
    const className = animal.className ?? skeleton.instance;
    answer.instances.push({ id: instance, ...(className === undefined ? {} : { label: className }) });
    const twin = random.chance(worker.swapRate) ? chooseSwap(skeleton, random) : new Map<string, string>();
    for (const { name, sigma } of skeleton.keypoints) {
      const seen = animal.keypoints.get(twin.get(name) ?? name);
      if (seen === undefined) {
        answer.absent.push({ label: name, instance });
        continue;
      }
      const hidden = seen.visibility === 'occluded';
      if (random.chance(worker.missRate * (hidden ? 3 : 1))) {
        answer.absent.push({ label: name, instance });
        continue;
      }
      const difficulty = Math.min(2, Math.max(0.5, (sigma ?? USUAL_SIGMA) / USUAL_SIGMA));
      const sd = noise * difficulty * (hidden ? HIDDEN_NOISE : 1);
      const habit = seededRandom(`${worker.seed}/habit/${name}`);
      let x = seen.x + sd * (random.normal() + worker.habit * habit.normal());
      let y = seen.y + sd * (random.normal() + worker.habit * habit.normal());
      if (random.chance(worker.slipRate)) {
        const elsewhere = random.pick([...animal.keypoints.values()]);
        x = elsewhere.x + 3 * noise * random.normal();
        y = elsewhere.y + 3 * noise * random.normal();
      }
      const confused = random.chance(Math.min(0.5, worker.occlusionConfusion * (hidden ? 4 : 1)));
      answer.keypoints.push({
        label: name,
        x: toPixel(x, width),
        y: toPixel(y, height),
        instance,
        visibility: hidden !== confused ? 'occluded' : 'visible',
      });
    }
  }
  return answer;
}

interface Animal {
  className: string | undefined;
  keypoints: Map<string, AnsweredKeypoint>;
}

/** The animals of an answer; keypoints without an instance belong to the first. */
function animalsOf({ keypoints, instances }: KeypointAnswer): Animal[] {
  const animals = new Map<string, Animal>();
  for (const keypoint of keypoints) {
    const id = String(keypoint.instance ?? '1');
    let animal = animals.get(id);
    if (animal === undefined) {
      const className = instances?.find((instance) => String(instance.id) === id)?.label;
      animal = { className, keypoints: new Map() };
      animals.set(id, animal);
    }
    animal.keypoints.set(keypoint.label, keypoint);
  }
  return [...animals.values()];
}

/** Of the box around an animal's keypoints, px. */
function longerSide({ keypoints }: Animal): number {
  const points = [...keypoints.values()];
  const span = (values: number[]) => Math.max(...values) - Math.min(...values);
  return Math.max(1, span(points.map(({ x }) => x)), span(points.map(({ y }) => y)));
}

/** Each keypoint that is taken for its mirror image: all pairs, or one limb as far as it is connected. */
function chooseSwap({ pairs = [], edges = [] }: Skeleton, random: SeededRandom): Map<string, string> {
  const twin = new Map<string, string>();
  const first = pairs.length === 0 ? undefined : random.pick(pairs);
  if (first === undefined) return twin;
  const whole = random.chance(WHOLE_SWAP);
  for (const [left, right] of pairs) {
    const sameLimb =
      left === first[0] || edges.some((edge) => edge.includes(left) && edge.includes(first[0]));
    if (!whole && !sameLimb) continue;
    twin.set(left, right);
    twin.set(right, left);
  }
  return twin;
}

function shuffled<T>(values: T[], random: SeededRandom): T[] {
  return values
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** The pixel that a click gives: whole, inside the image. */
function toPixel(value: number, side: number): number {
  return Math.round(Math.max(0, Math.min(side - 1, value)));
}
