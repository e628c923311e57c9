/** One request to AWS, or to our own Ground Truth, as `--dry-run` shows it. */
export interface SentRequest {
  /** Service in lower case: sagemaker, s3, iam, sts, lambda. */
  service: string;
  /** The API's own name of the operation, such as CreateLabelingJob. */
  operation: string;
  /** Members of the request; bodies are replaced by their length, secrets by stars. */
  input: unknown;
  /** False for what a dry run held back. */
  sent: boolean;
}

/** Operations that change nothing, which a dry run sends to find out what it would do. */
export const isRead = (operation: string): boolean => /^(Get|List|Describe|Head|Simulate)/.test(operation);

/** A request's members as they may be shown to anybody. */
export function presentable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return value.map(presentable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (/secret/i.test(key)) return [key, '***'];
      if (key === 'Body' && typeof member === 'string') return [key, `${Buffer.byteLength(member)} bytes`];
      return [key, presentable(member)];
    }),
  );
}
