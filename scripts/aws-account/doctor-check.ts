import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { messageOf } from '#contracts/message-of.ts';

/** One thing that `gtkit doctor` looked at. */
export interface DoctorCheck {
  what: string;
  state: 'ok' | 'warning' | 'failure' | 'skipped';
  /** What was found. */
  found: string;
  /** What to do about it. */
  advice?: string;
}

/** The check without which there is no other. */
export const ACCOUNT = 'account';

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

/**
 * Runs a check; what it throws is a failure like any other, and the next check runs. What may not be looked at is
 * only a warning: the job's own role may well be allowed to.
 */
export async function attempt(
  what: string,
  advice: string,
  work: () => Promise<DoctorCheck | DoctorCheck[]>,
): Promise<DoctorCheck[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (error instanceof GroundTruthError && error.code === 'access-denied' && what !== ACCOUNT) {
      return [warning(what, `It cannot be looked at: ${error.message}`, 'A job may run all the same.')];
    }
    if (error instanceof GroundTruthError) return [failure(what, error.message, advice)];
    return [failure(what, messageOf(error), advice)];
  }
}
