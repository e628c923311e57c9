import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presignGet } from './presign-get.ts';
import { startS3, type TestS3, testCredentials } from './testing/start-s3.ts';

let s3: TestS3;
let client: S3Client;
const Bucket = 'images';

const connect = (secretAccessKey = 'test') =>
  new S3Client({
    region: 'us-east-1',
    endpoint: s3.url,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey },
  });

beforeAll(async () => {
  s3 = await startS3();
  client = connect();
  await client.send(new CreateBucketCommand({ Bucket }));
});

afterAll(() => s3.close());

const put = (Key: string, Body: string | Uint8Array = 'hello') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));
const read = async (Key: string) =>
  Buffer.from(
    (await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? [],
  );
const refusal = (action: Promise<unknown>) =>
  action.then(
    () => 'no error',
    (error: { name: string; $metadata: { httpStatusCode: number } }) =>
      `${error.$metadata.httpStatusCode} ${error.name}`,
  );

describe('objects', () => {
  it('come back with type, metadata and encoding, under any key', async () => {
    for (const Key of [
      'a/b c+é.txt',
      'a//b',
      '../up',
      'q?x=1&y',
      '100%41',
      "~t*(x)!'",
      '\u{1f408}',
      'time_02:19:51',
    ]) {
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: Key,
          ContentType: 'text/x',
          Metadata: { foo: 'bar' },
          CacheControl: 'no-cache',
        }),
      );
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await got.Body?.transformToString()).toBe(Key);
      expect(got).toMatchObject({
        ContentType: 'text/x',
        Metadata: { foo: 'bar' },
        CacheControl: 'no-cache',
      });
    }
  });

  it('are stored without the framing of a streamed upload', async () => {
    const bytes = randomBytes(300_000);
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await client.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: bytes.length }));
    expect((await read('stream')).equals(bytes)).toBe(true);
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'keep a %s checksum',
    async (algorithm) => {
      const Key = `sum-${algorithm}`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ChecksumAlgorithm: algorithm }));
      // The client compares while it reads.
      const got = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(got[`Checksum${algorithm}`]).toBeTruthy();
      expect(await got.Body?.transformToString()).toBe('hello');
    },
  );

  it('do not appear when a checksum is wrong', async () => {
    const wrong = client.send(
      new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ChecksumCRC32: 'AAAAAA==' }),
    );
    expect(await refusal(wrong)).toBe('400 BadDigest');
    const md5 = client.send(
      new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
    );
    expect(await refusal(md5)).toBe('400 BadDigest');
    expect(await refusal(client.send(new HeadObjectCommand({ Bucket, Key: 'bad' })))).toBe('404 NotFound');
  });

  it('are read in part', async () => {
    await put('range', '0123456789');
    const part = async (Range: string) => {
      const got = await client.send(new GetObjectCommand({ Bucket, Key: 'range', Range }));
      return [await got.Body?.transformToString(), got.ContentRange];
    };
    expect(await part('bytes=1-3')).toEqual(['123', 'bytes 1-3/10']);
    expect(await part('bytes=7-')).toEqual(['789', 'bytes 7-9/10']);
    expect(await part('bytes=-2')).toEqual(['89', 'bytes 8-9/10']);
    expect(await refusal(part('bytes=10-'))).toBe('416 InvalidRange');
  });

  it('are written once when the client asks for that', async () => {
    const once = () =>
      client.send(new PutObjectCommand({ Bucket, Key: 'once', Body: '1', IfNoneMatch: '*' }));
    const all = await Promise.all(Array.from({ length: 8 }, () => refusal(once())));
    expect(all.filter((result) => result === 'no error')).toHaveLength(1);
    expect(all.filter((result) => result === '412 PreconditionFailed')).toHaveLength(7);
  });

  it('are not sent again to a client that has them', async () => {
    const { ETag } = await put('cached');
    expect(
      await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'cached', IfNoneMatch: ETag }))),
    ).toMatch(/^304/);
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'cached', IfMatch: '"x"' })))).toBe(
      '412 PreconditionFailed',
    );
  });

  it('are copied with their metadata, or with new metadata', async () => {
    await client.send(
      new PutObjectCommand({ Bucket, Key: 'from me&x', Body: '1', Metadata: { a: '1' }, Tagging: 'k=v' }),
    );
    const CopySource = `${Bucket}/${encodeURIComponent('from me&x')}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: 'kept', CopySource }));
    await client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'new',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { b: '2' },
      }),
    );
    const metadata = async (Key: string) =>
      (await client.send(new HeadObjectCommand({ Bucket, Key }))).Metadata;
    expect([await metadata('kept'), await metadata('new')]).toEqual([{ a: '1' }, { b: '2' }]);
    const tags = await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'kept' }));
    expect(tags.TagSet).toEqual([{ Key: 'k', Value: 'v' }]);
  });

  it('are deleted many at once, whatever their names', async () => {
    const names = ['del/<a>&"b"', 'del/\r', 'del/x'];
    for (const name of names) await put(name);
    const Objects = [...names, 'del/never'].map((Key) => ({ Key }));
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toHaveLength(4);
    expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'del/' }))).KeyCount).toBe(0);
  });
});

describe('listing', () => {
  it('goes through pages, prefixes and folders in both versions', async () => {
    for (let i = 0; i < 7; i++) await put(`list/${i}/x`);
    await put('list/top');
    const v2: string[] = [];
    for (let ContinuationToken: string | undefined; ; ) {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 3, ContinuationToken }),
      );
      v2.push(
        ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
        ...(page.Contents ?? []).map(({ Key = '' }) => Key),
      );
      ContinuationToken = page.NextContinuationToken;
      if (!page.IsTruncated) break;
    }
    const v1: string[] = [];
    for (let Marker: string | undefined; ; ) {
      const page = await client.send(
        new ListObjectsCommand({ Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 3, Marker }),
      );
      v1.push(
        ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
        ...(page.Contents ?? []).map(({ Key = '' }) => Key),
      );
      Marker = page.NextMarker;
      if (!page.IsTruncated) break;
    }
    const expected = [...Array.from({ length: 7 }, (_, i) => `list/${i}/`), 'list/top'];
    expect(v2).toEqual(expected);
    expect(v1).toEqual(expected);
  });
});

describe('multipart uploads', () => {
  it('join their parts', async () => {
    const bytes = randomBytes(12 << 20);
    await new Upload({
      client,
      params: { Bucket, Key: 'big', Body: Readable.from([bytes]) },
      partSize: 5 << 20,
    }).done();
    const { ETag, ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: 'big' }));
    expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(ContentLength).toBe(bytes.length);
    const md5 = (data: Uint8Array) => createHash('md5').update(data).digest('hex');
    expect(md5(await read('big'))).toBe(md5(bytes));
  });

  it('refuse small, missing and unordered parts, and can be given up', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'mp' }));
    const upload = { Bucket, Key: 'mp', UploadId };
    const tags = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }));
      tags.push({ PartNumber, ETag });
    }
    const complete = (Parts: { PartNumber: number; ETag?: string | undefined }[]) =>
      refusal(client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })));
    expect((await client.send(new ListPartsCommand(upload))).Parts).toHaveLength(2);
    expect(await complete(tags)).toBe('400 EntityTooSmall');
    expect(await complete(tags.toReversed())).toBe('400 InvalidPartOrder');
    expect(await complete([{ PartNumber: 3, ETag: 'x' }])).toBe('400 InvalidPart');
    await client.send(new AbortMultipartUploadCommand(upload));
    expect(await refusal(client.send(new ListPartsCommand(upload)))).toBe('404 NoSuchUpload');
  });

  it('cannot be reached by a path in the upload id', async () => {
    const upload = { Bucket, Key: 'mp', UploadId: '../../images' };
    expect(await refusal(client.send(new AbortMultipartUploadCommand(upload)))).toBe('404 NoSuchUpload');
  });
});

describe('who may ask', () => {
  it('is decided by the signature', async () => {
    expect(await refusal(connect('wrong').send(new HeadBucketCommand({ Bucket })))).toMatch(/^403/);
    expect((await fetch(`${s3.url}/${Bucket}/once`)).status).toBe(403);
  });

  it('includes whoever has a presigned address, until it expires', async () => {
    await put('pre sign+é');
    const command = new GetObjectCommand({ Bucket, Key: 'pre sign+é' });
    const url = await getSignedUrl(client, command, { expiresIn: 60 });
    expect(await (await fetch(url)).text()).toBe('hello');
    const tampered = url.replace(/Signature=(.)/, (_all, first) => `Signature=${first === '0' ? '1' : '0'}`);
    expect((await fetch(tampered)).status).toBe(403);
    expect((await fetch(url.replace('pre%20sign', 'other'))).status).toBe(403);
    const ours = {
      baseUrl: s3.url,
      bucket: Bucket,
      key: 'pre sign+é',
      credentials: testCredentials,
      region: 'us-east-1',
      expiresInSeconds: 60,
    };
    expect(await (await fetch(presignGet(ours))).text()).toBe('hello');
    const old = await fetch(presignGet({ ...ours, now: Date.now() - 61_000 }));
    expect([old.status, await old.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  it('may upload through a presigned address', async () => {
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'through' }), {
      expiresIn: 60,
    });
    expect((await fetch(url, { method: 'PUT', body: 'sent' })).status).toBe(200);
    expect((await read('through')).toString()).toBe('sent');
  });
});

describe('a bucket', () => {
  it('lets pages of other origins read only when its CORS rules say so', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'cors' }));
    await client.send(new PutObjectCommand({ Bucket: 'cors', Key: 'x', Body: '1' }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'cors', Key: 'x' }), {
      expiresIn: 60,
    });
    const ask = (method = 'GET') =>
      fetch(url, {
        method,
        headers: { origin: 'https://page.example', 'access-control-request-method': 'GET' },
      });
    expect((await ask()).headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask('OPTIONS')).status).toBe(403);
    expect(await refusal(client.send(new GetBucketCorsCommand({ Bucket: 'cors' })))).toBe(
      '404 NoSuchCORSConfiguration',
    );
    const CORSRules = [
      { AllowedMethods: ['GET'], AllowedOrigins: ['https://*.example'], ExposeHeaders: ['ETag'] },
    ];
    await client.send(new PutBucketCorsCommand({ Bucket: 'cors', CORSConfiguration: { CORSRules } }));
    expect((await client.send(new GetBucketCorsCommand({ Bucket: 'cors' }))).CORSRules).toEqual(CORSRules);
    expect((await ask()).headers.get('access-control-allow-origin')).toBe('https://page.example');
    expect((await ask('OPTIONS')).status).toBe(200);
    expect(
      (await fetch(url, { headers: { origin: 'https://elsewhere.test' } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
  });

  it('keeps its policy and notifications, and says which region it is in', async () => {
    expect(await refusal(client.send(new GetBucketPolicyCommand({ Bucket })))).toBe('404 NoSuchBucketPolicy');
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Statement":[]}' }));
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe('{"Statement":[]}');
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
  });
});

describe('bad requests', () => {
  /** Sends a request that no SDK would send. */
  const raw = (path: string, method = 'GET', headers: Record<string, string> = {}, body = '') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const outgoing = request(new URL(s3.url), { path, method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  it.each([
    '/%E0%A4%A',
    '/images/%',
    '/images/%00',
    '/..%2f..%2fetc/passwd',
    '/images/../../x',
    '/?X-Amz-Algorithm=AWS4-HMAC-SHA256',
  ])('like %s are refused in S3 style', async (path) => {
    const { status, text } = await raw(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).toContain('<Code>');
  });

  it('do not put what the client wrote into XML as it is', async () => {
    const { text } = await raw('/images/<script>alert(1)</script>');
    expect(text).not.toContain('<script>');
  });

  it('leave the old object when an upload breaks off', async () => {
    await put('broken', 'old');
    const url = new URL(
      await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'broken' }), { expiresIn: 60 }),
    );
    await new Promise<void>((resolve) => {
      const outgoing = request(url, { method: 'PUT', headers: { 'content-length': '1000' } });
      outgoing.on('error', () => resolve());
      outgoing.on('close', () => resolve());
      outgoing.write('half', () => setTimeout(() => outgoing.destroy(), 50));
    });
    expect((await read('broken')).toString()).toBe('old');
  });
});
