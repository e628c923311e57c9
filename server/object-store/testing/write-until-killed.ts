// Writes and overwrites objects until somebody ends the process; prints each key when its write is done.
import { randomBytes } from 'node:crypto';
import { openObjectStore } from '../open-object-store.ts';

const store = await openObjectStore(process.argv[2] ?? '');
await store.createBucket('images');
for (let round = 0; ; round++) {
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      // Some keys are new, some are written again and again.
      const key = index < 4 ? `again/${index}` : `new/${process.pid}/${round}-${index}`;
      const { etag } = await store.put('images', key, randomBytes(1 + ((round * 7919 + index) % 60_000)));
      process.stdout.write(`${key} ${etag}\n`);
    }),
  );
}
