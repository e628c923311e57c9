import { isOwnGroundTruth } from '../connection.ts';
import type { Clients } from '../local-clients.ts';
import { medianAnswerTime } from './answer-time.ts';
import { type CostEstimate, estimateCost } from './estimate-cost.ts';
import type { PreparedJob } from './prepare-labeling-job.ts';
import { readPrices } from './prices.ts';
import { priceInDollars } from './public-price.ts';

/** An estimate, and whether it is so high that a person should agree to it first. */
export interface JobEstimate extends CostEstimate {
  needsConsent: boolean;
}

/**
 * What a prepared job will cost.
 * @returns undefined for a job on our own Ground Truth, which costs nothing, and for one of unknown size
 */
export async function estimateJob(
  clients: Clients,
  job: PreparedJob,
  options: { pricesFile?: string | undefined; secondsPerAnswer?: number | undefined } = {},
): Promise<JobEstimate | undefined> {
  const prices = await readPrices(options.pricesFile);
  if (isOwnGroundTruth(clients.connection) && options.pricesFile === undefined) return undefined;
  if (job.objects === undefined) return undefined;
  const task = job.request.HumanTaskConfig;
  const price = task?.PublicWorkforceTaskPrice?.AmountInUsd;
  const estimate = estimateCost(
    {
      objects: job.objects,
      workersPerObject: task?.NumberOfHumanWorkersPerDataObject ?? 1,
      secondsPerAnswer: options.secondsPerAnswer ?? (await medianAnswerTime(clients, task?.TaskTitle ?? '')),
      publicPrice: price ? priceInDollars(price as Parameters<typeof priceInDollars>[0]) : undefined,
    },
    prices,
  );
  return { ...estimate, needsConsent: estimate.high > prices.confirmAbove };
}
