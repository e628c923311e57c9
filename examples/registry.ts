import { catPose } from './cat-pose/cat-pose.ts';
import { mice } from './mice/mice.ts';
import { nagasakiBoats } from './nagasaki-boats/nagasaki-boats.ts';
import type { Example } from './prepared-example.ts';

/** Every example that ships with the kit, by name. */
export const examples: Record<string, Example> = {
  'cat-pose': catPose,
  'nagasaki-boats': nagasakiBoats,
  mice,
};
