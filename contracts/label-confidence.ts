/**
 * How far to believe the label of one object, in [0, 1]: the confidence of a class, or of the least sure of the
 * label's annotations. Undefined where the metadata has none, as for an image without annotations.
 * @param metadata what stands under `<label attribute>-metadata`; hostile
 */
export function labelConfidence(metadata: unknown): number | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const { confidence, objects } = metadata as { confidence?: unknown; objects?: unknown };
  if (isProbability(confidence)) return confidence;
  if (!Array.isArray(objects)) return undefined;
  let least: number | undefined;
  for (const object of objects as unknown[]) {
    const own = (object as { confidence?: unknown } | null)?.confidence;
    if (isProbability(own)) least = Math.min(least ?? 1, own);
  }
  return least;
}

function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
