import { percentEncode } from './sign-request.ts';

/** Where a request to S3 goes. */
export interface BucketAddress {
  /** Protocol, host and port; its path says nothing. */
  origin: URL;
  /** Percent-encoded, and otherwise as it is: a URL would take "a/../b" for "b", which is another key. */
  path: string;
  region: string;
}

/**
 * Where a bucket or an object is: at an endpoint that the environment names, else at that of the function's region.
 * @param key unless given, the address is the bucket's
 */
export function addressOf(
  bucket: string,
  key: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): BucketAddress {
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const path = `/${key === undefined ? '' : key.split('/').map(percentEncode).join('/')}`;
  // A server of our own has one host and no name for each bucket.
  const own = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  if (own) {
    const origin = new URL(own);
    return { origin, path: `${origin.pathname.replace(/\/+$/, '')}/${bucket}${path}`, region };
  }
  const isOn = (name: string) => env[name]?.toLowerCase() === 'true';
  const service = `s3${isOn('AWS_USE_FIPS_ENDPOINT') ? '-fips' : ''}${isOn('AWS_USE_DUALSTACK_ENDPOINT') ? '.dualstack' : ''}`;
  const host = `${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  // The service's certificate covers one name before it, and a bucket with dots would be several.
  return bucket.includes('.')
    ? { origin: new URL(`https://${host}`), path: `/${bucket}${path}`, region }
    : { origin: new URL(`https://${bucket}.${host}`), path, region };
}
