import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** One thing that `gtkit doctor` looked at. */
export interface DoctorCheck {
  what: string;
  state: 'ok' | 'warning' | 'failure' | 'skipped';
  /** What was found. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (what: string, found: string): DoctorCheck => ({ what, state: 'ok', found });
export const skipped = (what: string, found: string): DoctorCheck => ({ what, state: 'skipped', found });
export const warning = (what: string, found: string, advice: string): DoctorCheck => ({
  what,
  state: 'warning',
  found,
  advice,
});
export const failure = (what: string, found: string, advice: string): DoctorCheck => ({
  what,
  state: 'failure',
  found,
  advice,
});

/** Runs a check; what it throws is a failure like any other, and the next check runs. */
export async function attempt(
  what: string,
  advice: string,
  work: () => Promise<DoctorCheck | DoctorCheck[]>,
): Promise<DoctorCheck[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (error instanceof GroundTruthError) return [failure(what, error.message, advice)];
    return [failure(what, error instanceof Error ? error.message : String(error), advice)];
  }
}
