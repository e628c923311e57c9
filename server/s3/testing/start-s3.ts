import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectStore } from '#server/object-store/object-store.ts';
import { openObjectStore } from '#server/object-store/open-object-store.ts';
import { createS3Endpoint } from '../create-s3-endpoint.ts';

export const testCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface TestS3 {
  url: string;
  store: ObjectStore;
  folder: string;
  close(): Promise<void>;
}

/** An S3 endpoint on a free port over a folder that goes away with it. */
export async function startS3(): Promise<TestS3> {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const store = await openObjectStore(folder);
  const server = createServer(createS3Endpoint({ store, credentials: testCredentials, region: 'us-east-1' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    store,
    folder,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
