import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { describeCost, estimateCost } from './estimate-cost.ts';
import { readPrices } from './prices.ts';

const folder = mkdtempSync(join(tmpdir(), 'gtkit-prices-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('takes each tier of the fee at its own price', async () => {
  const cost = estimateCost({ objects: 100_000, workersPerObject: 1 }, await readPrices());
  const [fee] = cost.items;
  expect(fee).toMatchObject({ what: 'Ground Truth', high: 6000, low: 2000 });
  expect(cost.high).toBeGreaterThan(6000);
});

it("says the workers' hours when an earlier job tells how long an answer takes", async () => {
  const prices = { ...(await readPrices()), workerHour: 15 };
  const cost = estimateCost({ objects: 100, workersPerObject: 5, secondsPerAnswer: 36 }, prices);
  expect(cost.workerHours).toBe(5);
  expect(cost.items).toContainEqual(expect.objectContaining({ what: 'Workers', low: 75, high: 75 }));
  expect(describeCost(cost)).toContain('5.0 hours, 36 s an answer');
  const unknown = estimateCost({ objects: 100, workersPerObject: 5 }, prices);
  expect(describeCost(unknown)).toContain('--seconds-per-answer');
});

it('takes prices of your own, and says which one it cannot read', async () => {
  const file = join(folder, 'prices.json');
  writeFileSync(file, JSON.stringify({ date: '2027-01-01', workerHour: 20 }));
  expect(await readPrices(file)).toMatchObject({ date: '2027-01-01', workerHour: 20, source: file });
  writeFileSync(file, JSON.stringify({ workerHour: 'much' }));
  await expect(readPrices(file)).rejects.toThrow(/workerHour/);
});
