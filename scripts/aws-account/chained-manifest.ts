import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { manifestLimits } from '#contracts/manifest-line.ts';
import { parseJson } from '#contracts/parse.ts';

/** Where a label keeps every worker's answer. */
export const ANSWERS = 'annotationsFromAllWorkers';
/** Metadata that says that they were left out, and why. */
export const ANSWERS_LEFT_OUT = 'answers-left-out';

/** An output manifest made fit to be another job's input. */
export interface ChainedManifest {
  text: string;
  lines: number;
  /** Lines that have a label under the new job's attribute, and are passed on. */
  labeled: number;
  /** Lines whose answers were left out; 0 when the manifest is as it was. */
  shortened: number;
  /** Characters of the longest attribute before. */
  longest: number;
}

const REASON = `An attribute of an input manifest has at most ${manifestLimits.attributeCharacters} characters.`;

/**
 * Makes an output manifest the input of a next job. With the answers of five workers beside it, a pose label
 * is longer than an input attribute may be. So when any attribute is too long the answers are left out of
 * every label, which itself stays; they remain in the earlier job's output.
 * @param attribute the next job's label attribute
 * @throws {GroundTruthError} `limit-exceeded` with the line when an attribute is too long even so
 */
export function chainManifest(text: string, attribute: string, file: string): ChainedManifest {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line, index) => ({
      text: line,
      value: parseJson(line, 'line', { file, line: index + 1 }) as Record<string, unknown>,
    }));
  const longest = Math.max(0, ...lines.map(({ value }) => longestAttribute(value).size));
  const isLong = lines.some(
    ({ text: line, value }) =>
      line.length > manifestLimits.lineCharacters ||
      longestAttribute(value).size > manifestLimits.attributeCharacters,
  );
  const labeled = lines.filter(({ value }) => Object.hasOwn(value, attribute)).length;
  if (!isLong) return { text, lines: lines.length, labeled, shortened: 0, longest };
  let shortened = 0;
  const short = lines.map(({ value }, index) => {
    const kept = withoutAnswers(value);
    if (kept !== value) shortened++;
    const line = JSON.stringify(kept);
    const { name, size } = longestAttribute(kept);
    if (size > manifestLimits.attributeCharacters || line.length > manifestLimits.lineCharacters) {
      throw new GroundTruthError(
        'limit-exceeded',
        `Line ${index + 1} cannot be the input of a job: its attribute ${name} has ${size} characters even without the workers' answers, and Ground Truth takes ${manifestLimits.attributeCharacters} (${manifestLimits.lineCharacters} a line).`,
        { where: { file, line: index + 1 } },
      );
    }
    return `${line}\n`;
  });
  return { text: short.join(''), lines: lines.length, labeled, shortened, longest };
}

function longestAttribute(line: Record<string, unknown>): { name: string; size: number } {
  let found = { name: '', size: 0 };
  for (const [name, value] of Object.entries(line)) {
    const size = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).length;
    if (size > found.size) found = { name, size };
  }
  return found;
}

/** The line without the answers of any of its labels, saying so in their metadata; the same line if it has none. */
function withoutAnswers(line: Record<string, unknown>): Record<string, unknown> {
  const short = { ...line };
  let changed = false;
  for (const [name, value] of Object.entries(line)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, ANSWERS)) continue;
    const { [ANSWERS]: _, ...label } = value as Record<string, unknown>;
    short[name] = label;
    const metadata = line[`${name}-metadata`];
    short[`${name}-metadata`] = { ...(metadata as object | undefined), [ANSWERS_LEFT_OUT]: REASON };
    changed = true;
  }
  return changed ? short : line;
}
