import type { Skeleton } from '#contracts/skeleton.ts';
import { serializeCocoCategory } from '#formats/coco-keypoints.ts';
import { serializeSkeletonRig } from '#formats/crowd-2d-skeleton-rig.ts';
import { formatJson } from '../format-json.ts';
import { skeletonModule } from './skeleton-module.ts';

/** A file that a skeleton can be saved as. */
export interface SkeletonFile {
  /** What the menu says. */
  title: string;
  fileName: string;
  type: string;
  text: string;
}

/** Every file that a skeleton can be saved as. */
export function skeletonFiles(skeleton: Skeleton): SkeletonFile[] {
  const module = skeletonModule(skeleton);
  const stem = module.fileName.replace(/\.ts$/, '');
  const json = (value: unknown) => `${formatJson(value)}\n`;
  return [
    { title: 'Skeleton, JSON', fileName: `${stem}.json`, type: 'application/json', text: json(skeleton) },
    { title: 'File for skeletons/', ...module, type: 'text/typescript' },
    {
      title: 'COCO categories',
      fileName: `${stem}.coco.json`,
      type: 'application/json',
      text: json({ categories: [serializeCocoCategory(skeleton)] }),
    },
    {
      title: 'crowd-2d-skeleton rig',
      fileName: `${stem}.rig.json`,
      type: 'application/json',
      text: json(serializeSkeletonRig(skeleton)),
    },
  ];
}
