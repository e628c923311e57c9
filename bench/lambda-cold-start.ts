/**
 * How long the built Lambdas take: `node bench/lambda-cold-start.ts [folder of zips]`, after `npm run build`.
 * Each zip runs as it does in our own Ground Truth: a process of its own that speaks Lambda's runtime protocol,
 * with S3 on loopback. Cold is the first invocation in a new process, with loading; warm is one after others.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFunctionRegistry } from '#server/lambda/function-registry.ts';
import { openObjectStore } from '#server/object-store/open-object-store.ts';
import { createS3Endpoint } from '#server/s3/create-s3-endpoint.ts';

const COLD_RUNS = 7;
const WARM_RUNS = 200;

const root = join(import.meta.dirname, '..');
const zips = process.argv[2] ?? join(root, 'dist/lambdas');
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'us-east-1';
const fixture = async (path: string) => JSON.parse(await readFile(join(root, 'fixtures', path), 'utf8'));

/** The event of each function; a post-annotation function reads its payload from the bucket. */
async function eventFor(name: string): Promise<unknown> {
  const keypoints = name.startsWith('keypoint');
  if (name.endsWith('-pre')) {
    return fixture(`pre-annotation-request/${keypoints ? 'documented' : 'observed'}.json`);
  }
  const request = await fixture('consolidation-request/observed.json');
  return { ...request, payload: { s3Uri: `s3://bench/${keypoints ? 'hidden-input' : 'native'}.json` } };
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

const folder = await mkdtemp(join(tmpdir(), 'cold-start-'));
const store = await openObjectStore(join(folder, 'objects'));
await store.createBucket('bench');
for (const name of ['hidden-input.json', 'native.json']) {
  await store.put('bench', name, await readFile(join(root, 'fixtures/payload', name)));
}
const server = createServer(createS3Endpoint({ store, credentials, region }));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const registry = await openFunctionRegistry({
  folder: join(folder, 'functions'),
  endpointUrl,
  region,
  accountId: '000000000000',
  credentials,
});

console.log(`Node ${process.version}; median of ${COLD_RUNS} cold and ${WARM_RUNS} warm invocations`);
console.log('function'.padEnd(20), 'zip kB'.padStart(8), 'cold ms'.padStart(9), 'warm ms'.padStart(9));
for (const file of (await readdir(zips)).filter((name) => name.endsWith('.zip')).sort()) {
  const name = file.slice(0, -'.zip'.length);
  const zip = await readFile(join(zips, file));
  const event = await eventFor(name);
  const cold: number[] = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    // Registering again ends the process, so that the next invocation starts a new one.
    await registry.registerZip({ name, zip });
    cold.push(await timed(() => registry.invoke(name, event)));
  }
  const warm: number[] = [];
  for (let run = 0; run < WARM_RUNS; run++) warm.push(await timed(() => registry.invoke(name, event)));
  console.log(
    name.padEnd(20),
    (zip.byteLength / 1024).toFixed(1).padStart(8),
    median(cold).toFixed(0).padStart(9),
    median(warm).toFixed(2).padStart(9),
  );
}
await registry.close();
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true, force: true });
