import * as z from 'zod/mini';

/**
 * What Ground Truth sends to a consolidation Lambda. Events seen in production say version "2018-10-06" and
 * carry outputConfig, maxHumanWorkersPerDataObject and vpcEnabled; the guide says "2018-10-16". Ignore both.
 */
export const ConsolidationRequest = z.looseObject({
  version: z.optional(z.string()),
  labelingJobArn: z.string(),
  labelAttributeName: z.string().check(z.minLength(1), z.maxLength(127)),
  labelCategories: z.optional(z.nullable(z.array(z.string()))),
  roleArn: z.optional(z.string()),
  payload: z.looseObject({ s3Uri: z.string() }),
  outputConfig: z.optional(z.string()),
  maxHumanWorkersPerDataObject: z.optional(z.number()),
  kmsKeyId: z.optional(z.nullable(z.string())),
  vpcEnabled: z.optional(z.boolean()),
});
export type ConsolidationRequest = z.infer<typeof ConsolidationRequest>;

/** Where one answer is: JSON text in `content` (an object is read too), or off-loaded to `s3Uri`. */
export const AnnotationData = z.looseObject({
  content: z.optional(z.union([z.string(), z.looseObject({})])),
  s3Uri: z.optional(z.string()),
  /** AWS's recipe reads this misspelling; some emulators write it. */
  s3uri: z.optional(z.string()),
});
export type AnnotationData = z.infer<typeof AnnotationData>;

/**
 * One object of a payload. Annotations stay unknown here on purpose: one broken answer is set aside where it
 * is read, and must not fail the object.
 */
export const PayloadObject = z.looseObject({
  datasetObjectId: z.union([z.string(), z.number()]),
  dataObject: z.optional(z.looseObject({ s3Uri: z.optional(z.string()), content: z.optional(z.unknown()) })),
  annotations: z.array(z.unknown()),
});
export type PayloadObject = z.infer<typeof PayloadObject>;

export const PayloadAnnotation = z.looseObject({ workerId: z.string(), annotationData: AnnotationData });
export type PayloadAnnotation = z.infer<typeof PayloadAnnotation>;

/** One element of what a consolidation Lambda returns. `content` is merged into the output line. */
export const ConsolidatedObject = z.looseObject({
  datasetObjectId: z.union([z.string(), z.number()]),
  consolidatedAnnotation: z.looseObject({ content: z.looseObject({}) }),
});
export type ConsolidatedObject = z.infer<typeof ConsolidatedObject>;

export const ConsolidationResponse = z.array(z.unknown());
export type ConsolidationResponse = z.infer<typeof ConsolidationResponse>;
