import { boundingBoxTask } from './bounding-box-task.ts';
import { createPostHandler } from './create-post-handler.ts';

export const handler = createPostHandler(boundingBoxTask);
