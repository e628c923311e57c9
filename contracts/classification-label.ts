import * as z from 'zod/mini';
import { LabelMetadata } from './label-metadata.ts';

/**
 * The label of one image in a job with one choice: the index of its class in the job's list. Real files have
 * the number, the developer guide has it as text. A verification job's label is one too.
 */
export const ClassificationLabel = z.union([z.number(), z.string()]);
export type ClassificationLabel = z.infer<typeof ClassificationLabel>;

const Confidence = z.number().check(z.minimum(0), z.maximum(1));

/** Metadata beside a {@link ClassificationLabel}, exactly as the built-in functions write it. */
export const ClassificationLabelMetadata = z.looseObject({
  ...LabelMetadata.shape,
  'class-name': z.string(),
  confidence: Confidence,
  /** What workers said of the marks that they judged; only where it is a verification. */
  'worker-feedback': z.optional(z.array(z.looseObject({ comment: z.string() }))),
});
export type ClassificationLabelMetadata = z.infer<typeof ClassificationLabelMetadata>;

/** The label of one image where several classes may apply: their indexes, ascending; none is a label too. */
export const MultiLabel = z.array(z.number());
export type MultiLabel = z.infer<typeof MultiLabel>;

/** Metadata beside a {@link MultiLabel}; both maps have the classes that apply, by index. */
export const MultiLabelMetadata = z.looseObject({
  ...LabelMetadata.shape,
  'class-map': z.record(z.string(), z.string()),
  'confidence-map': z.record(z.string(), Confidence),
});
export type MultiLabelMetadata = z.infer<typeof MultiLabelMetadata>;
