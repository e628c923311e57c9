import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Telemetry } from './telemetry.ts';

const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value)).length;

interface Summary {
  activeMs: number;
  pointMs: Record<string, number>;
  [count: string]: unknown;
}
const summaryOf = (telemetry: Telemetry) => telemetry.summary as Summary;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTime(ms);

describe('how the work went', () => {
  it('gives every keypoint the time that was spent on it, and the whole their sum', () => {
    const telemetry = new Telemetry();
    pass(700);
    telemetry.tick('nose');
    pass(300);
    telemetry.tick('tail');
    pass(200);
    telemetry.tick('nose');
    pass(100);
    telemetry.tick();
    expect(telemetry.summary).toEqual({ activeMs: 1300, pointMs: { nose: 900, tail: 300 } });
  });

  it('counts a pause as five seconds, however long it was', () => {
    const telemetry = new Telemetry();
    pass(4000);
    telemetry.tick('nose');
    pass(3_600_000);
    telemetry.tick('nose');
    expect(telemetry.summary).toEqual({ activeMs: 9000, pointMs: { nose: 9000 } });
  });

  it('counts what is done, and zooming on within half a second as one zoom', () => {
    const telemetry = new Telemetry();
    for (const what of ['edits', 'edits', 'moves', 'undo']) telemetry.count(what);
    for (const pause of [1000, 16, 16, 400, 900, 16]) {
      pass(pause);
      telemetry.zoomed();
    }
    expect(telemetry.summary).toMatchObject({ edits: 2, moves: 1, undo: 1, zoom: 2 });
  });

  it('stays within 4,000 bytes with hundreds of keypoints: those that took longest are named', () => {
    const telemetry = new Telemetry();
    const names = Array.from({ length: 300 }, (_, index) => `左の後ろ足の付け根から数えて関節その${index}番`);
    for (const [index, name] of names.entries()) {
      pass(100 + index);
      telemetry.tick(name);
    }
    telemetry.count('edits');
    const { pointMs, ...rest } = summaryOf(telemetry);
    expect(bytes(telemetry.summary)).toBeLessThanOrEqual(4000);
    expect(rest).toEqual({ activeMs: 300 * 100 + (299 * 300) / 2, edits: 1 });
    const kept = Object.keys(pointMs);
    expect(kept.length).toBeGreaterThan(20);
    expect(new Set(kept)).toEqual(new Set(names.slice(-kept.length)));
  });

  it('stays within 4,000 bytes and is JSON, whatever keypoints are called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 256, unit: 'grapheme' }), { maxLength: 200 }), (names) => {
        const telemetry = new Telemetry();
        for (const name of [...names, '__proto__', 'constructor']) {
          pass(1);
          telemetry.tick(name);
        }
        expect(bytes(telemetry.summary)).toBeLessThanOrEqual(4000);
        expect(summaryOf(telemetry).activeMs).toBe(names.length + 2);
      }),
      { numRuns: 50 },
    );
  });
});
