import { createHash } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { addressOf } from './bucket-address.ts';
import { queryText, type RoleKey, signRequest } from './sign-request.ts';

/** Attempts at one request, and the longest wait before the second, which doubles; as the AWS SDKs have it. */
const ATTEMPTS = 3;
const WAIT_MS = 100;

/** A connection that says nothing for so long is given up, and the request tried again. */
const SILENCE_MS = 20_000;

/** What S3 answered when it refused, by S3's own name for it. */
export class S3Refusal extends Error {
  /** @param status of HTTP; 0 when there was no answer */
  constructor(
    name: string,
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = name;
  }
}

export interface S3Call {
  method: 'GET' | 'PUT';
  bucket: string;
  /** Unless given, the request is for the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Text to store. */
  body?: string;
}

/**
 * Sends one request to S3, signed with the function's own role, and gives the answer's text. A function needs three
 * requests of S3's hundred; the AWS SDK for them would be nine tenths of its code, and half of its cold start.
 * @throws {S3Refusal} after three attempts where trying again can help, else after the first
 */
export async function requestS3(call: S3Call): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(call);
    } catch (error) {
      const status = error instanceof S3Refusal ? error.status : undefined;
      const hopeful = status === 0 || status === 429 || (status !== undefined && status >= 500);
      if (!hopeful || attempt === ATTEMPTS) throw error;
      const wait = WAIT_MS * 2 ** (attempt - 1) * Math.random();
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

async function attemptOnce({ method, bucket, key, query = {}, headers = {}, body }: S3Call): Promise<string> {
  const { origin, path, region } = addressOf(bucket, key);
  const data = body === undefined ? undefined : Buffer.from(body);
  // Buckets with object lock take nothing without a checksum.
  const checksum = data && createHash('sha256').update(data).digest('base64');
  const signed = signRequest(
    {
      method,
      host: origin.host,
      path,
      query,
      headers: { ...headers, ...(checksum ? { 'x-amz-checksum-sha256': checksum } : {}) },
      body: data,
    },
    region,
    roleKey(),
    Date.now(),
  );
  const text = queryText(query);
  const { status, answer } = await send(
    origin,
    {
      method,
      path: text === '' ? path : `${path}?${text}`,
      headers: { ...signed, ...(data ? { 'content-length': String(data.length) } : {}) },
    },
    data,
  );
  if (status >= 200 && status < 300) return answer;
  throw new S3Refusal(
    tagText(answer, 'Code') ?? (status === 403 ? 'Forbidden' : `Status${status}`),
    tagText(answer, 'Message') ?? `S3 answered with status ${status}`,
    status,
  );
}

function roleKey(): RoleKey {
  const { env } = process;
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) {
    throw new S3Refusal(
      'CredentialsProviderError',
      'the environment has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which Lambda sets',
      401,
    );
  }
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
}

interface Transport {
  request: typeof httpRequest;
  agent: HttpAgent;
}

const transports = new Map<string, Transport>();

/** Connections stay open for the next request. TLS is loaded where it is needed. */
async function transportFor(protocol: string): Promise<Transport> {
  const known = transports.get(protocol);
  if (known) return known;
  let opened: Transport;
  if (protocol === 'https:') {
    const { Agent, request } = await import('node:https');
    opened = { request, agent: new Agent({ keepAlive: true, maxSockets: 50 }) };
  } else opened = { request: httpRequest, agent: new HttpAgent({ keepAlive: true, maxSockets: 50 }) };
  transports.set(protocol, opened);
  return opened;
}

async function send(
  { protocol, hostname, port }: URL,
  options: { method: string; path: string; headers: Record<string, string> },
  body: Uint8Array | undefined,
): Promise<{ status: number; answer: string }> {
  const { request, agent } = await transportFor(protocol);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(new S3Refusal('NetworkError', cause.message, 0, { cause }));
    const outgoing = request({ protocol, hostname, port, agent, ...options }, (response) => {
      collect(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), fail);
    });
    outgoing.setTimeout(SILENCE_MS, () =>
      outgoing.destroy(new Error(`no answer in ${SILENCE_MS / 1000} seconds`)),
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The text of the first element of a name in S3's XML, which is flat and without attributes there. */
export function tagText(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, entity) => {
    if (hex || decimal) return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
    return ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" } as Record<string, string>)[entity] ?? whole;
  });
}
