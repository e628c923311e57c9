import type { PoseGroup } from './match-poses.ts';

/**
 * A unique name for each animal: the name that most of its workers used, as far as it is free, else the
 * smallest free number. Groups with more workers choose first.
 */
export function nameInstances(groups: readonly PoseGroup[]): string[] {
  const names: string[] = groups.map(() => '');
  const taken = new Set<string>();
  const order = [...groups.keys()].sort(
    (a, b) => (groups[b]?.members.length ?? 0) - (groups[a]?.members.length ?? 0) || a - b,
  );
  const unnamed: number[] = [];
  for (const index of order) {
    const counts = new Map<string, number>();
    for (const { pose } of groups[index]?.members ?? [])
      counts.set(pose.instanceId, (counts.get(pose.instanceId) ?? 0) + 1);
    const free = [...counts].filter(([name]) => !taken.has(name)).sort((a, b) => b[1] - a[1]);
    const name = free[0]?.[0];
    if (name === undefined) unnamed.push(index);
    else {
      names[index] = name;
      taken.add(name);
    }
  }
  for (const index of unnamed) {
    let number = 1;
    while (taken.has(String(number))) number++;
    names[index] = String(number);
    taken.add(String(number));
  }
  return names;
}
