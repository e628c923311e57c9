import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Migrations in the order of their names. Never change one that was released: add the next. */
export const migrations: Record<string, Migration> = {
  '0001-first-tables': { up: createFirstTables },
  '0002-adaptive-assignment': { up: addAdaptiveAssignment },
};

async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('jobs')
    .addColumn('jobKey', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('arn', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('failureReason', 'text')
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('referenceCode', 'text', (column) => column.notNull())
    .addColumn('workteamKey', 'text', (column) => column.notNull())
    .addColumn('workersPerObject', 'integer', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addColumn('modifiedAt', 'bigint', (column) => column.notNull())
    .addColumn('template', 'text')
    .addColumn('labelCategories', 'text')
    .addColumn('outputManifest', 'text')
    .execute();

  await db.schema
    .createTable('objects')
    .addColumn('jobKey', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('taskInput', 'text')
    .addColumn('taken', 'integer', (column) => column.notNull())
    .addColumn('answers', 'integer', (column) => column.notNull())
    .addColumn('declines', 'integer', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint')
    .addColumn('answeredAt', 'bigint')
    .addColumn('batchId', 'text')
    .addColumn('outputLine', 'text')
    .addColumn('failureReason', 'text')
    .addPrimaryKeyConstraint('objectsKey', ['jobKey', 'position'])
    .execute();
  // Handing out a task asks for the first open object of a job.
  await db.schema
    .createIndex('objectsByState')
    .on('objects')
    .columns(['jobKey', 'state', 'position'])
    .execute();

  await db.schema
    .createTable('tasks')
    .addColumn('taskId', 'text', (column) => column.primaryKey())
    .addColumn('jobKey', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('workerId', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('acceptedAt', 'bigint', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .addColumn('submittedAt', 'bigint')
    .addColumn('answer', 'text')
    .execute();
  // A worker sees an object at most once; only a lease that was given back or ran out can be followed by another.
  await db.schema
    .createIndex('tasksByWorker')
    .unique()
    .on('tasks')
    .columns(['jobKey', 'workerId', 'position'])
    .where('state' as never, 'in', ['accepted', 'submitted', 'declined'] as never)
    .execute();
  await db.schema.createIndex('tasksByObject').on('tasks').columns(['jobKey', 'position']).execute();
  await db.schema
    .createIndex('tasksByExpiry')
    .on('tasks')
    .columns(['jobKey', 'expiresAt'])
    .where('state' as never, '=', 'accepted' as never)
    .execute();

  await db.schema
    .createTable('batches')
    .addColumn('batchId', 'text', (column) => column.primaryKey())
    .addColumn('jobKey', 'text', (column) => column.notNull())
    .addColumn('fileTime', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addUniqueConstraint('batchesByTime', ['jobKey', 'fileTime'])
    .execute();

  for (const [table, key] of [
    ['workteams', 'workteamKey'],
    ['workforces', 'workforceKey'],
  ] as const) {
    await db.schema
      .createTable(table)
      .addColumn(key, 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('arn', 'text', (column) => column.notNull())
      .addColumn('definition', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('modifiedAt', 'bigint', (column) => column.notNull())
      .execute();
  }

  await db.schema
    .createTable('tags')
    .addColumn('resourceArn', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('tagsKey', ['resourceArn', 'key'])
    .execute();

  await db.schema
    .createTable('sessions')
    .addColumn('tokenHash', 'text', (column) => column.primaryKey())
    .addColumn('workerId', 'text', (column) => column.notNull())
    .addColumn('workerName', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .execute();
}

async function addAdaptiveAssignment(db: Kysely<unknown>): Promise<void> {
  // One statement a column: SQLite adds no two at once.
  await db.schema.alterTable('objects').addColumn('wanted', 'integer').execute();
  await db.schema.alterTable('objects').addColumn('firstAnsweredAt', 'bigint').execute();
}
