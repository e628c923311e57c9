import { createPostHandler } from './create-post-handler.ts';
import { keypointTask } from './keypoint-task.ts';

export const handler = createPostHandler(keypointTask);
