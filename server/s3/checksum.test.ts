import { describe, expect, it } from 'vitest';
import { type ChecksumAlgorithm, startChecksum } from './checksum.ts';

/** Check values of the published catalogues, for the nine digits. */
const known: [ChecksumAlgorithm, string][] = [
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
];

describe('a checksum', () => {
  it.each(known)('%s has its published value, in one piece and in several', (algorithm, expected) => {
    const whole = startChecksum(algorithm);
    whole.update(Buffer.from('123456789'));
    expect(whole.digest().toString('hex')).toBe(expected);
    const pieces = startChecksum(algorithm);
    for (const piece of ['1234', '', '5678', '9']) pieces.update(Buffer.from(piece));
    expect(pieces.digest().toString('hex')).toBe(expected);
  });
});
