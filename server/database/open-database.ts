import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { migrations } from './migrations.ts';
import { openNodeSqlite } from './node-sqlite.ts';
import type { Schema } from './schema.ts';
import { createSharedFlush, type Flush } from './shared-flush.ts';

export type Database = Kysely<Schema>;

export interface OpenDatabase {
  db: Database;
  flush: Flush;
  close(): Promise<void>;
}

/** PostgreSQL's type number of int8, which its driver gives as text. */
const INT8 = 20;

/**
 * Opens the database and brings its tables up to date.
 * @param location a file for SQLite, or an address that starts with `postgres://` or `postgresql://`
 * @throws {GroundTruthError} `internal` when the tables cannot be brought up to date
 */
export async function openDatabase(location: string): Promise<OpenDatabase> {
  const db = new Kysely<Schema>({ dialect: chooseDialect(location) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw new GroundTruthError('internal', `The database cannot be brought up to date: ${String(error)}`, {
      cause: error,
    });
  }
  if (isPostgres(location)) {
    // PostgreSQL's commit waits for its own disk.
    return { db, flush: async () => {}, close: () => db.destroy() };
  }
  const wal = createSharedFlush(`${location}-wal`);
  return {
    db,
    flush: wal.flush,
    async close() {
      await wal.close();
      await db.destroy();
    },
  };
}

const isPostgres = (location: string) => /^postgres(ql)?:\/\//.test(location);

function chooseDialect(location: string): Dialect {
  if (!isPostgres(location)) {
    mkdirSync(dirname(location), { recursive: true });
    return new SqliteDialect({ database: openNodeSqlite(location) as never });
  }
  // Times and counts are far below 2^53, so plain numbers are exact.
  const types = {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === INT8 ? Number : pg.types.getTypeParser(type, format as 'text'),
  };
  return new PostgresDialect({ pool: new pg.Pool({ connectionString: location, types: types as never }) });
}
