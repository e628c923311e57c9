import type { TemplateTask } from '../template-task.ts';

/**
 * Earlier boxes to accept, to reject with a reason, or to adjust in place. The example picture is
 * from Felice Beato's view of Nagasaki (1865; public domain, from the J. Paul Getty Museum).
 */
export const task: TemplateTask = {
  name: 'box-verification',
  task: 'classification',
  elements: ['gt-image-classifier', 'gt-bounding-box'],
  answerName: 'annotatedResult',
  title: 'Check the boxes',
  description: 'Look at boxes that were drawn before. Accept them, correct them, or say what is wrong.',
  keywords: ['image', 'boxes', 'check'],
};
