import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { jsonErrorSentence } from '../describe-json-error.ts';

/** Most events that a session keeps: an hour of steady work. */
export const MAX_EVENTS = 20_000;
/** Longest pause of a replay at normal speed, ms: waiting for a worker who thinks shows nothing. */
const LONGEST_PAUSE = 2000;

const coordinate = z.number().check(z.minimum(-100_000), z.maximum(100_000));

/** One event in the worker's page; names are short because there are thousands. */
export const SessionEvent = z.object({
  /** Milliseconds since the page was ready. */
  t: z.number().check(z.minimum(0)),
  e: z.enum([
    'pointerdown',
    'pointermove',
    'pointerup',
    'pointercancel',
    'wheel',
    'keydown',
    'keyup',
    'click',
    'dblclick',
    'input',
    'change',
    'focus',
  ]),
  /** Place in the page, CSS px. */
  x: z.optional(coordinate),
  y: z.optional(coordinate),
  /** Pointer: its type, id, the button and the buttons that are down. */
  p: z.optional(z.enum(['mouse', 'pen', 'touch'])),
  d: z.optional(z.number()),
  i: z.optional(z.number()),
  b: z.optional(z.number()),
  /** Wheel. */
  dx: z.optional(coordinate),
  dy: z.optional(coordinate),
  dm: z.optional(z.number()),
  /** Key and code. */
  k: z.optional(z.string().check(z.maxLength(40))),
  c: z.optional(z.string().check(z.maxLength(40))),
  /** Modifiers: 1 Shift, 2 Control, 4 Alt, 8 Meta. */
  m: z.optional(z.number()),
  /** The element, as child numbers from the page down; ">" steps into a shadow root. */
  at: z.optional(z.string().check(z.maxLength(400))),
  /** Value of a field, or whether it is checked. */
  v: z.optional(z.union([z.string().check(z.maxLength(2000)), z.boolean()])),
});
export type SessionEvent = z.infer<typeof SessionEvent>;

/** A worker's session: what was shown, what the worker did, and what came of it. */
export const Session = z.object({
  format: z.literal('gtkit-session'),
  version: z.literal(1),
  id: z.string().check(z.maxLength(64)),
  template: z.string().check(z.maxLength(256)),
  worker: z.string().check(z.maxLength(64)),
  /** When it began, as ISO 8601. */
  startedAt: z.string().check(z.maxLength(40)),
  /** Size of the page, CSS px: a replay needs the same. */
  size: z.object({ width: coordinate, height: coordinate }),
  input: z.looseObject({}),
  events: z.array(SessionEvent).check(z.maxLength(MAX_EVENTS)),
  /** The answer when the session ended, by name of the field. */
  answer: z.looseObject({}),
});
export type Session = z.infer<typeof Session>;

/**
 * Reads a session file.
 * @throws {GroundTruthError} `invalid-json` or `invalid-contract`
 */
export function parseSession(text: string): Session {
  const problem = jsonErrorSentence(text);
  if (problem !== undefined)
    throw new GroundTruthError('invalid-json', `The session is not JSON. ${problem}`);
  return parseContract(Session, parseJson(text, 'session'), 'session');
}

/** Whether a move adds nothing: right after another one, and faster than a screen shows. */
export function isSpareMove(before: SessionEvent | undefined, event: SessionEvent): boolean {
  return (
    event.e === 'pointermove' &&
    before?.e === 'pointermove' &&
    // Two fingers move at once.
    before.d === event.d &&
    event.t - before.t < 12 &&
    before.b === event.b
  );
}

/** Milliseconds after the start at which each event is replayed; long pauses are cut. */
export function replayTimes(events: readonly SessionEvent[], speed: number): number[] {
  let at = 0;
  return events.map(({ t }, index) => {
    const pause = t - (events[index - 1]?.t ?? t);
    at += Math.min(Math.max(pause, 0), LONGEST_PAUSE) / speed;
    return at;
  });
}

/** How long a session took, "1 min 05 s". */
export function durationOf({ events }: Pick<Session, 'events'>): string {
  const seconds = Math.round(((events.at(-1)?.t ?? 0) - (events[0]?.t ?? 0)) / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
