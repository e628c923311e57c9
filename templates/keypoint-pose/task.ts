import type { TemplateTask } from '../template-task.ts';

/**
 * Keypoints of one or several animals. The example picture is frame 4 of Muybridge's walking cat (Animal
 * Locomotion, 1887; public domain, from the J. Paul Getty Museum), enlarged six times.
 */
export const task: TemplateTask = {
  name: 'keypoint-pose',
  task: 'keypoint',
  elements: ['gt-keypoint'],
  answerName: 'annotatedResult',
  title: 'Mark the keypoints',
  description: 'Mark where the named points of each animal are, and say which of them are hidden.',
  keywords: ['image', 'animal', 'pose', 'keypoints'],
};
