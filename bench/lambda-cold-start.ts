/**
 * How long the built Lambdas take: `node bench/lambda-cold-start.ts [folder of zips]`, after `npm run build`.
 * Each zip runs as it does in our own Ground Truth: a process of its own that speaks Lambda's runtime protocol,
 * with S3 on loopback. Cold is the first invocation in a new process, with the start of Node and a read of the
 * payload; an empty function shows how much of that is Node and not ours. Init is loading the code alone, the least of
 * five, which a log on AWS calls Init Duration; warm is an invocation after others.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { openFunctionRegistry } from '#server/lambda/function-registry.ts';
import { openObjectStore } from '#server/object-store/open-object-store.ts';
import { createS3Endpoint } from '#server/s3/create-s3-endpoint.ts';
import { printTable } from './print-table.ts';

const COLD_RUNS = 15;
const INIT_RUNS = 5;

/** What a cold start may take. */
const FLOOR_MS = 150;

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

/** Milliseconds that loading a zip's code takes, in a process that does nothing else. */
async function initOf(zip: Uint8Array): Promise<number> {
  const path = join(folder, 'index.mjs');
  await writeFile(path, unzipSync(zip)['index.mjs'] ?? '');
  const script = `const start = performance.now(); await import(${JSON.stringify(path)}); console.log(performance.now() - start);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return Number(stdout);
}

const empty = zipSync({ 'index.mjs': strToU8('export const handler = async () => null;') });
const files = (await readdir(zips)).filter((name) => name.endsWith('.zip')).sort();
const functions = [
  { name: 'empty', zip: empty },
  ...(await Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.zip'.length),
      zip: await readFile(join(zips, file)),
    })),
  )),
];
const rows: string[][] = [];
let slowest = 0;
const medians: number[] = [];
for (const { name, zip } of functions) {
  const event = await eventFor(name);
  const cold: number[] = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    // Registering again ends the process, so that the next invocation starts a new one.
    await registry.registerZip({ name, zip });
    cold.push(await timed(() => registry.invoke(name, event)));
  }
  const warm: number[] = [];
  for (let run = 0; run < WARM_RUNS; run++) warm.push(await timed(() => registry.invoke(name, event)));
  const init: number[] = [];
  for (let run = 0; run < INIT_RUNS; run++) init.push(await initOf(zip));
  slowest = Math.max(slowest, ...cold);
  medians.push(median(cold));
  rows.push([
    name,
    (zip.byteLength / 1000).toFixed(1),
    Math.min(...init).toFixed(0),
    Math.min(...cold).toFixed(0),
    median(cold).toFixed(0),
    Math.max(...cold).toFixed(0),
    median(warm).toFixed(2),
  ]);
}
printTable(
  `Lambdas on Node ${process.version}, ms: ${COLD_RUNS} cold and ${WARM_RUNS} warm invocations`,
  ['', 'zip kB', 'init', 'cold least', 'cold median', 'cold most', 'warm'],
  [...rows, ['  floor', '200', '', '', String(FLOOR_MS), '', '']],
);
const middle = Math.max(...medians);
const load = loadavg()[0] ?? 0;
process.stdout.write(
  `Cold starts, the slowest function: median ${middle.toFixed(0)} ms, ${middle <= FLOOR_MS ? 'met' : 'MISSED'}; ` +
    `the slowest single one ${slowest.toFixed(0)} ms. Load of the machine: ${load.toFixed(1)}` +
    `${load > 1 ? '; other work slows every figure' : ''}.\n`,
);
await registry.close();
server.closeAllConnections();
server.close();
await rm(folder, { recursive: true, force: true });
