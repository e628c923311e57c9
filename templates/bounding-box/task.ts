import type { TemplateTask } from '../template-task.ts';

/** Boxes with one label each. */
export const task: TemplateTask = {
  name: 'bounding-box',
  task: 'bounding-box',
  elements: ['gt-bounding-box'],
  answerName: 'annotatedResult',
  title: 'Draw boxes around the objects',
  description: 'Draw a tight box around every object that is asked for, and choose its label.',
  keywords: ['image', 'objects', 'boxes'],
};
