import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ObjectStore } from '#server/object-store/object-store.ts';
import { splitUrl } from '../signature/canonical-request.ts';
import type { Verification } from '../signature/verify-signature.ts';
import { S3Error } from './s3-error.ts';

/** A verified request on its way through one operation. */
export interface S3Request {
  req: IncomingMessage;
  res: ServerResponse;
  store: ObjectStore;
  region: string;
  /** '' when the request is about the whole service. */
  bucket: string;
  /** '' when the request is about the bucket. */
  key: string;
  query: ReadonlyMap<string, string>;
  signature: Extract<Verification, { ok: true }>;
}

/** Splits a path-style address into bucket, key and query. */
export function readAddress(url: string): { bucket: string; key: string; query: Map<string, string> } {
  try {
    const { path, query } = splitUrl(url);
    const slash = path.indexOf('/', 1);
    const bucket = decodeURIComponent(slash < 0 ? path.slice(1) : path.slice(1, slash));
    const key = slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1));
    return { bucket, key, query: new Map(query) };
  } catch (cause) {
    throw new S3Error('InvalidArgument', 'The address is not valid percent-encoding.', cause);
  }
}

/** A request header as one text, or undefined. */
export function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

export function sendXml(res: ServerResponse, text: string, status = 200): void {
  const body = Buffer.from(text);
  res.writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': body.length }).end(body);
}

export function sendEmpty(res: ServerResponse, status = 200, headers: Record<string, string> = {}): void {
  res.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': 0 }).end();
}

/** Reads a whole number from the query. */
export function queryNumber(
  query: ReadonlyMap<string, string>,
  name: string,
  otherwise: number,
  max: number,
): number {
  const text = query.get(name);
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', `${name} must be a whole number.`);
  return Math.min(Number(text), max);
}
