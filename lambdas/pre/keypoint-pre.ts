import { createPreHandler } from './create-pre-handler.ts';
import { keypointTaskInput } from './keypoint-task-input.ts';

export const handler = createPreHandler(keypointTaskInput);
