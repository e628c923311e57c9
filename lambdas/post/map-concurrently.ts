/** As `Promise.all` over a map, with at most `limit` calls under way; results keep the order. */
export async function mapConcurrently<In, Out>(
  values: readonly In[],
  limit: number,
  apply: (value: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = new Array(values.length);
  let next = 0;
  const work = async () => {
    while (next < values.length) {
      const index = next++;
      results[index] = await apply(values[index] as In);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  return results;
}
