import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsRule, ObjectStore } from '#server/object-store/object-store.ts';
import { readText } from './open-body.ts';
import { nodesOf, readXml, textOf, textsOf } from './read-xml.ts';
import { S3Error } from './s3-error.ts';
import { header, type S3Request, sendEmpty, sendXml } from './s3-request.ts';
import { element, root } from './write-xml.ts';

const MAX_RULES = 100;
const methods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** GetBucketCors, PutBucketCors and DeleteBucketCors. */
export async function handleBucketCors(request: S3Request): Promise<void> {
  const { req, res, store, bucket } = request;
  if (!store.bucketExists(bucket)) throw new S3Error('NoSuchBucket');
  if (req.method === 'GET') {
    const rules = store.getCors(bucket);
    if (rules.length === 0) throw new S3Error('NoSuchCORSConfiguration');
    sendXml(res, root('CORSConfiguration', rules.map(writeRule)));
  } else if (req.method === 'PUT') {
    await store.setCors(bucket, readRules(await readText(request, 64 * 1024)));
    sendEmpty(res);
  } else if (req.method === 'DELETE') {
    await store.setCors(bucket, []);
    sendEmpty(res, 204);
  } else throw new S3Error('MethodNotAllowed');
}

function readRules(text: string): CorsRule[] {
  const rules = nodesOf(readXml(text, 'CORSConfiguration'), 'CORSRule').map((node): CorsRule => {
    const id = textOf(node, 'ID');
    const maxAge = textOf(node, 'MaxAgeSeconds');
    return {
      ...(id === undefined ? {} : { ID: id }),
      AllowedMethods: textsOf(node, 'AllowedMethod'),
      AllowedOrigins: textsOf(node, 'AllowedOrigin'),
      AllowedHeaders: textsOf(node, 'AllowedHeader'),
      ExposeHeaders: textsOf(node, 'ExposeHeader'),
      ...(maxAge !== undefined && /^\d{1,9}$/.test(maxAge) ? { MaxAgeSeconds: Number(maxAge) } : {}),
    };
  });
  const usable = rules.every((rule) => rule.AllowedMethods.length > 0 && rule.AllowedOrigins.length > 0);
  if (rules.length === 0 || rules.length > MAX_RULES || !usable) throw new S3Error('MalformedXML');
  const unknown = rules.flatMap((rule) => rule.AllowedMethods).find((method) => !methods.includes(method));
  if (unknown !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
    );
  }
  return rules;
}

function writeRule(rule: CorsRule) {
  return element('CORSRule', [
    rule.ID === undefined ? undefined : element('ID', rule.ID),
    ...rule.AllowedMethods.map((value) => element('AllowedMethod', value)),
    ...rule.AllowedOrigins.map((value) => element('AllowedOrigin', value)),
    ...(rule.AllowedHeaders ?? []).map((value) => element('AllowedHeader', value)),
    ...(rule.ExposeHeaders ?? []).map((value) => element('ExposeHeader', value)),
    rule.MaxAgeSeconds === undefined ? undefined : element('MaxAgeSeconds', rule.MaxAgeSeconds),
  ]);
}

/** Puts the CORS headers on an answer, errors included, when a rule of the bucket allows the origin. */
export function applyCors(
  req: IncomingMessage,
  res: ServerResponse,
  store: ObjectStore,
  bucket: string,
): boolean {
  const origin = header(req, 'origin');
  if (origin === undefined || !store.bucketExists(bucket)) return false;
  const preflight = req.method === 'OPTIONS';
  const method = preflight ? (header(req, 'access-control-request-method') ?? '') : (req.method ?? '');
  const asked = (preflight ? (header(req, 'access-control-request-headers') ?? '') : '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = store
    .getCors(bucket)
    .find(
      (candidate) =>
        candidate.AllowedMethods.includes(method) &&
        candidate.AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
        asked.every((name) =>
          (candidate.AllowedHeaders ?? []).some((pattern) => matches(pattern.toLowerCase(), name)),
        ),
    );
  if (!rule) return false;
  const anyone = rule.AllowedOrigins.includes('*');
  res.setHeader('Access-Control-Allow-Origin', anyone ? '*' : origin);
  res.setHeader('Access-Control-Allow-Methods', rule.AllowedMethods.join(', '));
  if (!anyone) res.setHeader('Access-Control-Allow-Credentials', 'true');
  if (asked.length > 0) res.setHeader('Access-Control-Allow-Headers', asked.join(', '));
  if (rule.ExposeHeaders?.length)
    res.setHeader('Access-Control-Expose-Headers', rule.ExposeHeaders.join(', '));
  if (rule.MaxAgeSeconds !== undefined) res.setHeader('Access-Control-Max-Age', rule.MaxAgeSeconds);
  res.setHeader('Vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method');
  return true;
}

/** Compares with a pattern that may hold one `*`. */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
}
