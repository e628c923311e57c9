import { type ExpressionBuilder, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** SQL: the object has fewer leases and answers than it shall have. */
export function needsWorker(query: ExpressionBuilder<Schema, 'objects'>, workersPerObject: number) {
  return query('taken', '<', sql<number>`coalesce(${query.ref('wanted')}, ${workersPerObject})`);
}
