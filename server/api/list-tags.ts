import { ListTagsRequest } from '#contracts/labeling-api.ts';
import { defineOperation } from './operation.ts';
import { readTags } from './store-tags.ts';

export const listTags = defineOperation({
  schema: ListTagsRequest,
  // A resource has at most 50 tags, the smallest page there is.
  async run({ ResourceArn }, { db }) {
    return { Tags: await readTags(db, ResourceArn) };
  },
});
