import type { TemplateTask } from '../template-task.ts';

/** Keypoints of one or several animals. */
export const task: TemplateTask = {
  name: 'keypoint-pose',
  task: 'keypoint',
  elements: ['gt-keypoint'],
  answerName: 'annotatedResult',
  title: 'Mark the keypoints',
  description: 'Mark where the named points of each animal are, and say which of them are hidden.',
  keywords: ['image', 'animal', 'pose', 'keypoints'],
};
