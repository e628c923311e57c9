import type { Prices } from './prices.ts';

/** What a job will cost, about. Amounts are in the prices' currency. */
export interface CostEstimate {
  currency: string;
  /** Date and source of the prices. */
  pricesOf: string;
  source: string;
  items: CostItem[];
  low: number;
  high: number;
  /** Hours that the workers will spend; undefined when no earlier job tells how long an answer takes. */
  workerHours?: number;
}

interface CostItem {
  what: string;
  low: number;
  high: number;
  how: string;
}

export interface JobSize {
  objects: number;
  workersPerObject: number;
  /** Median time of one answer in earlier jobs. */
  secondsPerAnswer?: number | undefined;
  /** Dollars for one answer, of the retired public workforce. */
  publicPrice?: number | undefined;
}

/** Our functions have half a gigabyte and take about a second for an object, both of them together. */
const LAMBDA_GB_SECONDS = 0.5;
/** Bytes that an answer and its label take in the bucket, about. */
const ANSWER_BYTES = 8000;
/** Files that Ground Truth writes besides the answers. */
const FILES_PER_OBJECT = 1;

/**
 * Estimates a job's cost. The fee for an object depends on how many the account labels in the month, which is
 * not known here: `low` is at the last tier's price, `high` with none before.
 */
export function estimateCost(job: JobSize, prices: Prices): CostEstimate {
  const { objects, workersPerObject, secondsPerAnswer, publicPrice } = job;
  const answers = objects * workersPerObject;
  const hours = secondsPerAnswer === undefined ? undefined : (answers * secondsPerAnswer) / 3600;
  const lastPrice = prices.perObject.at(-1)?.price ?? 0;
  const lambda =
    (2 * objects * prices.lambda.perMillionRequests) / 1e6 +
    objects * LAMBDA_GB_SECONDS * prices.lambda.perGbSecond;
  const s3 =
    ((answers + objects * FILES_PER_OBJECT) * prices.s3.perThousandPuts) / 1000 +
    (answers * prices.s3.perThousandGets) / 1000 +
    ((answers * ANSWER_BYTES) / 1e9) * prices.s3.perGbMonth;
  const exactly = (what: string, amount: number, how: string): CostItem => ({
    what,
    low: amount,
    high: amount,
    how,
  });
  const items: CostItem[] = [
    {
      what: 'Ground Truth',
      low: objects * lastPrice,
      high: tiered(objects, prices.perObject),
      how: `${objects} objects, by the month's volume`,
    },
    exactly('Lambda', lambda, `${2 * objects} calls`),
    exactly('S3', s3, `${answers} answers, one month`),
    ...(hours === undefined
      ? []
      : [
          exactly(
            'Workers',
            hours * prices.workerHour,
            `${hours.toFixed(1)} hours, ${secondsPerAnswer} s an answer`,
          ),
        ]),
    ...(publicPrice === undefined
      ? []
      : [exactly('Public workforce', answers * publicPrice, `${answers} answers at ${publicPrice}`)]),
  ];
  return {
    currency: prices.currency,
    pricesOf: prices.date,
    source: prices.source,
    items,
    low: total(items.map(({ low }) => low)),
    high: total(items.map(({ high }) => high)),
    ...(hours === undefined ? {} : { workerHours: hours }),
  };
}

const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

/** The price of `count` things, each tier's share at its own price. */
function tiered(count: number, tiers: Prices['perObject']): number {
  let cost = 0;
  let below = 0;
  for (const { upTo, price } of tiers) {
    const end = Math.min(count, upTo ?? Number.POSITIVE_INFINITY);
    if (end > below) cost += (end - below) * price;
    below = Math.max(below, end);
  }
  return cost;
}

/** The estimate in words, one line an item. */
export function describeCost(cost: CostEstimate): string {
  const money = (amount: number) => amount.toFixed(amount > 0 && amount < 0.01 ? 4 : 2);
  const span = ({ low, high }: { low: number; high: number }) =>
    low === high ? money(high) : `${money(low)} to ${money(high)}`;
  return [
    `About ${span(cost)} ${cost.currency}, prices of ${cost.pricesOf}:`,
    ...cost.items.map((item) => `  ${item.what.padEnd(18)}${span(item).padStart(18)}  ${item.how}`),
    ...(cost.workerHours === undefined
      ? [
          '  Worker hours are not known: no earlier job with this title has ended (--seconds-per-answer says it).',
        ]
      : []),
  ].join('\n');
}
