/**
 * The day from which Lambda creates no function with a runtime any more, from AWS's table of runtimes as
 * cfn-lint 1.51 has it. Only what a labeling recipe may plausibly use is listed.
 */
const blockedFrom: Readonly<Record<string, string>> = {
  'nodejs12.x': '2023-03-31',
  'nodejs14.x': '2024-01-09',
  'nodejs16.x': '2026-06-01',
  'nodejs18.x': '2026-06-01',
  'nodejs20.x': '2026-06-01',
  'nodejs22.x': '2027-06-01',
  'nodejs24.x': '2028-06-01',
  'python2.7': '2021-07-15',
  'python3.6': '2022-07-18',
  'python3.7': '2024-01-09',
  'python3.8': '2026-06-01',
  'python3.9': '2026-06-01',
  'python3.10': '2026-07-31',
  'python3.11': '2026-07-31',
  'python3.12': '2028-11-30',
  'python3.13': '2029-07-31',
  'python3.14': '2029-07-31',
};

/** Runtime of the deployed functions, and of the tests. */
export const OUR_RUNTIME = 'nodejs24.x';

/**
 * The day since which no function can be created with the runtime, as `2026-06-01`; undefined when it can be,
 * or when the runtime is not known here.
 * @param now milliseconds since 1970
 */
export function runtimeBlockedSince(runtime: string, now: number): string | undefined {
  const day = Object.hasOwn(blockedFrom, runtime) ? blockedFrom[runtime] : undefined;
  return day !== undefined && Date.parse(day) <= now ? day : undefined;
}
