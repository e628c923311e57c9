import { boundingBoxTaskInput } from './bounding-box-task-input.ts';
import { createPreHandler } from './create-pre-handler.ts';

export const handler = createPreHandler(boundingBoxTaskInput);
