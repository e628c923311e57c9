import { AddTagsRequest } from '#contracts/labeling-api.ts';
import { defineOperation } from './operation.ts';
import { readTags, storeTags } from './store-tags.ts';

export const addTags = defineOperation({
  schema: AddTagsRequest,
  async run({ ResourceArn, Tags }, { db }) {
    await storeTags(db, ResourceArn, Tags);
    return { Tags: await readTags(db, ResourceArn) };
  },
});
