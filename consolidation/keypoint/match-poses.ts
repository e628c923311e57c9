import { assignRows } from '#geometry/hungarian.ts';
import { medianInPlace } from '#geometry/median.ts';
import type { Pose } from './pose-batch.ts';
import { poseScale } from './pose-scale.ts';

/** The same animal in the answers of several workers: one pose of each worker who drew it. */
export interface PoseGroup {
  /** Position in the list of answers and the pose, ascending by position. */
  members: { answer: number; pose: Pose }[];
}

/** Dissimilarity from which two poses are two animals. 1 is the dissimilarity of "no partner". */
const GATE = 0.85;

/** Distance in units of the animal's scale at which two keypoints are half alike. */
const HALF_ALIKE = 0.25;

/** Added when two workers gave the animals different labels: black is black even where they touch. */
const LABEL_CONFLICT = 0.3;

const REFINEMENTS = 2;

/** Share of the workers who must have drawn an animal; about .4 is best on real crowds, below one half. */
const MIN_SHARE = 0.4;

/** Answers with more animals than this are not matched; assignment is cubic. */
export const MAX_INSTANCES = 200;

type Centre = Pick<Pose, 'x' | 'y' | 'instanceLabel'>;

/**
 * Finds which poses of different workers show the same animal: optimal assignment of every worker's poses to
 * those of the medoid worker (who agrees best with all others), growth by poses that match nothing, then two
 * rounds of re-assignment to the groups' medians. Animals of fewer than .4 of the workers are dropped.
 * @param answers each worker's poses, workers in fixed order
 * @param pairs left/right pairs: whole animals drawn mirrored still match
 */
export function matchPoses(
  answers: readonly (readonly Pose[])[],
  pairs: readonly (readonly [number, number])[],
  image: { width: number; height: number },
): PoseGroup[] {
  const scale = poseScale(answers.flat(), image);
  const needed = MIN_SHARE * answers.length - 1e-9;
  const cost = (a: Centre, b: Centre) => dissimilarity(a, b, scale, pairs);

  let groups: PoseGroup[];
  if (answers.every((poses) => poses.length <= 1)) {
    groups = [{ members: answers.flatMap((poses, answer) => poses.map((pose) => ({ answer, pose }))) }];
  } else {
    const medoid = findMedoid(answers, cost);
    const order = [medoid, ...answers.keys().filter((index) => index !== medoid)];
    groups = assignAll(answers, order, [], cost);
    for (let round = 0; round < REFINEMENTS; round++) {
      const centres = groups.filter(({ members }) => members.length >= 2 || answers.length < 3).map(centreOf);
      groups = assignAll(answers, [...answers.keys()], centres, cost);
    }
  }
  return groups.filter(({ members }) => members.length > 0 && members.length >= needed);
}

/** Gives every worker's poses to the nearest centres; a pose without one becomes a centre for the rest. */
function assignAll(
  answers: readonly (readonly Pose[])[],
  order: readonly number[],
  start: readonly Centre[],
  cost: (a: Centre, b: Centre) => number,
): PoseGroup[] {
  const centres = [...start];
  const groups: PoseGroup[] = centres.map(() => ({ members: [] }));
  for (const answer of order) {
    const poses = answers[answer] ?? [];
    const costs = poses.flatMap((pose) => centres.map((centre) => cost(pose, centre)));
    const columns = centres.length;
    const assignment = assignRows(costs, poses.length, columns);
    poses.forEach((pose, row) => {
      const column = assignment[row] ?? -1;
      const group = groups[column];
      if (group && (costs[row * columns + column] as number) < GATE) group.members.push({ answer, pose });
      else {
        centres.push(pose);
        groups.push({ members: [{ answer, pose }] });
      }
    });
  }
  for (const { members } of groups) members.sort((a, b) => a.answer - b.answer);
  return groups;
}

/** The worker whose poses are assigned to all others' at the least total cost; of equals the first. */
function findMedoid(answers: readonly (readonly Pose[])[], cost: (a: Centre, b: Centre) => number): number {
  const totals = answers.map(() => 0);
  for (let a = 0; a < answers.length; a++) {
    for (let b = a + 1; b < answers.length; b++) {
      const total = assignmentCost(answers[a] ?? [], answers[b] ?? [], cost);
      totals[a] = (totals[a] ?? 0) + total;
      totals[b] = (totals[b] ?? 0) + total;
    }
  }
  return totals.indexOf(Math.min(...totals));
}

function assignmentCost(
  a: readonly Pose[],
  b: readonly Pose[],
  cost: (a: Centre, b: Centre) => number,
): number {
  const costs = a.flatMap((pose) => b.map((other) => cost(pose, other)));
  const assignment = assignRows(costs, a.length, b.length);
  let total = Math.abs(a.length - b.length);
  assignment.forEach((column, row) => {
    if (column >= 0) total += Math.min(1, costs[row * b.length + column] as number);
  });
  return total;
}

function centreOf({ members }: PoseGroup): Centre {
  const count = members[0]?.pose.x.length ?? 0;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const scratch = new Float64Array(members.length);
  const axisMedian = (axis: 'x' | 'y', k: number) => {
    let placed = 0;
    for (const { pose } of members) {
      const value = pose[axis][k] as number;
      if (!Number.isNaN(value)) scratch[placed++] = value;
    }
    return medianInPlace(scratch, placed);
  };
  for (let k = 0; k < count; k++) {
    x[k] = axisMedian('x', k);
    y[k] = axisMedian('y', k);
  }
  const labels = new Set(members.map(({ pose }) => pose.instanceLabel));
  // Members of different labels leave the centre open to both.
  return { x, y, instanceLabel: labels.size === 1 ? members[0]?.pose.instanceLabel : undefined };
}

/**
 * 0 (same place) to 1 (far apart), plus a penalty for different labels. The mean over shared keypoints of
 * d² / (d² + c²): like 1 - OKS, but it still tells near from far where OKS is 0 for all. The better of the
 * pose and its mirror image counts, so that a swapped answer finds its animal.
 */
function dissimilarity(
  a: Centre,
  b: Centre,
  scale: number,
  pairs: readonly (readonly [number, number])[],
): number {
  const half = (HALF_ALIKE * scale) ** 2;
  const partner = Array.from(a.x, (_, k) => k);
  const distance = (): number => {
    let sum = 0;
    let shared = 0;
    for (let k = 0; k < partner.length; k++) {
      const other = partner[k] as number;
      const dx = (a.x[k] as number) - (b.x[other] as number);
      const dy = (a.y[k] as number) - (b.y[other] as number);
      const squared = dx * dx + dy * dy;
      if (Number.isNaN(squared)) continue;
      sum += squared / (squared + half);
      shared++;
    }
    return shared === 0 ? 1 : sum / shared;
  };
  let result = distance();
  if (pairs.length > 0) {
    for (const [left, right] of pairs) {
      partner[left] = right;
      partner[right] = left;
    }
    result = Math.min(result, distance());
  }
  const conflict =
    a.instanceLabel !== undefined && b.instanceLabel !== undefined && a.instanceLabel !== b.instanceLabel;
  return conflict ? result + LABEL_CONFLICT : result;
}
