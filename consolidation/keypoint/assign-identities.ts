import { assignRows } from '#geometry/hungarian.ts';
import { compareText } from '../answered-object.ts';
import { mostFrequent } from '../most-frequent.ts';
import type { PoseGroup } from './match-poses.ts';

/**
 * The class of each animal. Where no worker used a label twice in the image, labels are identities ("black",
 * "white"): each can be one animal only, so of all ways to give them out the one is taken that agrees with most
 * answers, and a worker who exchanged two animals is outvoted for both at once. Else each animal takes the label
 * of most of its workers.
 */
export function assignIdentities(groups: readonly PoseGroup[]): (string | undefined)[] {
  const votes = groups.map(({ members }) =>
    members.flatMap(({ pose: { instanceLabel } }) => instanceLabel ?? []),
  );
  const used = new Set<string>();
  for (const { members } of groups) {
    for (const { answer, pose } of members) {
      if (pose.instanceLabel === undefined) continue;
      const key = `${answer} ${pose.instanceLabel}`;
      if (used.has(key)) return votes.map(mostFrequent);
      used.add(key);
    }
  }
  const labels = [...new Set(votes.flat())].sort(compareText);
  const costs = votes.flatMap((own) => labels.map((label) => -own.filter((vote) => vote === label).length));
  const assignment = assignRows(costs, groups.length, labels.length);
  return votes.map((own, row) => {
    const label = labels[assignment[row] ?? -1];
    // What nobody called it is worse than sharing a label with another animal.
    return label !== undefined && own.includes(label) ? label : mostFrequent(own);
  });
}
