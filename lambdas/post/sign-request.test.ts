import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { signRequest } from './sign-request.ts';

const key = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a/session+token==',
};

interface Sent {
  method: string;
  hostname: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: Uint8Array | string;
}

/** The request that the AWS SDK would send, signed by it. */
async function signedBySdk(send: (client: S3Client) => Promise<unknown>): Promise<Sent> {
  let sent: Sent | undefined;
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: key,
    requestHandler: {
      handle: async (request: unknown) => {
        sent = request as Sent;
        throw new Error('not to be sent');
      },
    },
    maxAttempts: 1,
  });
  await send(client).catch(() => undefined);
  if (!sent) throw new Error('The SDK sent nothing.');
  return sent;
}

/** The same request signed by us, at the same second and with the same headers. */
function signAgain({ method, hostname, path, query, headers, body }: Sent): Record<string, string> {
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(headers['authorization'] ?? '') ?? [];
  const own = new Set(['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token']);
  const further = names.split(';').filter((name) => !own.has(name));
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  return signRequest(
    {
      method,
      host: hostname,
      path,
      query: Object.fromEntries(Object.entries(query).filter(([name]) => name !== '')),
      headers: Object.fromEntries(further.map((name) => [name, headers[name] ?? ''])),
      body: body === undefined ? undefined : Buffer.from(body),
    },
    'eu-west-1',
    key,
    Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
  );
}

const Bucket = 'a-bucket';
const requests = {
  'reads an object': (client: S3Client) =>
    client.send(new GetObjectCommand({ Bucket, Key: "annotations/it's (1) + ünï 2021-11-18_02:19:51.json" })),
  'lists a prefix': (client: S3Client) =>
    client.send(new ListObjectsV2Command({ Bucket, Prefix: 'out put/gtkit=1&2/' })),
  'writes an object': (client: S3Client) =>
    client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'out/état.json',
        Body: '{"é":1}',
        ContentType: 'application/json',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1',
      }),
    ),
};

describe('the signature of a request', () => {
  it.each(Object.entries(requests))('is the one of the AWS SDK when it %s', async (_, send) => {
    const sent = await signedBySdk(send);
    const signed = signAgain(sent);
    expect(signed['authorization']).toBe(sent.headers['authorization']);
    expect(signed['x-amz-security-token']).toBe(key.sessionToken);
  });

  it("is that of the S3 reference's own example", () => {
    const { sessionToken: _, ...example } = key;
    const signed = signRequest(
      {
        method: 'GET',
        host: 'examplebucket.s3.amazonaws.com',
        path: '/test.txt',
        headers: { range: 'bytes=0-9' },
      },
      'us-east-1',
      example,
      Date.UTC(2013, 4, 24),
    );
    expect(signed['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });
});
