import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt, parseJson } from '#contracts/parse.ts';
import { checkSkeleton, Skeleton } from '#contracts/skeleton.ts';
import { LabelNames } from './label-names.ts';
import type { OpenedJob } from './open-job.ts';

export type OutputLine = Record<string, unknown>;

/** What an output manifest tells about its job, whatever its length. */
export interface ManifestScan {
  lines: number;
  labelAttribute: string;
  names: LabelNames;
  skeleton: Skeleton | undefined;
  /** As `job-name` has it, such as "labeling-job/birds". */
  jobName: string | undefined;
  /** Whether labels carry the workers' answers. */
  keepsAnswers: boolean;
}

/** Reads one line. @throws {GroundTruthError} `invalid-manifest` with its number */
export function readOutputLine(text: string, position: number, file: string): OutputLine {
  const where = { file, line: position + 1 };
  const value = parseJson(text, `line ${position + 1} of the output manifest`, where);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as OutputLine;
  throw new GroundTruthError(
    'invalid-manifest',
    `Line ${position + 1} of the output manifest is not an object, found ${excerpt(value)}.`,
    { where },
  );
}

/** What stands under an attribute's metadata; nothing when it is no object. */
export function metadataOf(line: OutputLine, attribute: string): Record<string, unknown> {
  const metadata = line[`${attribute}-metadata`];
  return typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {};
}

/** @throws {GroundTruthError} `not-found` without a label attribute, `invalid-manifest` for a broken line */
export async function scanManifest(
  { files, manifest, labelAttribute }: OpenedJob,
  attribute: string | undefined,
): Promise<ManifestScan> {
  const path = manifest ?? '';
  const scan: ManifestScan = {
    lines: 0,
    labelAttribute: attribute ?? labelAttribute ?? '',
    names: new LabelNames(),
    skeleton: undefined,
    jobName: undefined,
    keepsAnswers: false,
  };
  for await (const text of files.lines(path)) {
    const line = readOutputLine(text, scan.lines++, path);
    // Of a chain of jobs the last one's metadata stands last.
    scan.labelAttribute ||=
      Object.keys(line)
        .findLast((key) => key.endsWith('-metadata'))
        ?.slice(0, -'-metadata'.length) ?? '';
    const label = line[scan.labelAttribute];
    const metadata = metadataOf(line, scan.labelAttribute);
    scan.names.addLabel(label, metadata);
    if (scan.jobName === undefined && typeof metadata['job-name'] === 'string')
      scan.jobName = metadata['job-name'];
    scan.skeleton ??= readSkeleton(metadata['skeleton']);
    scan.keepsAnswers ||= typeof label === 'object' && label !== null && 'annotationsFromAllWorkers' in label;
  }
  if (scan.labelAttribute !== '') return scan;
  throw new GroundTruthError(
    'not-found',
    `No line of ${files.root}/${path} has a label; name its attribute with --attribute.`,
  );
}

function readSkeleton(value: unknown): Skeleton | undefined {
  const parsed = Skeleton.safeParse(value);
  return parsed.success && checkSkeleton(parsed.data) === undefined ? parsed.data : undefined;
}
