import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startGroundTruth } from './start-ground-truth.ts';
import { startTestServer } from './testing/start-test-server.ts';
import { TestRequester } from './testing/test-requester.ts';
import { TestWorker } from './testing/test-worker.ts';

it('says that a port is taken, and leaves the program on it alone', async () => {
  const first = await startTestServer();
  await expect(startTestServer(undefined, { port: first.port })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`Port ${first.port} of 127.0.0.1 is taken`) as string,
  });
  expect((await fetch(`${first.url}/portal/api/session`)).status).toBe(401);
  await first.close();
});

it('gives its port back when it cannot start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gtkit-broken-'));
  await mkdir(join(folder, 'data'));
  await writeFile(
    join(folder, 'data', 'ground-truth.db'),
    'this is no database, but long enough to be looked at',
  );
  const port = await (async () => {
    const server = await startTestServer();
    await server.close();
    return server.port;
  })();
  await expect(startGroundTruth({ port, dataDir: join(folder, 'data') })).rejects.toThrow(/database/);
  const server = await startTestServer(undefined, { port });
  expect(server.port).toBe(port);
  await server.close();
  await rm(folder, { recursive: true });
});

it('goes on after a restart: sessions, leases and jobs are as they were', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gtkit-restart-'));
  const before = await startTestServer(folder);
  const requester = new TestRequester(before.url);
  await requester.prepare();
  await requester.createJob({ name: 'goes-on', lines: [{ source: 'a' }, { source: 'b' }] });
  const ann = await TestWorker.signIn(before.url, 'Ann');
  await ann.submit(await ann.mustTake('goes-on'), { n: 1 });
  const task = await ann.mustTake('goes-on');
  requester.close();
  await before.close();

  const after = await startTestServer(folder, { port: before.port });
  const again = new TestRequester(after.url);
  expect((await ann.mustTake('goes-on')).id).toBe(task.id);
  expect((await ann.submit(task, { n: 2 })).status).toBe(200);
  const job = await again.ended('goes-on');
  expect(job.LabelCounters?.TotalLabeled).toBe(2);
  again.close();
  await after.close();
  await rm(folder, { recursive: true });
});
