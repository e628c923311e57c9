import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';

/** The skeleton of a task input, or undefined when it has none that can be used. */
export function readSkeletonOf(input: Record<string, unknown>): Skeleton | undefined {
  const read = Skeleton.safeParse(input['skeleton']);
  return read.success && checkSkeleton(read.data) === undefined ? read.data : undefined;
}
