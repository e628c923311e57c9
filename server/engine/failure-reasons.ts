import { lambdaFailureReason } from '../lambda/lambda-failure.ts';

/** What the service writes on an object that nobody answered in time, verbatim from a real manifest. */
export const EXPIRED =
  'ClientError: Annotation tasks expired.  Probable Reasons are 1) TaskAvailabilityLifetimeInSeconds parameter is too small.  2) Reward is too low for workers to work on the task.  3) If you use a custom html template, your template may be broken.  4) Data (image/video/text) sent for annotation is broken or too big, preventing completion.  5) All workers declined the tasks.';

/** What the service writes when a function fails, verbatim, and after it what the function really said. */
export function functionFailed(functionArn: string, roleArn: string, detail: string): string {
  const firstLine = detail.split('\n', 1)[0]?.slice(0, 400) ?? '';
  return `${lambdaFailureReason(functionArn, roleArn)} ${firstLine}`;
}

/** Any other reason that is the requester's to repair. */
export function clientError(detail: string): string {
  return `ClientError: ${detail}`;
}
