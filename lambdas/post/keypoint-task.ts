import { consolidateKeypointBatch } from '#consolidation/keypoint/consolidate-keypoints.ts';
import { MAX_INSTANCES } from '#consolidation/keypoint/match-poses.ts';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import { parseContract } from '#contracts/parse.ts';
import { checkSkeleton, type Skeleton } from '#contracts/skeleton.ts';
import { echoedByMajority } from './echoed-by-majority.ts';
import type { PostTask } from './post-task.ts';
import { rounded } from './rounded.ts';

/** Poses: the skeleton comes from the settings, else from what most workers' elements echo. */
export const keypointTask: PostTask<KeypointAnswer> = {
  name: 'keypoint',
  // There is no built-in type for keypoints on still images.
  type: 'groundtruth/custom',
  recognizes: (value) => 'keypoints' in value,
  parse(value, where) {
    const answer = parseContract(KeypointAnswer, value, 'keypoint answer', where);
    if (answer.inputImageProperties.width < 1 || answer.inputImageProperties.height < 1)
      throw new GroundTruthError('invalid-contract', 'The keypoint answer has an image without size.', {
        where,
      });
    const instances = countInstances(answer);
    if (instances > MAX_INSTANCES) {
      throw new GroundTruthError(
        'limit-exceeded',
        `The keypoint answer has ${instances} instances; at most ${MAX_INSTANCES} are merged.`,
        { where },
      );
    }
    return answer;
  },
  consolidate(objects, { settings, labelCategories, locationCalibration: _, ...known }) {
    const skeleton =
      settings.skeleton ??
      echoedByMajority(
        objects.flatMap(({ answers }) =>
          answers.map(({ workerId, answer }) => ({ workerId, value: soundSkeleton(answer.skeleton) })),
        ),
      );
    const { results, ...shown } = consolidateKeypointBatch(objects, {
      skeleton,
      names: labelCategories,
      classes: settings.labels,
      method: settings.method,
      ...known,
    });
    const labels = results.map(({ label, objects: confidences, classMap, names, method, agreement }) => ({
      label,
      metadata: {
        objects: confidences,
        'class-map': classMap,
        'keypoint-names': names,
        ...(skeleton ? { skeleton: withoutDefinitions(skeleton) } : {}),
        method,
        agreement: agreement.map(({ workerId, keypoints, pckPixels, pck, distance }) => ({
          'worker-id': workerId,
          keypoints,
          'pck-10px': rounded(pckPixels),
          'pck-0.1': rounded(pck),
          'median-distance': rounded(distance),
        })),
      },
    }));
    return { labels, ...shown };
  },
};

/** An upper bound on animals in an answer: its instance names, and repeated labels without an instance. */
function countInstances({ keypoints }: KeypointAnswer): number {
  const named = new Set<string>();
  const unnamed = new Map<string, number>();
  let most = 0;
  for (const { label, instance } of keypoints) {
    if (instance !== undefined) named.add(String(instance));
    else {
      const count = (unnamed.get(label) ?? 0) + 1;
      unnamed.set(label, count);
      most = Math.max(most, count);
    }
  }
  return Math.max(named.size, most);
}

/** An echoed skeleton that contradicts itself is not echoed at all. */
function soundSkeleton(skeleton: Skeleton | undefined): Skeleton | undefined {
  return skeleton && checkSkeleton(skeleton) === undefined ? skeleton : undefined;
}

/** The sentences are for workers; in every line of a manifest they would be most of its length. */
function withoutDefinitions(skeleton: Skeleton): Skeleton {
  return { ...skeleton, keypoints: skeleton.keypoints.map(({ definition: _, ...keypoint }) => keypoint) };
}
