import { seededRandom } from '#examples/seeded-random.ts';

/** How one made-up worker labels. Rates are probabilities in [0, 1]. */
export interface SimulatedWorker {
  /** Name at the portal's sign-in. */
  name: string;
  /** Everything this worker does follows from it and from the object's key. */
  seed: string;
  /**
   * Standard deviation of a keypoint of usual difficulty, in units of the square root of the image's area
   * (less for an animal that is small in its image, because people zoom in).
   */
  noise: number;
  /** Habit: how far this worker's idea of a keypoint is off everywhere, as a part of `noise`. */
  habit: number;
  /** Left and right confused, per animal. */
  swapRate: number;
  /** A keypoint dropped somewhere else on the animal, per keypoint. */
  slipRate: number;
  /** A keypoint that can be seen but is called absent, per keypoint; a box not drawn, per box. */
  missRate: number;
  /** "Hidden" for what is visible, per keypoint; four times as often the other way round. */
  occlusionConfusion: number;
  /** Standard deviation of each edge of a box, in units of the square root of the box's area. */
  boxNoise: number;
  /** Boxes around nothing, expected per image. */
  falseBoxRate: number;
  /** Wrong label, per box. */
  labelConfusion: number;
}

const names = [
  'Ada',
  'Ben',
  'Chloe',
  'Daniel',
  'Emi',
  'Farid',
  'Grace',
  'Hugo',
  'Ines',
  'Jonas',
  'Kavya',
  'Luis',
];

/**
 * A crew as it is found in practice: most workers careful, some twice as careless, everybody confusing left and
 * right now and then. Medians follow published pose studies (noise 1 to 2 % of the image, swaps a few percent).
 * @param seed the same count and seed give the same crew; a larger crew begins with the smaller one
 */
export function createSimulatedWorkers(count: number, seed: number): SimulatedWorker[] {
  return Array.from({ length: count }, (_, index) => {
    const own = `${seed}/worker ${index + 1}`;
    const random = seededRandom(own);
    // One carelessness for everything a worker does, and a little of their own for each kind of mistake.
    const care = Math.exp(0.35 * random.normal());
    const about = (median: number) => median * care * Math.exp(0.25 * random.normal());
    const rate = (median: number) => Math.min(0.5, about(median));
    const round = Math.floor(index / names.length);
    return {
      name: `${names[index % names.length]}${round === 0 ? '' : ` ${round + 1}`}`,
      seed: own,
      noise: about(0.0085),
      habit: 0.35,
      swapRate: rate(0.06),
      slipRate: rate(0.012),
      missRate: rate(0.012),
      occlusionConfusion: rate(0.06),
      boxNoise: about(0.03),
      falseBoxRate: rate(0.08),
      labelConfusion: rate(0.02),
    };
  });
}
