import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationOf,
  isSpareMove,
  parseSession,
  replayTimes,
  type Session,
  type SessionEvent,
} from './session.ts';

const session: Session = {
  format: 'gtkit-session',
  version: 1,
  id: 'a',
  template: 'keypoint-pose',
  worker: 'worker-1',
  startedAt: '2026-01-01T10:00:00.000Z',
  size: { width: 800, height: 600 },
  input: { taskObject: 'example.jpg' },
  events: [
    { t: 500, e: 'pointerdown', x: 10, y: 20, p: 'mouse', b: 1 },
    { t: 65_400, e: 'keydown', k: 'z', c: 'KeyZ', m: 2, at: '0>1/2' },
  ],
  answer: {},
};

describe('a session file', () => {
  it('is read as it was written', () => {
    expect(parseSession(JSON.stringify(session))).toEqual(session);
    expect(durationOf(session)).toBe('1 min 05 s');
  });

  it.each([
    ['{', /session is not JSON\. Line 1, column 2: The text ends too early/],
    ['{}', /session cannot be used: format/],
    [JSON.stringify({ ...session, events: [{ t: 0, e: 'explode' }] }), /events\.0\.e expected one of/],
    [JSON.stringify({ ...session, size: { width: 1e9, height: 1 } }), /size\.width is larger/],
  ])('is refused in words', (text, message) => {
    expect(() => parseSession(text)).toThrow(message);
  });
});

describe('a replay', () => {
  const times = fc.array(fc.nat(100_000), { maxLength: 50 }).map((list) => list.sort((a, b) => a - b));

  it('keeps the order, never waits long, and is four times as fast at 4x', () => {
    fc.assert(
      fc.property(times, (list) => {
        const events = list.map((t): SessionEvent => ({ t, e: 'click' }));
        const normal = replayTimes(events, 1);
        normal.forEach((at, index) => {
          expect(at - (normal[index - 1] ?? 0)).toBeGreaterThanOrEqual(0);
          expect(at - (normal[index - 1] ?? 0)).toBeLessThanOrEqual(2000);
          expect(replayTimes(events, 4)[index]).toBeCloseTo(at / 4);
        });
      }),
    );
  });

  it('drops moves that no screen shows, and none that begins or ends a drag', () => {
    const move = (t: number, b: number): SessionEvent => ({ t, e: 'pointermove', b });
    expect(isSpareMove(move(100, 0), move(104, 0))).toBe(true);
    expect(isSpareMove(move(100, 0), move(120, 0))).toBe(false);
    expect(isSpareMove(move(100, 0), move(104, 1))).toBe(false);
    expect(isSpareMove({ ...move(100, 1), d: 2 }, { ...move(104, 1), d: 1 })).toBe(false);
    expect(isSpareMove({ t: 100, e: 'pointerdown' }, move(101, 1))).toBe(false);
  });
});
