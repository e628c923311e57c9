import { classificationTask } from './classification-task.ts';
import { createPostHandler } from './create-post-handler.ts';

export const handler = createPostHandler(classificationTask);
