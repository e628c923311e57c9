import { type ExpressionBuilder, type ReferenceExpression, type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { DEFAULT_PAGE, type PageStart, readPageToken, writePageToken } from './page-token.ts';

/** How a list is cut into pages. */
export interface PageRequest {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
  SortOrder?: 'Ascending' | 'Descending' | undefined;
}

/**
 * Runs a query as one page, sorted by a column and, where that is equal, by the table's key.
 * Pages go on after the last entry seen, so that entries made meanwhile shift nothing.
 */
export async function listPage<Table extends keyof Schema, Row extends Record<string, unknown>>(
  query: SelectQueryBuilder<Schema, Table, Row>,
  page: PageRequest,
  sort: { column: string & keyof Row; key: string & keyof Row; defaultOrder: 'Ascending' | 'Descending' },
): Promise<{ rows: Row[]; NextToken?: string }> {
  const size = page.MaxResults ?? DEFAULT_PAGE;
  const ascending = (page.SortOrder ?? sort.defaultOrder) === 'Ascending';
  const start = readPageToken(page.NextToken);
  const order = ascending ? 'asc' : 'desc';
  const rows = (await query
    .$if(start !== undefined, (next) =>
      next.where((expression) => after(expression, sort, ascending ? '>' : '<', start as PageStart)),
    )
    .orderBy(sql.ref(sort.column), order)
    .orderBy(sql.ref(sort.key), order)
    .limit(size + 1)
    .execute()) as Row[];
  const last = rows.length > size ? rows[size - 1] : undefined;
  return {
    rows: rows.slice(0, size),
    ...(last === undefined
      ? {}
      : {
          NextToken: writePageToken({
            value: last[sort.column] as string | number,
            key: String(last[sort.key]),
          }),
        }),
  };
}

function after<Table extends keyof Schema>(
  expression: ExpressionBuilder<Schema, Table>,
  sort: { column: string; key: string },
  operator: '<' | '>',
  start: PageStart,
) {
  const column = sort.column as ReferenceExpression<Schema, Table>;
  const key = sort.key as ReferenceExpression<Schema, Table>;
  return expression.or([
    expression(column, operator, start.value as never),
    expression.and([
      expression(column, '=', start.value as never),
      expression(key, operator, start.key as never),
    ]),
  ]);
}
