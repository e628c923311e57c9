import { createHash, createHmac } from 'node:crypto';

/** A request to S3 before it is signed. */
export interface UnsignedRequest {
  method: string;
  /** Host with its port, as the Host header has it. */
  host: string;
  /** Path as it is sent, percent-encoded. */
  path: string;
  /** Query by name, not yet encoded. */
  query?: Readonly<Record<string, string>>;
  /** Further headers to send, by name in lower case. */
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array | undefined;
}

/** The temporary key of the function's role, as Lambda puts it into the environment. */
export interface RoleKey {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/**
 * The headers of a request with its AWS Signature Version 4 for S3 ("Authenticating Requests: Using the
 * Authorization Header" of the S3 API reference).
 * @param now milliseconds since 1970
 */
export function signRequest(
  { method, host, path, query = {}, headers = {}, body }: UnsignedRequest,
  region: string,
  { accessKeyId, secretAccessKey, sessionToken }: RoleKey,
  now: number,
): Record<string, string> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const contentHash = sha256(body ?? '');
  const signed: Record<string, string> = {
    ...headers,
    host,
    'x-amz-content-sha256': contentHash,
    'x-amz-date': time,
    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    path,
    queryText(query),
    ...names.map((name) => `${name}:${signed[name]?.trim()}`),
    '',
    names.join(';'),
    contentHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** A query in the order and the encoding in which it is signed. */
export function queryText(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(query[name] ?? '')}`)
    .join('&');
}

/** Encodes everything but letters, digits, hyphen, dot, underscore and tilde. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
