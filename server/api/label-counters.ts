import type { Database } from '../database/open-database.ts';
import type { ObjectState } from '../database/schema.ts';

/** LabelCounters of a job, in data objects. */
export interface LabelCounters {
  TotalLabeled: number;
  HumanLabeled: number;
  MachineLabeled: number;
  FailedNonRetryableError: number;
  Unlabeled: number;
}

const pending: ObjectState[] = ['waiting', 'open', 'answered', 'consolidating', 'stopped'];

/** Counts the objects of several jobs in one question. */
export async function countLabels(
  db: Database,
  jobKeys: readonly string[],
): Promise<(jobKey: string) => LabelCounters> {
  const rows =
    jobKeys.length === 0
      ? []
      : await db
          .selectFrom('objects')
          .select((query) => ['jobKey', 'state', query.fn.countAll<number>().as('count')])
          .where('jobKey', 'in', jobKeys)
          .groupBy(['jobKey', 'state'])
          .execute();
  return (jobKey) => {
    const count = (states: ObjectState[]) =>
      rows
        .filter((row) => row.jobKey === jobKey && states.includes(row.state))
        .reduce((sum, row) => sum + Number(row.count), 0);
    const labeled = count(['labeled']);
    return {
      TotalLabeled: labeled,
      HumanLabeled: labeled,
      MachineLabeled: 0,
      FailedNonRetryableError: count(['failed']),
      Unlabeled: count(pending),
    };
  };
}
