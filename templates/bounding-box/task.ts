import type { TemplateTask } from '../template-task.ts';

/**
 * Boxes with one label each. The example picture is from Felice Beato's view of Nagasaki (1865; public domain,
 * from the J. Paul Getty Museum).
 */
export const task: TemplateTask = {
  name: 'bounding-box',
  task: 'bounding-box',
  elements: ['gt-bounding-box'],
  answerName: 'annotatedResult',
  title: 'Draw boxes around the objects',
  description: 'Draw a tight box around every object that is asked for, and choose its label.',
  keywords: ['image', 'objects', 'boxes'],
};
