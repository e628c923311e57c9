import { compareText } from '../answered-object.ts';
import { assignIdentities } from './assign-identities.ts';
import type { PoseGroup } from './match-poses.ts';

/** The class or identity of one animal. */
export interface Identity {
  /** Undefined when nobody named it. */
  label: string | undefined;
  /** Probability that the animal's name is not another animal's of the same image. */
  certainty: number;
}

/** Names of one image that are given out in every possible way; above, by the most agreeing votes alone. */
const MAX_NAMES = 4;

/** Images that it takes to learn who exchanges animals; with fewer, everybody is taken to do so once in ten. */
const MIN_IMAGES = 5;
const START = 0.1;

/** Images by which a worker's rate is drawn to the crowd's. */
const CROWD_IMAGES = 4;

const MAX_ITERATIONS = 20;

/** One image with animals of different names, and every way to give these out. */
interface Naming {
  object: number;
  labels: readonly string[];
  /** Label of each group in each way: an index into `labels`, -1 for none. */
  ways: readonly (readonly number[])[];
  /** By worker who named two animals or more: which ways he agrees with. */
  workers: readonly { worker: number; agrees: readonly boolean[] }[];
  posterior: Float64Array;
}

/**
 * Who is who in every image. Where no worker used a name twice in an image, names are identities ("black", "white"):
 * one more permutation that a worker can get wrong. Of all ways to give them out, the one is taken that is most
 * probable given how often each worker exchanges animals, which is learned over the job by EM; a worker who never
 * knows them apart outvotes nobody. Else each animal takes the label of most of its workers.
 * @param objects the matched animals of each object, and the job-wide index of each answer's worker
 */
export function learnIdentities(
  objects: readonly { groups: readonly PoseGroup[]; workers: readonly number[] }[],
  workerCount: number,
): Identity[][] {
  const voted = objects.map(({ groups }) => assignIdentities(groups));
  const result = voted.map((labels) => labels.map((label): Identity => ({ label, certainty: 1 })));
  const namings = objects.flatMap(({ groups, workers }, object) => nameable(groups, workers, object) ?? []);
  const rate = new Float64Array(workerCount).fill(START);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let moved = 0;
    for (const naming of namings) moved += judge(naming, rate);
    if (namings.length < MIN_IMAGES || moved < 1e-6 * namings.length) break;
    learnRates(namings, rate);
  }
  for (const { object, labels, ways, posterior } of namings) {
    const before = voted[object] ?? [];
    const isVoted = (way: readonly number[]) =>
      way.every((label, g) => label < 0 || labels[label] === before[g]);
    // Of equals the one that most votes speak for.
    let best = Math.max(0, ways.findIndex(isVoted));
    posterior.forEach((chance, index) => {
      if (chance > (posterior[best] as number) + 1e-9) best = index;
    });
    (result[object] ?? []).forEach((identity, group) => {
      const label = ways[best]?.[group] ?? -1;
      if (label < 0) return;
      identity.label = labels[label];
      identity.certainty = ways.reduce(
        (sum, way, index) => sum + (way[group] === label ? (posterior[index] as number) : 0),
        0,
      );
    });
  }
  return result;
}

/** Undefined where names are no identities, or nothing can be exchanged. */
function nameable(
  groups: readonly PoseGroup[],
  workers: readonly number[],
  object: number,
): Naming | undefined {
  const byAnswer = new Map<number, Map<number, string>>();
  const named = new Set<string>();
  for (const [group, { members }] of groups.entries()) {
    for (const { answer, pose } of members) {
      if (pose.instanceLabel === undefined) continue;
      const own = byAnswer.get(answer) ?? new Map<number, string>();
      if ([...own.values()].includes(pose.instanceLabel)) return undefined;
      byAnswer.set(answer, own.set(group, pose.instanceLabel));
      named.add(pose.instanceLabel);
    }
  }
  const labels = [...named].sort(compareText);
  const animals = groups.flatMap((_, group) =>
    [...byAnswer.values()].some((own) => own.has(group)) ? [group] : [],
  );
  if (labels.length < 2 || labels.length > MAX_NAMES || animals.length < 2 || animals.length > labels.length)
    return undefined;
  const ways = injections(animals.length, labels.length).map((chosen) => {
    const way = groups.map(() => -1);
    animals.forEach((group, index) => {
      way[group] = chosen[index] ?? -1;
    });
    return way;
  });
  const voters = [...byAnswer].filter(([, own]) => own.size > 0);
  return {
    object,
    labels,
    ways,
    workers: voters.map(([answer, own]) => ({
      worker: workers[answer] ?? 0,
      agrees: ways.map((way) => [...own].every(([group, label]) => labels[way[group] ?? -1] === label)),
    })),
    posterior: new Float64Array(ways.length).fill(1 / ways.length),
  };
}

/** Every way to give `count` animals different ones of `names` names, as lists of names. */
function injections(count: number, names: number): number[][] {
  if (count === 0) return [[]];
  return injections(count - 1, names).flatMap((rest) =>
    Array.from({ length: names }, (_, name) => name)
      .filter((name) => !rest.includes(name))
      .map((name) => [...rest, name]),
  );
}

/** The E-step of one image. @returns how far its posterior moved */
function judge({ ways, workers, posterior }: Naming, rate: Float64Array): number {
  const logs = ways.map((_, index) =>
    workers.reduce((sum, { worker, agrees }) => {
      const wrong = rate[worker] as number;
      const others = Math.max(1, agrees.filter((yes) => !yes).length);
      return sum + Math.log(agrees[index] ? 1 - wrong : wrong / others);
    }, 0),
  );
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let moved = 0;
  weights.forEach((weight, index) => {
    moved += Math.abs(weight / total - (posterior[index] as number));
    posterior[index] = weight / total;
  });
  return moved;
}

/** The M-step: how often each worker's names are those of another permutation. */
function learnRates(namings: readonly Naming[], rate: Float64Array): void {
  const wrong = new Float64Array(rate.length);
  const images = new Float64Array(rate.length);
  let [allWrong, all] = [1, 10];
  for (const { workers, posterior } of namings) {
    for (const { worker, agrees } of workers) {
      const missed = posterior.reduce((sum, chance, index) => sum + (agrees[index] ? 0 : chance), 0);
      wrong[worker] = (wrong[worker] as number) + missed;
      images[worker] = (images[worker] as number) + 1;
      allWrong += missed;
      all++;
    }
  }
  for (let w = 0; w < rate.length; w++) {
    const own =
      ((wrong[w] as number) + (CROWD_IMAGES * allWrong) / all) / ((images[w] as number) + CROWD_IMAGES);
    // Nobody is taken to name animals wrongly on purpose, or EM could turn all names round.
    rate[w] = Math.min(0.5, Math.max(1e-3, own));
  }
}
