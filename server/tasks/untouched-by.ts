import { type ExpressionBuilder, sql } from 'kysely';
import type { Schema, TaskState } from '../database/schema.ts';

/** States of a lease after which its worker does not see the object again. */
const final: TaskState[] = ['accepted', 'submitted', 'declined'];

/** SQL: the worker has neither answered nor declined the object, nor has it in hand. */
export function untouchedBy(query: ExpressionBuilder<Schema, 'objects'>, workerId: string) {
  return query.not(
    query.exists(
      query
        .selectFrom('tasks')
        .select(sql`1`.as('one'))
        .whereRef('tasks.jobKey', '=', 'objects.jobKey')
        .whereRef('tasks.position', '=', 'objects.position')
        .where('tasks.workerId', '=', workerId)
        .where('tasks.state', 'in', final),
    ),
  );
}
