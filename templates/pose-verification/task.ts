import type { TemplateTask } from '../template-task.ts';

/**
 * Earlier keypoints to accept, to reject with a reason, or to adjust in place. The example picture is frame 4 of
 * Muybridge's walking cat (Animal Locomotion, 1887; public domain, from the J. Paul Getty Museum), enlarged six
 * times.
 */
export const task: TemplateTask = {
  name: 'pose-verification',
  task: 'classification',
  elements: ['gt-image-classifier', 'gt-keypoint'],
  answerName: 'annotatedResult',
  title: 'Check the poses',
  description: 'Look at keypoints that were placed before. Accept them, correct them, or say what is wrong.',
  keywords: ['image', 'pose', 'check'],
};
