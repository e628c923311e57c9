import { classificationTaskInput } from './classification-task-input.ts';
import { createPreHandler } from './create-pre-handler.ts';

export const handler = createPreHandler(classificationTaskInput);
