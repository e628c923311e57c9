import { timingSafeEqual } from 'node:crypto';
import { canonicalRequest, type SignedRequest, splitUrl, stringToSign } from './canonical-request.ts';
import { type Credentials, formatScope, hmac, type SigningScope, signingKey } from './signing-key.ts';

/** Clocks may differ by this much: AWS's 15 minutes. */
const MAX_SKEW_MS = 15 * 60_000;
/** Longest life of a presigned address, in seconds: AWS's 7 days. */
const MAX_EXPIRY_S = 7 * 24 * 3600;

export interface VerifyOptions {
  credentials: Credentials;
  /** SHA-256 of the body in hex, for services whose clients do not send `x-amz-content-sha256`. */
  payloadHash?: string;
  /** Milliseconds since 1970; the clock unless told. */
  now?: number;
}

/** What a good signature says, or AWS's code and sentence for what is wrong with it. */
export type Verification =
  | {
      ok: true;
      scope: SigningScope;
      /** `YYYYMMDDTHHMMSSZ` */
      amzDate: string;
      presigned: boolean;
      /** What was signed as the body's hash: hex, `UNSIGNED-PAYLOAD` or a `STREAMING-...` name. */
      payloadHash: string;
      /** Start of the chain of chunk signatures, and the key that continues it. */
      signature: string;
      key: Buffer;
    }
  | { ok: false; code: SignatureProblem; message: string };

export type SignatureProblem =
  | 'AccessDenied'
  | 'AuthorizationHeaderMalformed'
  | 'AuthorizationQueryParametersError'
  | 'InvalidAccessKeyId'
  | 'RequestTimeTooSkewed'
  | 'SignatureDoesNotMatch';

interface Claim {
  accessKeyId: string;
  scope: SigningScope;
  amzDate: string;
  signedHeaders: string[];
  signature: string;
  payloadHash: string;
  presigned: boolean;
  expiresInSeconds?: number;
}

/**
 * Verifies AWS Signature Version 4, from the Authorization header or from a presigned query, for any service.
 * It covers method, path, query and the signed headers; comparing the body with `payloadHash` is the caller's.
 */
export function verifySignature(request: SignedRequest, options: VerifyOptions): Verification {
  const { credentials, now = Date.now() } = options;
  try {
    const claim = readClaim(request, options.payloadHash);
    if ('ok' in claim) return claim;
    if (claim.accessKeyId !== credentials.accessKeyId) {
      return refuse(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
      );
    }
    const late = checkTime(claim, now);
    if (late) return late;
    if (!claim.signedHeaders.includes('host')) {
      return refuse('SignatureDoesNotMatch', 'The host header must be signed.');
    }
    const canonical = canonicalRequest(request, claim.scope.service, claim.signedHeaders, claim.payloadHash);
    const key = signingKey(credentials.secretAccessKey, claim.scope);
    const expected = hmac(key, stringToSign(claim.amzDate, formatScope(claim.scope), canonical));
    const given = Buffer.from(claim.signature, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return refuse(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    }
    const { scope, amzDate, presigned, payloadHash, signature } = claim;
    return { ok: true, scope, amzDate, presigned, payloadHash, signature, key };
  } catch (error) {
    if (error instanceof URIError)
      return refuse('SignatureDoesNotMatch', 'The address is not valid percent-encoding.');
    throw error;
  }
}

type Refusal = Extract<Verification, { ok: false }>;

function refuse(code: SignatureProblem, message: string): Refusal {
  return { ok: false, code, message };
}

function readClaim(request: SignedRequest, payloadHash: string | undefined): Claim | Refusal {
  const header = request.headers.authorization;
  if (header !== undefined) return readHeaderClaim(request, header, payloadHash);
  const query = new Map(splitUrl(request.url ?? '/').query);
  return query.has('X-Amz-Algorithm') ? readQueryClaim(query) : refuse('AccessDenied', 'Access Denied');
}

function readHeaderClaim(
  { headers }: SignedRequest,
  header: string,
  payloadHash: string | undefined,
): Claim | Refusal {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const credential = readCredential(match?.[1]);
  const amzDate = headers['x-amz-date'];
  if (!match || !credential || typeof amzDate !== 'string') {
    return refuse(
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed: expected AWS4-HMAC-SHA256 with Credential, SignedHeaders, Signature, and an x-amz-date header.',
    );
  }
  const declared = headers['x-amz-content-sha256'];
  return {
    ...credential,
    amzDate,
    signedHeaders: (match[2] ?? '').split(';'),
    signature: match[3] ?? '',
    payloadHash: payloadHash ?? (typeof declared === 'string' ? declared : 'UNSIGNED-PAYLOAD'),
    presigned: false,
  };
}

function readQueryClaim(query: Map<string, string>): Claim | Refusal {
  const credential = readCredential(query.get('X-Amz-Credential'));
  const expires = query.get('X-Amz-Expires') ?? '';
  const amzDate = query.get('X-Amz-Date') ?? '';
  const expiresInSeconds = /^\d{1,7}$/.test(expires) ? Number(expires) : Number.NaN;
  if (
    query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' ||
    !credential ||
    !(expiresInSeconds >= 1 && expiresInSeconds <= MAX_EXPIRY_S)
  ) {
    return refuse(
      'AuthorizationQueryParametersError',
      `A presigned address needs X-Amz-Algorithm AWS4-HMAC-SHA256, X-Amz-Credential, X-Amz-Date, X-Amz-SignedHeaders, X-Amz-Signature, and X-Amz-Expires from 1 to ${MAX_EXPIRY_S}.`,
    );
  }
  return {
    ...credential,
    amzDate,
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    presigned: true,
    expiresInSeconds,
  };
}

/** Reads `<key>/<day>/<region>/<service>/aws4_request`. */
function readCredential(text = ''): Pick<Claim, 'accessKeyId' | 'scope'> | undefined {
  const match = /^(.+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(text);
  if (!match) return undefined;
  const [, accessKeyId = '', day = '', region = '', service = ''] = match;
  return { accessKeyId, scope: { day, region, service } };
}

function checkTime(claim: Claim, now: number): Refusal | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.amzDate);
  const [, year, month, day, hour, minute, second] = parts ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedAt) || !claim.amzDate.startsWith(claim.scope.day)) {
    return refuse(
      'AccessDenied',
      'X-Amz-Date must be like 20260102T030405Z and of the day in the credential.',
    );
  }
  if (claim.expiresInSeconds !== undefined) {
    if (now > signedAt + claim.expiresInSeconds * 1000) return refuse('AccessDenied', 'Request has expired');
    return signedAt > now + MAX_SKEW_MS ? refuse('AccessDenied', 'Request is not valid yet') : undefined;
  }
  return Math.abs(now - signedAt) > MAX_SKEW_MS
    ? refuse(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
      )
    : undefined;
}
