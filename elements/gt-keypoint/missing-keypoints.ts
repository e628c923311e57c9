import { msg, str } from '@lit/localize';
import type { Problem } from '#elements/stage/problem.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { countMarks, isUnmarked, type KeypointDocument } from './keypoint-document.ts';

/** What a submit asks about: nothing is marked, or keypoints are missing, each with its animal. */
export function missingKeypoints(element: GtKeypoint, document: KeypointDocument): Problem | undefined {
  const { poses, nothing } = document;
  if (nothing) return undefined;
  const missing = poses.flatMap(({ marks }, pose) =>
    marks.flatMap((mark, keypoint) => (mark === null ? [{ pose, keypoint }] : [])),
  );
  const [spot] = missing;
  if (spot === undefined) return undefined;
  const show = () => {
    element.select(spot);
    element.stage.root.focus();
  };
  if (isUnmarked(document))
    return {
      doubt: 'empty',
      message: msg(str`Nothing is marked yet. Mark the ${element.noun}, or submit again if there is none.`),
      show,
    };
  // A whole animal goes by its own name. Nobody reads more than a few: then it is said how many there are.
  const missingNames = missing
    .slice(0, 999)
    .map((spot) => (countMarks(poses[spot.pose]) === 0 ? element.poseName(spot.pose) : element.spoken(spot)));
  const [...all] = new Set(missingNames);
  const names = all.slice(0, 9).join(', ') + (all.length > 9 ? `… (${missing.length})` : '');
  return {
    doubt: 'unmarked',
    message: msg(
      str`Not marked yet: ${names}. Place what you can see, say that the rest is not in the picture, or submit again to leave it out.`,
    ),
    show,
  };
}
