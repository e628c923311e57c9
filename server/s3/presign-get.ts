import { canonicalRequest, stringToSign } from '../signature/canonical-request.ts';
import { type Credentials, formatScope, hmac, signingKey, uriEncode } from '../signature/signing-key.ts';

export interface PresignOptions {
  /** Where the S3 endpoint is, such as `http://127.0.0.1:4100`. */
  baseUrl: string;
  bucket: string;
  key: string;
  credentials: Credentials;
  region: string;
  expiresInSeconds: number;
  /** Milliseconds since 1970; the clock unless told. */
  now?: number;
}

/** An address that lets anybody read one object until it expires (Signature Version 4 in the query). */
export function presignGet(options: PresignOptions): string {
  const { credentials, region, now = Date.now() } = options;
  const base = new URL(options.baseUrl);
  const amzDate = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = { day: amzDate.slice(0, 8), region, service: 's3' };
  const path = `/${uriEncode(options.bucket)}/${options.key.split('/').map(uriEncode).join('/')}`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${formatScope(scope)}`],
    ['X-Amz-Date', amzDate],
    ['X-Amz-Expires', String(options.expiresInSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ].map(([name = '', value = '']) => `${name}=${uriEncode(value)}`);
  const url = `${path}?${query.join('&')}`;
  const request = { method: 'GET', url, headers: { host: base.host } };
  const canonical = canonicalRequest(request, 's3', ['host'], 'UNSIGNED-PAYLOAD');
  const signature = hmac(
    signingKey(credentials.secretAccessKey, scope),
    stringToSign(amzDate, formatScope(scope), canonical),
  ).toString('hex');
  return `${base.origin}${url}&X-Amz-Signature=${signature}`;
}
