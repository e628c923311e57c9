import type { Box } from '#contracts/geometry.ts';

/** Overlap of two boxes as the share of their union, 0 to 1. Two boxes without area overlap only if equal. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width < 0 || height < 0) return 0;
  const intersection = width * height;
  const union = a.width * a.height + b.width * b.height - intersection;
  if (union > 0) return Math.min(1, intersection / union);
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height ? 1 : 0;
}
