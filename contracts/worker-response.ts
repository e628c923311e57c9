import * as z from 'zod/mini';

/** One answer in a worker-response file. Answers of the old public workforce lack the first and last fields. */
export const WorkerResponseAnswer = z.looseObject({
  acceptanceTime: z.optional(z.string()),
  answerContent: z.looseObject({}),
  submissionTime: z.string(),
  timeSpentInSeconds: z.optional(z.number()),
  workerId: z.string(),
  workerMetadata: z.optional(z.looseObject({ identityData: z.optional(z.looseObject({})) })),
});
export type WorkerResponseAnswer = z.infer<typeof WorkerResponseAnswer>;

/** `annotations/worker-response/iteration-<n>/<datasetObjectId>/<time>.json` of the output tree. */
export const WorkerResponse = z.looseObject({ answers: z.array(WorkerResponseAnswer) });
export type WorkerResponse = z.infer<typeof WorkerResponse>;
