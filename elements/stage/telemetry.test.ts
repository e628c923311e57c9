import { describe, expect, it } from 'vitest';
import { Telemetry } from './telemetry.ts';

const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value)).length;

/** Telemetry of somebody who has been busy with every one of some keypoints, and has edited and zoomed. */
function busyWith(names: readonly string[]): Record<string, unknown> {
  const telemetry = new Telemetry();
  for (const name of names) telemetry.tick(name);
  telemetry.count('edits');
  telemetry.count('loupe');
  return telemetry.summary as Record<string, unknown>;
}

describe('how the work went', () => {
  it('names the time of every keypoint beside the counts', () => {
    const summary = busyWith(['nose', 'tail']);
    expect(Object.keys(summary['pointMs'] as object)).toEqual(['nose', 'tail']);
    expect(summary).toMatchObject({ activeMs: expect.any(Number), edits: 1, loupe: 1 });
  });

  it('stays within 4 KB in every script, by leaving the times of keypoints out', () => {
    const names = Array.from({ length: 60 }, (_, index) => `左の後ろ足の付け根から数えて関節その${index}番`);
    const characters = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1000]))).length;
    // Few enough characters, and still too many bytes.
    expect(characters).toBeLessThan(4000);
    const summary = busyWith(names);
    expect(bytes(summary)).toBeLessThanOrEqual(4000);
    expect(summary).toMatchObject({ activeMs: expect.any(Number), edits: 1, loupe: 1 });
  });
});
