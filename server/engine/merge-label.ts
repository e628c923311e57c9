import { creationDate } from '#contracts/label-metadata.ts';

/**
 * The output line of a labeled object: the input line with what the consolidation function returned, and
 * Ground Truth's own metadata where the function returned none.
 */
export function mergeLabel(
  line: string,
  content: Record<string, unknown>,
  job: { name: string; labelAttributeName: string },
  now: number,
  extra: Record<string, unknown> = {},
): string {
  const metadataName = `${job.labelAttributeName}-metadata`;
  const metadata = {
    type: 'groundtruth/custom',
    'job-name': job.name,
    'human-annotated': 'yes',
    'creation-date': creationDate(now),
    ...extra,
  };
  // The failed metadata of an earlier job in the chain gives way to this one's.
  const { [metadataName]: _earlier, ...input } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify({ ...input, ...content, [metadataName]: content[metadataName] ?? metadata });
}
