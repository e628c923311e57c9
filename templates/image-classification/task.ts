import type { TemplateTask } from '../template-task.ts';

/**
 * One category for each picture, or several. The example picture is from Felice Beato's view of Nagasaki (1865;
 * public domain, from the J. Paul Getty Museum).
 */
export const task: TemplateTask = {
  name: 'image-classification',
  task: 'classification',
  elements: ['gt-image-classifier'],
  answerName: 'annotatedResult',
  title: 'Say what the picture shows',
  description: 'Look at the picture and choose the category that fits it best.',
  keywords: ['image', 'categories', 'classification'],
};
