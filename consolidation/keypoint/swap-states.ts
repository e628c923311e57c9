/** More pairs than this are only ever swapped all together. */
const MAX_SINGLE_PAIRS = 12;

/** The ways in which a worker can mix up left and right, and in which a whole animal can be mirrored. */
export interface SwapStates {
  count: number;
  /** Whether state q exchanges pair p, at [q * pairCount + p]. */
  swaps: Uint8Array;
  /** The state that doing both q and f amounts to, at [q * count + f]; -1 when it is none of these. */
  compose: Int32Array;
  /** How often a worker is in each state before anything is known. Sums to 1. */
  prior: Float64Array;
}

/**
 * Identity, every pair, each single pair, and every pair but one. Composition matters because "the animal is
 * mirrored and this worker is right" looks the same as "the animal is not and this worker is wrong".
 */
export function swapStates(pairCount: number): SwapStates {
  const all = (1n << BigInt(pairCount)) - 1n;
  const singles =
    pairCount <= MAX_SINGLE_PAIRS ? Array.from({ length: pairCount }, (_, p) => 1n << BigInt(p)) : [];
  // A worker who mixes up sides does so for the whole body, or slips at one pair; the rest is rare.
  const weighted: [bigint, number][] = [
    [0n, 0.9],
    [all, 0.06],
    ...singles.map((mask): [bigint, number] => [mask, 0.035 / pairCount]),
    ...singles.map((mask): [bigint, number] => [all ^ mask, 0.005 / pairCount]),
  ];
  const weights = new Map<bigint, number>();
  for (const [mask, weight] of weighted) weights.set(mask, (weights.get(mask) ?? 0) + weight);
  const masks = [...weights.keys()];
  const indexOf = new Map(masks.map((mask, index) => [mask, index]));
  const count = masks.length;
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    count,
    swaps: Uint8Array.from(
      masks.flatMap((mask) => Array.from({ length: pairCount }, (_, p) => Number((mask >> BigInt(p)) & 1n))),
    ),
    compose: Int32Array.from(masks.flatMap((q) => masks.map((f) => indexOf.get(q ^ f) ?? -1))),
    prior: Float64Array.from(weights.values(), (weight) => weight / total),
  };
}
