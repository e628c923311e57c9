import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { listObjects, readObjectText, writeObjectText } from './bucket.ts';

/** What the bucket answers, one after the other; the last one from then on. */
let answers: { status: number; body: string; cut?: boolean }[] = [];
const requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const { status, body: text, cut } = answers.shift() ?? { status: 500, body: '' };
    if (cut) return response.destroy();
    return response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterEach(() => {
  answers = [];
  requests.length = 0;
});

afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

const refusal = (code: string, message = 'So it is.') =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

describe('a function at a bucket', () => {
  it('tries again when the bucket is busy or the connection breaks', async () => {
    answers = [
      { status: 503, body: refusal('SlowDown') },
      { status: 200, body: '', cut: true },
      { status: 200, body: 'grüße' },
    ];
    expect(await readObjectText('s3://a-bucket/a.json')).toBe('grüße');
    expect(requests).toHaveLength(3);
  });

  it('gives up after three attempts, and at once where trying again is no use', async () => {
    answers = Array.from({ length: 3 }, () => ({
      status: 503,
      body: refusal('SlowDown', 'Slower &amp; slower.'),
    }));
    await expect(readObjectText('s3://a-bucket/a.json')).rejects.toThrow(
      'Could not read s3://a-bucket/a.json: Slower & slower.',
    );
    expect(requests).toHaveLength(3);
    answers = [{ status: 404, body: refusal('NoSuchKey', 'The specified key does not exist.') }];
    await expect(readObjectText('s3://a-bucket/b.json')).rejects.toMatchObject({
      code: 'not-found',
      message: 'Could not read s3://a-bucket/b.json: The specified key does not exist.',
    });
    expect(requests).toHaveLength(4);
  });

  it('says what its role may not do', async () => {
    answers = [{ status: 403, body: refusal('AccessDenied') }];
    await expect(writeObjectText('s3://a-bucket/a.json', '{}')).rejects.toMatchObject({
      code: 'access-denied',
      message: "The function's role may not write s3://a-bucket/a.json; it needs s3:PutObject there.",
    });
  });

  it('lists names with any mark in them', async () => {
    answers = [
      {
        status: 200,
        body: `<ListBucketResult><Contents><Key>a/b &amp; &#xE9;.json</Key><LastModified>2026-11-25T09:00:00.000Z</LastModified><Size>7</Size></Contents>
<Contents><Size>9</Size><Key>a/c.json</Key></Contents></ListBucketResult>`,
      },
    ];
    expect(await listObjects('s3://a-bucket/a/')).toEqual([
      { uri: 's3://a-bucket/a/b & é.json', size: 7, modifiedAt: Date.UTC(2026, 10, 25, 9) },
      { uri: 's3://a-bucket/a/c.json', size: 9, modifiedAt: 0 },
    ]);
    expect(requests[0]?.url).toBe('/a-bucket/?list-type=2&prefix=a%2F');
  });

  it('writes with a checksum, under the key of the job', async () => {
    answers = [{ status: 200, body: '' }];
    await writeObjectText('s3://a-bucket/a b/é.json', '{"é":1}', 'a-key');
    expect(requests[0]).toMatchObject({ method: 'PUT', url: '/a-bucket/a%20b/%C3%A9.json', body: '{"é":1}' });
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'a-key',
      'x-amz-checksum-sha256': expect.stringMatching(/^[\w+/]{43}=$/),
    });
  });

  it('says that there is no key where Lambda has set none', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    await expect(readObjectText('s3://a-bucket/a.json')).rejects.toThrow(/AWS_ACCESS_KEY_ID/);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    expect(requests).toEqual([]);
  });
});
