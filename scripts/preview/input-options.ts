import type { TemplateEntry } from './preview-api.ts';

/** Something that a task input may say besides what it must. */
export interface InputOption {
  key: string;
  /** What it does, after its key in a list. */
  title: string;
  value: unknown;
}

const header = { key: 'header', title: 'a sentence above the picture', value: 'Mark every animal.' };

/** What can be added to a task input, by task: as a manifest line or the function's settings bring it. */
export const inputOptions: Record<TemplateEntry['task'], readonly InputOption[]> = {
  keypoint: [
    header,
    { key: 'placement', title: 'animals begin as a rest pose in a box', value: 'box' },
    { key: 'initialValue', title: 'points to start from', value: [] },
  ],
  'bounding-box': [
    header,
    { key: 'extreme', title: 'boxes begin as four clicks', value: true },
    { key: 'initialValue', title: 'boxes to start from', value: [] },
  ],
  classification: [
    header,
    { key: 'multiple', title: 'several may apply', value: true },
    { key: 'exclusionCategory', title: 'a last one that stands alone', value: 'none of these' },
  ],
};
