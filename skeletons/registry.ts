import type { Skeleton } from '#contracts/skeleton.ts';
import { catSideView } from './cat-side-view.ts';
import { mouseTopView } from './mouse-top-view.ts';

/** Every skeleton that ships with the kit, by name. */
export const skeletons: Record<string, Skeleton> = {
  'cat-side-view': catSideView,
  'mouse-top-view': mouseTopView,
};
