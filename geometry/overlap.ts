import type { Box } from '#contracts/geometry.ts';

/** Whether two boxes have an area in common; touching is not enough. */
export function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
