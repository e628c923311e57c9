import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseContract } from '#contracts/parse.ts';
import { readConfigFile } from './read-config-file.ts';

/** Prices of one's own, in the folder where the command runs. */
const OWN_FILE = 'gtkit.prices.json';

const price = z.number().check(z.minimum(0));

const fields = {
  /** When the figures were taken down, `YYYY-MM-DD`. */
  date: z.string(),
  source: z.string(),
  currency: z.string(),
  /** An estimate above this is asked about before anything is sent. */
  confirmAbove: price,
  /** Ground Truth's fee for one labeled object by the month's volume; the last tier has no end. */
  perObject: z.array(z.strictObject({ upTo: z.nullable(price), price })).check(z.minLength(1)),
  /** What an hour of a worker costs you; 0 for your own people. */
  workerHour: price,
  lambda: z.strictObject({ perMillionRequests: price, perGbSecond: price }),
  s3: z.strictObject({ perThousandPuts: price, perThousandGets: price, perGbMonth: price }),
};

export const Prices = z.strictObject(fields);
export type Prices = z.infer<typeof Prices>;

/** Any of the prices. */
const PriceChanges = z.partial(Prices);

/**
 * The prices that come with the kit, with those of a file on top: the one that is named, else
 * `gtkit.prices.json` in the current folder.
 * @throws {GroundTruthError} `invalid-contract` naming the field
 */
export async function readPrices(file?: string): Promise<Prices> {
  const shipped = join(import.meta.dirname, 'prices.json');
  const prices = parseContract(Prices, await readConfigFile(shipped, 'price file'), 'price file', {
    file: shipped,
  });
  const own = file ?? (existsSync(OWN_FILE) ? OWN_FILE : undefined);
  if (own === undefined) return prices;
  const read = parseContract(PriceChanges, await readConfigFile(own, 'price file'), 'price file', {
    file: own,
  });
  const changes = Object.entries(read).filter(([, value]) => value !== undefined);
  return { ...prices, ...Object.fromEntries(changes), source: read.source ?? own };
}
