import { describe, expect, it } from 'vitest';
import { canonicalRequest, stringToSign } from './canonical-request.ts';
import { formatScope, hmac, sha256, signingKey } from './signing-key.ts';
import { verifySignature } from './verify-signature.ts';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const now = Date.parse('2015-08-30T12:36:00Z');
const scope = { day: '20150830', region: 'us-east-1', service: 'service' };

/** Signs as a client does; `change` alters the request afterwards. */
function signed(options: { service?: string; url?: string; body?: string } = {}) {
  const { service = 'sagemaker', url = '/', body = '{}' } = options;
  const ours = { ...scope, service };
  const headers: Record<string, string> = { host: 'localhost', 'x-amz-date': '20150830T123600Z' };
  const names = ['host', 'x-amz-date'];
  const canonical = canonicalRequest({ method: 'POST', url, headers }, service, names, sha256(body));
  const key = signingKey(credentials.secretAccessKey, ours);
  const signature = hmac(key, stringToSign('20150830T123600Z', formatScope(ours), canonical)).toString('hex');
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${formatScope(ours)}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { method: 'POST', url, headers };
}

const code = (result: ReturnType<typeof verifySignature>) => (result.ok ? 'ok' : result.code);
const verify = (request: ReturnType<typeof signed>, more = {}) =>
  code(verifySignature(request, { credentials, now, payloadHash: sha256('{}'), ...more }));

describe('a signature', () => {
  it('has the value of the worked example that AWS published', () => {
    // "get-vanilla" of AWS's Signature Version 4 test suite.
    const request = {
      method: 'GET',
      url: '/',
      headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' },
    };
    const canonical = canonicalRequest(request, 'service', ['host', 'x-amz-date'], sha256(''));
    const key = signingKey(credentials.secretAccessKey, scope);
    expect(hmac(key, stringToSign('20150830T123600Z', formatScope(scope), canonical)).toString('hex')).toBe(
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    );
  });

  it('is accepted for the request that it was made for', () => {
    expect(verify(signed())).toBe('ok');
    expect(
      verify(
        signed({
          service: 'lambda',
          url: '/2015-03-31/functions/arn%3Aaws%3Ax/invocations?Qualifier=%24LATEST',
        }),
      ),
    ).toBe('ok');
  });

  it('covers method, path, query, signed headers and body', () => {
    const request = signed({ service: 's3', url: '/bucket/key?a=1' });
    expect(verify(request)).toBe('ok');
    expect(verify({ ...request, method: 'GET' })).toBe('SignatureDoesNotMatch');
    expect(verify({ ...request, url: '/bucket/other?a=1' })).toBe('SignatureDoesNotMatch');
    expect(verify({ ...request, url: '/bucket/key?a=2' })).toBe('SignatureDoesNotMatch');
    expect(verify({ ...request, headers: { ...request.headers, host: 'evil' } })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(verify(request, { payloadHash: sha256('other') })).toBe('SignatureDoesNotMatch');
  });

  it('is good for fifteen minutes', () => {
    expect(verify(signed(), { now: now + 14 * 60_000 })).toBe('ok');
    expect(verify(signed(), { now: now + 16 * 60_000 })).toBe('RequestTimeTooSkewed');
    expect(verify(signed(), { now: now - 16 * 60_000 })).toBe('RequestTimeTooSkewed');
  });

  it.each([
    ['no signature', undefined, 'AccessDenied'],
    ['another scheme', 'Bearer x', 'AuthorizationHeaderMalformed'],
    [
      'a signature that is no hex',
      'AWS4-HMAC-SHA256 Credential=a/20150830/r/s/aws4_request, SignedHeaders=host, Signature=zz',
      'AuthorizationHeaderMalformed',
    ],
  ])('is missed in a request with %s', (_what, authorization, expected) => {
    const { headers, ...request } = signed();
    const { authorization: _old, ...others } = headers;
    const changed = { ...others, ...(authorization === undefined ? {} : { authorization }) };
    expect(code(verifySignature({ ...request, headers: changed }, { credentials, now }))).toBe(expected);
  });

  it('of an unknown key is refused', () => {
    const other = { ...credentials, accessKeyId: 'AKIDOTHER' };
    expect(verify(signed(), { credentials: other })).toBe('InvalidAccessKeyId');
  });

  it('of a request that leaves its host unsigned is refused', () => {
    const request = signed();
    request.headers['authorization'] = request.headers['authorization']?.replace('host;', '') ?? '';
    expect(verify(request)).toBe('SignatureDoesNotMatch');
  });
});
