import type { IncomingHttpHeaders } from 'node:http';
import { sha256, uriEncode } from './signing-key.ts';

/** The parts of a request that a signature covers. An IncomingMessage is one. */
export interface SignedRequest {
  method?: string | undefined;
  /** Path and query as they were received. */
  url?: string | undefined;
  headers: IncomingHttpHeaders;
}

/**
 * The text that Signature Version 4 signs.
 * @param service S3 encodes the path once, every other service twice
 * @param signedHeaders names in lower case, in the order of the signature
 * @throws {URIError} when the path or query is not percent-encoded UTF-8
 */
export function canonicalRequest(
  request: SignedRequest,
  service: string,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const { path, query } = splitUrl(request.url ?? '/');
  const once = path.split('/').map((part) => uriEncode(decodeURIComponent(part)));
  const canonicalPath = service === 's3' ? once.join('/') : normalise(path).map(uriEncode).join('/') || '/';
  const canonicalQuery = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, av], [b, bv]) => (a === b ? order(av, bv) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = signedHeaders.map((name) => `${name}:${headerText(request.headers[name])}\n`).join('');
  return [
    request.method ?? 'GET',
    canonicalPath,
    canonicalQuery,
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** The string to sign of a whole request. */
export function stringToSign(amzDate: string, scope: string, canonical: string): string {
  return ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonical)].join('\n');
}

/** A received URL as its path and its decoded query parameters, in order. */
export function splitUrl(url: string): { path: string; query: [name: string, value: string][] } {
  const mark = url.indexOf('?');
  if (mark < 0) return { path: url, query: [] };
  const query = url
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [decodeQuery(pair), '']
        : [decodeQuery(pair.slice(0, equals)), decodeQuery(pair.slice(equals + 1))];
    });
  return { path: url.slice(0, mark), query };
}

const decodeQuery = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/\s+/g, ' ');
}

/** Path parts without `.` and empty ones, as services other than S3 sign them. */
function normalise(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return ['', ...parts, ...(path.endsWith('/') && parts.length > 0 ? [''] : [])];
}
