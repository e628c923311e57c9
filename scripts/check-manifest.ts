import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { manifestLimits, parseManifestLine } from '#contracts/manifest-line.ts';
import { excerpt } from '#contracts/parse.ts';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';

/** One thing that a labeling job would stumble over. */
export interface ManifestProblem {
  /** 1-based line number; 0 for the file as a whole. */
  line: number;
  reason: string;
}

export interface ManifestCheck {
  /** Objects that a job could take. */
  objects: number;
  problems: ManifestProblem[];
  /** Source of every usable line, by line number, for checks that need the network. */
  sources: Map<number, string>;
}

const imageName = /\.(jpe?g|png)$/i;

/**
 * Reads a whole input manifest and finds everything that a job would refuse or fail on, not just the first.
 * Pure: whether the images exist is asked elsewhere.
 */
export function checkManifest(text: string, file?: string): ManifestCheck {
  const problems: ManifestProblem[] = [];
  const sources = new Map<number, string>();
  const firstSeen = new Map<string, number>();
  let objects = 0;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  // A newline at the end of the file is no empty line.
  if (lines.at(-1) === '') lines.pop();
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const reason = content.trim() === '' ? 'The line is empty; remove it.' : problemOf(content, line);
    if (reason !== undefined) problems.push({ line, reason });
    else objects++;
  }
  if (objects === 0 && problems.length === 0) problems.push({ line: 0, reason: 'The manifest is empty.' });
  if (objects > manifestLimits.lines) {
    const reason = `The manifest has ${objects} objects; Ground Truth takes ${manifestLimits.lines}. Split it.`;
    problems.push({ line: 0, reason });
  }
  return { objects, problems, sources };

  function problemOf(content: string, line: number): string | undefined {
    try {
      const value = parseManifestLine(content, line, file);
      const reference = value['source-ref'];
      if (reference === undefined) return undefined;
      const earlier = firstSeen.get(reference);
      if (earlier !== undefined) return `The object ${excerpt(reference)} is already on line ${earlier}.`;
      firstSeen.set(reference, line);
      sources.set(line, reference);
      return problemOfReference(reference) ?? problemOfSkeleton(value['skeleton']);
    } catch (error) {
      // The number stands beside the reason already.
      if (error instanceof GroundTruthError)
        return error.message.replace(/^Line \d+ of the manifest /, 'The line ');
      throw error;
    }
  }
}

function problemOfReference(reference: string): string | undefined {
  const { key } = parseS3Uri(reference);
  if (key === '' || key.endsWith('/'))
    return `"source-ref" names a folder, not an image: ${excerpt(reference)}.`;
  return imageName.test(key)
    ? undefined
    : `"source-ref" is no .jpg, .jpeg or .png, found ${excerpt(reference)}.`;
}

/** A skeleton on the line is what the keypoint page shows, so it must hold together. */
function problemOfSkeleton(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const read = Skeleton.safeParse(value);
  if (!read.success) return `"skeleton" is not a skeleton: ${read.error.issues[0]?.path.join('.') ?? ''}.`;
  const contradiction = checkSkeleton(read.data);
  return contradiction === undefined ? undefined : `"skeleton" contradicts itself: ${contradiction}.`;
}
