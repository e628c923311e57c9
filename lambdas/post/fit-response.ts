import type { ConsolidatedObject } from '#contracts/post-annotation.ts';

/** Lambda returns at most 6 MB; some of it is left for the envelope. */
const MAX_RESPONSE = 5_500_000;

/**
 * A batch of a thousand objects with all their answers can be longer than Lambda returns, and then the whole
 * batch would fail. The answers stay in the worker-response files, so they are what goes first, and the label
 * says so.
 */
export function fitResponse(
  response: ConsolidatedObject[],
  labelAttributeName: string,
  limit = MAX_RESPONSE,
): ConsolidatedObject[] {
  if (limit === Number.POSITIVE_INFINITY || JSON.stringify(response).length <= limit) return response;
  return response.map(({ consolidatedAnnotation: { content }, ...rest }) => {
    const label = content[labelAttributeName];
    if (typeof label !== 'object' || label === null) return { ...rest, consolidatedAnnotation: { content } };
    const { annotationsFromAllWorkers: _, ...kept } = label as Record<string, unknown>;
    const metadata = content[`${labelAttributeName}-metadata`] as Record<string, unknown>;
    return {
      ...rest,
      consolidatedAnnotation: {
        content: {
          [labelAttributeName]: kept,
          [`${labelAttributeName}-metadata`]: { ...metadata, 'answers-left-out': 'The batch was too long.' },
        },
      },
    };
  });
}
