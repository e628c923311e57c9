import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { StoredChecksum } from '#server/object-store/object-store.ts';

export type ChecksumAlgorithm = StoredChecksum['algorithm'];

export const checksumAlgorithms: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
];

/** A checksum that grows with the bytes. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** Big-endian bytes, as S3 writes them in base64. */
  digest(): Buffer;
}

/** Starts a checksum of S3's five kinds. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'CRC32': {
      let value = 0;
      return {
        update(bytes) {
          value = crc32(bytes, value);
        },
        digest: () => fromNumber(value),
      };
    }
    case 'CRC32C':
      return startCrc32c();
    case 'CRC64NVME':
      return startCrc64Nvme();
    default: {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.copy().digest() };
    }
  }
}

function fromNumber(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
}

/** Castagnoli's polynomial, bits reversed. */
const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

function startCrc32c(): RunningChecksum {
  let value = 0xffffffff;
  return {
    update(bytes) {
      for (let index = 0; index < bytes.length; index++) {
        value = (crc32cTable[(value ^ (bytes[index] as number)) & 0xff] as number) ^ (value >>> 8);
      }
    },
    digest: () => fromNumber(~value),
  };
}

/** The NVMe polynomial, bits reversed, in two halves because 64-bit integers are slow here. */
const crc64Low = new Uint32Array(256);
const crc64High = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
  crc64Low[byte] = Number(value & 0xffffffffn);
  crc64High[byte] = Number(value >> 32n);
}

function startCrc64Nvme(): RunningChecksum {
  let low = 0xffffffff;
  let high = 0xffffffff;
  return {
    update(bytes) {
      for (let index = 0; index < bytes.length; index++) {
        const entry = (low ^ (bytes[index] as number)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Low[entry] as number);
        high = (high >>> 8) ^ (crc64High[entry] as number);
      }
    },
    digest: () => Buffer.concat([fromNumber(~high), fromNumber(~low)]),
  };
}
