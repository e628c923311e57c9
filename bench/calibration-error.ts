const BINS = 10;

/** Expected calibration error: mean distance between confidence and share of right answers, in ten bins. */
export function calibrationError(scored: readonly { right: boolean; confidence: number }[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, right: 0, confidence: 0 }));
  for (const { right, confidence } of scored) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (!bin) continue;
    bin.count++;
    bin.right += right ? 1 : 0;
    bin.confidence += confidence;
  }
  return (
    bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.confidence), 0) / Math.max(1, scored.length)
  );
}
