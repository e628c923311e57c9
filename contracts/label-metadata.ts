import * as z from 'zod/mini';

/** A worker's answer that took no part in the label, and why. */
export const SetAsideAnswer = z.object({ 'worker-id': z.string(), reason: z.string() });
export type SetAsideAnswer = z.infer<typeof SetAsideAnswer>;

/**
 * What stands under `<label attribute>-metadata` in an output manifest, in the spelling that real files have
 * (hyphens, lower case). {@link readLabelMetadata} also takes the developer guide's spelling.
 */
export const LabelMetadata = z.looseObject({
  type: z.optional(z.string()),
  'job-name': z.optional(z.string()),
  /** "yes" on labels; "true" is what the service writes on failed objects. */
  'human-annotated': z.optional(z.string()),
  /** ISO 8601 without a zone (UTC), with microseconds. */
  'creation-date': z.optional(z.string()),
  'failure-reason': z.optional(z.string()),
  'retry-count': z.optional(z.number()),
  'worker-response-ref': z.optional(z.string()),
  'set-aside': z.optional(z.array(SetAsideAnswer)),
});
export type LabelMetadata = z.infer<typeof LabelMetadata>;

/** The developer guide's spelling on the left, the observed one on the right. */
const documentedSpelling = { job_name: 'job-name', creation_date: 'creation-date' } as const;

/** Reads metadata in either spelling and returns the observed one. */
export function readLabelMetadata(value: unknown): LabelMetadata {
  const raw: Record<string, unknown> = { ...LabelMetadata.parse(value) };
  for (const [documented, observed] of Object.entries(documentedSpelling)) {
    if (documented in raw && !(observed in raw)) raw[observed] = raw[documented];
    delete raw[documented];
  }
  const metadata = LabelMetadata.parse(raw);
  if (metadata.type !== undefined) metadata.type = metadata.type.replace(/^groundTruth\//, 'groundtruth/');
  return metadata;
}

/** Ground Truth's creation date: UTC without a zone, milliseconds padded to microseconds. */
export function creationDate(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 23)}000`;
}
