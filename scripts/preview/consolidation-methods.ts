import { boxMethods, defaultBoxMethod } from '#consolidation/bounding-box/methods.ts';
import { classificationMethods, defaultClassificationMethod } from '#consolidation/classification/methods.ts';
import { defaultKeypointMethod, keypointMethods } from '#consolidation/keypoint/methods.ts';

const registries = {
  keypoint: [defaultKeypointMethod, keypointMethods],
  'bounding-box': [defaultBoxMethod, boxMethods],
  classification: [defaultClassificationMethod, classificationMethods],
} as const;

/** Names of a task's consolidation methods, the default first. */
export function methodsOf(task: keyof typeof registries): { methods: string[] } {
  const [first, all] = registries[task];
  return { methods: [first, ...Object.keys(all).filter((name) => name !== first)] };
}
