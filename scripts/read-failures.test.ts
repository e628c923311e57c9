import { describe, expect, it } from 'vitest';
import { findFailures } from './read-failures.ts';

describe('reading why objects failed', () => {
  it('finds the failed lines with their reasons and leaves the labeled ones', () => {
    const manifest = [
      { 'source-ref': 's3://my-bucket/a.jpg', pose: {}, 'pose-metadata': { type: 'groundtruth/custom' } },
      { 'source-ref': 's3://my-bucket/b.jpg', 'pose-metadata': { 'failure-reason': 'ClientError: gone' } },
      { 'source-ref': 's3://my-bucket/c.jpg', 'other-metadata': { 'failure-reason': 'not ours' } },
    ].map((line) => JSON.stringify(line));
    expect(findFailures(`${manifest.join('\n')}\n`, 'pose')).toEqual([
      { line: 2, sourceRef: 's3://my-bucket/b.jpg', reason: 'ClientError: gone' },
    ]);
  });
});
