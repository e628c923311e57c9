import { GroundTruthError } from './ground-truth-error.ts';
import { excerpt } from './parse.ts';

/** Tag of CreateLabelingJob that asks for adaptive assignment; the API has no field for it. AWS ignores it. */
export const ADAPTIVE_TAG = 'gtkit:adaptive';

/** Most workers for one object, as NumberOfHumanWorkersPerDataObject. */
const MOST_WORKERS = 9;

/**
 * One more answer for the objects that need it: every object gets the job's workers per object, and those whose
 * merged label is not sure enough go on, one answer at a time.
 */
export interface AdaptiveAssignment {
  /** Answers after which an object is left as it is. */
  max: number;
  /** Confidence in [0, 1] from which a label is sure enough. */
  targetConfidence: number;
  /** How long an object waits for an answer more than the first ones; without it, as long as for those. */
  waitSeconds?: number;
}

/**
 * Reads the tag's value.
 * @param value such as "max=5 target-confidence=0.9"; commas are no characters of a tag
 * @param min the job's workers per object
 * @throws {GroundTruthError} `invalid-argument` with what was expected
 */
export function parseAdaptive(value: string, min: number): AdaptiveAssignment {
  const given = new Map<string, number>();
  for (const part of value.split(' ').filter((text) => text !== '')) {
    const [, name, number] = /^([a-z-]+)=(\d+(?:\.\d+)?)$/.exec(part) ?? [];
    if (name === undefined || !Object.hasOwn(bounds, name) || given.has(name))
      throw refusal(`it has ${excerpt(part)}`);
    given.set(name, Number(number));
  }
  const read = (name: keyof typeof bounds, least: number) => {
    const number = given.get(name);
    const { most, whole } = bounds[name];
    if (number === undefined || (number >= least && number <= most && (!whole || Number.isInteger(number))))
      return number;
    throw refusal(`${name} is ${number}, and not ${whole ? 'a whole number ' : ''}from ${least} to ${most}`);
  };
  const waitSeconds = read('wait', 1);
  return {
    max: read('max', min) ?? Math.max(min, 5),
    targetConfidence: read('target-confidence', 0) ?? 0.9,
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
  };
}

const bounds = {
  max: { most: MOST_WORKERS, whole: true },
  'target-confidence': { most: 1, whole: false },
  /** A month, as long as tasks of a private team can be available. */
  wait: { most: 2_592_000, whole: true },
};

function refusal(found: string): GroundTruthError {
  return new GroundTruthError(
    'invalid-argument',
    `The tag ${ADAPTIVE_TAG} cannot be used: ${found}. Expected such as "max=5 target-confidence=0.9 wait=3600" (seconds), every part optional.`,
  );
}
