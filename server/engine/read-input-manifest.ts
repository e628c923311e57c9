import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { manifestLimits, parseManifestLine } from '#contracts/manifest-line.ts';

/** One object of a job's input. */
export interface InputLine {
  /** 0-based. */
  position: number;
  text: string;
  /** Whether an earlier job labeled it already under the same attribute. */
  labeled: boolean;
}

/**
 * Reads a whole input manifest.
 * @throws {GroundTruthError} `invalid-manifest` with the number of the first bad line and the reason
 */
export function readInputManifest(body: Buffer, labelAttributeName: string): InputLine[] {
  // A byte order mark comes from Windows editors and means nothing.
  const lines = body
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) {
    throw new GroundTruthError('invalid-manifest', 'The manifest is empty; expected one JSON object a line.');
  }
  if (lines.length > manifestLimits.lines) {
    throw new GroundTruthError(
      'invalid-manifest',
      `The manifest has ${lines.length} lines; Ground Truth takes ${manifestLimits.lines}.`,
    );
  }
  return lines.map((text, position) => ({
    position,
    text,
    labeled: labelAttributeName in parseManifestLine(text, position + 1),
  }));
}
