import type { Tag } from '#contracts/labeling-api.ts';
import type { Database } from '../database/open-database.ts';

/** Adds tags to a resource; a key that is there takes the new value. */
export async function storeTags(
  db: Database,
  resourceArn: string,
  tags: readonly Tag[] | undefined,
): Promise<void> {
  if (tags === undefined || tags.length === 0) return;
  await db
    .insertInto('tags')
    .values(tags.map(({ Key, Value }) => ({ resourceArn, key: Key, value: Value })))
    .onConflict((conflict) =>
      conflict
        .columns(['resourceArn', 'key'])
        .doUpdateSet((update) => ({ value: update.ref('excluded.value') })),
    )
    .execute();
}

export async function readTags(db: Database, resourceArn: string): Promise<Tag[]> {
  const rows = await db
    .selectFrom('tags')
    .select(['key', 'value'])
    .where('resourceArn', '=', resourceArn)
    .orderBy('key')
    .execute();
  return rows.map(({ key, value }) => ({ Key: key, Value: value }));
}
