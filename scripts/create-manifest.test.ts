import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObjectStore } from '#server/object-store/open-object-store.ts';
import { createS3Endpoint } from '#server/s3/create-s3-endpoint.ts';
import { ensureBucket, readObject, writeObject } from './bucket.ts';
import { checkManifest } from './check-manifest.ts';
import { createManifest } from './create-manifest.ts';
import { findMissingImages } from './find-missing-images.ts';
import { type Clients, createClients } from './local-clients.ts';

const region = 'us-east-1';
const folder = mkdtempSync(join(tmpdir(), 'gtkit-manifest-'));
const photos = join(folder, 'my photos');
let server: Server;
let clients: Clients;

beforeAll(async () => {
  const store = await openObjectStore(join(folder, 'store'));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  server = createServer(createS3Endpoint({ store, credentials, region }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  clients = createClients({ endpointUrl: `http://127.0.0.1:${port}`, region });
  const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  mkdirSync(join(photos, 'day 2'), { recursive: true });
  for (const name of ['frame10.png', 'frame9.png', join('day 2', 'ä#1.PNG')])
    writeFileSync(join(photos, name), picture);
  writeFileSync(join(photos, 'broken.jpg'), 'not an image');
  writeFileSync(join(photos, 'notes.txt'), 'hello');
  writeFileSync(join(photos, '.hidden.png'), picture);
});

afterAll(() => {
  clients.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const sourcesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)['source-ref']);

describe('making a manifest', () => {
  it("uploads a folder's images in natural order and reports what it leaves out", async () => {
    const output = join(folder, 'photos.manifest');
    const created = await createManifest({ clients, source: photos, to: 's3://my-bucket/set', output });
    expect(created).toEqual({
      output,
      objects: 3,
      skipped: [{ file: 'broken.jpg', reason: 'It cannot be read as an image.' }],
      otherFiles: 1,
    });
    const text = readFileSync(output, 'utf8');
    expect(sourcesOf(text)).toEqual([
      's3://my-bucket/set/day 2/ä#1.PNG',
      's3://my-bucket/set/frame9.png',
      's3://my-bucket/set/frame10.png',
    ]);
    const { problems, sources } = checkManifest(text);
    expect(problems).toEqual([]);
    expect(await findMissingImages(clients, sources)).toEqual([]);
  });

  it('lists a bucket of any size and puts the labels on every line, and that boxes begin as four clicks', async () => {
    await ensureBucket(clients, 'big-bucket');
    const names = Array.from({ length: 1005 }, (_, index) => `in/${String(index).padStart(4, '0')}.jpg`);
    for (const name of names) await writeObject(clients, `s3://big-bucket/${name}`, 'x', 'image/jpeg');
    await writeObject(clients, 's3://big-bucket/in/readme.md', 'x', 'text/plain');
    const created = await createManifest({
      clients,
      source: 's3://big-bucket/in/',
      output: 's3://big-bucket/input.manifest',
      labels: ['boat'],
      extreme: true,
    });
    expect(created).toMatchObject({ objects: 1005, otherFiles: 1 });
    const text = new TextDecoder().decode(await readObject(clients, 's3://big-bucket/input.manifest'));
    expect(sourcesOf(text)).toEqual(names.map((name) => `s3://big-bucket/${name}`));
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ labels: ['boat'], extreme: true });
  });

  it('names the lines whose image is missing', async () => {
    await ensureBucket(clients, 'my-bucket');
    const missing = await findMissingImages(clients, new Map([[7, 's3://my-bucket/gone.png']]));
    expect(missing).toEqual([{ line: 7, reason: 'The image s3://my-bucket/gone.png is not in the bucket.' }]);
  });

  it.each([
    { source: join(folder, 'nowhere'), says: 'Expected a folder' },
    { source: 's3://no-such-bucket/x/', says: 'does not exist' },
  ])('says what is wrong with $source', async ({ source, says }) => {
    const output = join(folder, 'never.manifest');
    await expect(createManifest({ clients, source, output })).rejects.toThrow(says);
  });

  it('says when there is nothing to label', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await expect(createManifest({ clients, source: empty, output: 'x' })).rejects.toThrow('There is no .jpg');
  });
});
