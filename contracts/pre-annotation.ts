import * as z from 'zod/mini';

/**
 * What Ground Truth sends to a pre-annotation Lambda, once per data object. `version` is documented as
 * 2018-10-16 and must be ignored. `dataObject` is the whole manifest line.
 */
export const PreAnnotationRequest = z.looseObject({
  version: z.optional(z.string()),
  labelingJobArn: z.string(),
  dataObject: z.looseObject({}),
});
export type PreAnnotationRequest = z.infer<typeof PreAnnotationRequest>;

/** What a pre-annotation Lambda returns. */
export const PreAnnotationResponse = z.looseObject({
  taskInput: z.looseObject({}),
  /** Boolean by contract; "true"/"false" strings are seen in AWS's own samples and are read as such. */
  isHumanAnnotationRequired: z.optional(z.union([z.boolean(), z.string()])),
});
export type PreAnnotationResponse = z.infer<typeof PreAnnotationResponse>;

/** Longest `taskInput` as JSON text, in characters (RenderUiTemplate's limit of Task.Input). */
export const MAX_TASK_INPUT = 128_000;
