/** How many workers must say the same, at least: one worker alone could say anything. */
const MIN_WORKERS = 2;

/**
 * What the job showed its workers, as far as their elements echoed it: the value that a strict majority of the
 * workers who echoed one agree on, at least two of them. Each worker has one vote over the whole batch, for
 * the value that came from him most often.
 */
export function echoedByMajority<Value>(
  echoes: readonly { workerId: string; value: Value | undefined }[],
): Value | undefined {
  const byWorker = new Map<string, Map<string, { value: Value; count: number }>>();
  for (const { workerId, value } of echoes) {
    if (value === undefined) continue;
    const key = JSON.stringify(value);
    const own = byWorker.get(workerId) ?? new Map<string, { value: Value; count: number }>();
    byWorker.set(workerId, own);
    const entry = own.get(key);
    if (entry) entry.count++;
    else own.set(key, { value, count: 1 });
  }
  const votes = new Map<string, { value: Value; workers: number }>();
  for (const own of byWorker.values()) {
    const favourite = [...own].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1))[0];
    if (!favourite) continue;
    const [key, { value }] = favourite;
    const vote = votes.get(key);
    if (vote) vote.workers++;
    else votes.set(key, { value, workers: 1 });
  }
  return [...votes.values()].find(({ workers }) => workers >= MIN_WORKERS && workers * 2 > byWorker.size)
    ?.value;
}
