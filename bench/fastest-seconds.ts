/** Runs at the least and at the most; between them as many as fit into the seconds. */
const LEAST_RUNS = 5;
const MOST_RUNS = 40;
const SECONDS = 2;

/**
 * Seconds of the fastest of several runs: what the code takes, and not what else the machine does meanwhile. What is
 * quick runs more often, because on a busy machine few short runs are undisturbed.
 */
export function fastestSeconds(run: () => void): number {
  let fastest = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  for (let i = 0; i < MOST_RUNS; i++) {
    const start = performance.now();
    if (i >= LEAST_RUNS && start - begin > 1000 * SECONDS) break;
    run();
    fastest = Math.min(fastest, (performance.now() - start) / 1000);
  }
  return fastest;
}
