/** A logistic curve over the logit of a confidence; slope 1 and offset 0 change nothing. */
export interface Calibration {
  slope: number;
  offset: number;
}

/** A confidence, and whether what it is about turned out right. */
export interface ScoredConfidence {
  confidence: number;
  right: boolean;
}

/** Fewer known objects than this cannot say how far to believe a confidence. */
export const MIN_GOLD = 50;

/** Confidences are kept away from 0 and 1, whose logits are infinite. */
const EDGE = 1e-6;

/** Known answers that "leave it as it is" is worth. */
const PRIOR = 5;

const MAX_ITERATIONS = 50;

/**
 * Fits confidences to what turned out right, on objects whose truth is known: the slope says whether they were
 * too sure (below 1), the offset whether they were too high. A penalty holds both near "as it is", so that
 * fifty objects do not overturn it.
 * @returns undefined with fewer than {@link MIN_GOLD} known objects
 */
export function fitCalibration(scored: readonly ScoredConfidence[]): Calibration | undefined {
  if (scored.length < MIN_GOLD) return undefined;
  let slope = 1;
  let offset = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    // Newton's step on the penalized log-likelihood: two unknowns, so the system is solved by hand.
    let [g1, g0, h11, h10, h00] = [PRIOR * (1 - slope), -PRIOR * offset, PRIOR, 0, PRIOR];
    for (const { confidence, right } of scored) {
      const x = logit(confidence);
      const p = 1 / (1 + Math.exp(-(slope * x + offset)));
      const miss = Number(right) - p;
      const weight = p * (1 - p);
      g1 += miss * x;
      g0 += miss;
      h11 += weight * x * x;
      h10 += weight * x;
      h00 += weight;
    }
    const determinant = h11 * h00 - h10 * h10;
    const stepSlope = (h00 * g1 - h10 * g0) / determinant;
    const stepOffset = (h11 * g0 - h10 * g1) / determinant;
    // Far from the end Newton's step can overshoot; no single step needs to be longer than this.
    slope += Math.max(-1, Math.min(1, stepSlope));
    offset += Math.max(-1, Math.min(1, stepOffset));
    if (Math.abs(stepSlope) + Math.abs(stepOffset) < 1e-9) break;
  }
  // A falling curve would say that the surest are most often wrong: then nothing is known of them.
  return slope < 0 ? { slope: 0, offset: offsetAlone(scored) } : { slope, offset };
}

/** The logit that all confidences become when they tell nothing apart: how often any of them is right. */
function offsetAlone(scored: readonly { right: boolean }[]): number {
  const right = scored.filter((one) => one.right).length;
  let offset = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    const p = 1 / (1 + Math.exp(-offset));
    const step = (right - scored.length * p - PRIOR * offset) / (scored.length * p * (1 - p) + PRIOR);
    offset += Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-9) break;
  }
  return offset;
}

/** A confidence as a fit corrects it; as it is without one. */
export function calibrated(confidence: number, fit: Calibration | undefined): number {
  if (!fit) return confidence;
  return 1 / (1 + Math.exp(-(fit.slope * logit(confidence) + fit.offset)));
}

function logit(confidence: number): number {
  const p = Math.min(1 - EDGE, Math.max(EDGE, confidence));
  return Math.log(p / (1 - p));
}
