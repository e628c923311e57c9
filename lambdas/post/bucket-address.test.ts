import { describe, expect, it } from 'vitest';
import { addressOf } from './bucket-address.ts';

function address(bucket: string, key: string | undefined, env: Record<string, string>): string {
  const { origin, path } = addressOf(bucket, key, { AWS_REGION: 'eu-west-1', ...env });
  return `${origin.origin}${path}`;
}

describe('the address of an object', () => {
  it('is a host of the bucket in the region of the function', () => {
    expect(address('pictures', 'a b/c+d.json', {})).toBe(
      'https://pictures.s3.eu-west-1.amazonaws.com/a%20b/c%2Bd.json',
    );
    expect(address('pictures', undefined, {})).toBe('https://pictures.s3.eu-west-1.amazonaws.com/');
    expect(address('pictures', 'a', { AWS_REGION: 'cn-north-1' })).toBe(
      'https://pictures.s3.cn-north-1.amazonaws.com.cn/a',
    );
  });

  it("is a path where the bucket's dots would break the certificate", () => {
    expect(address('pictures.of.mice', 'a', {})).toBe(
      'https://s3.eu-west-1.amazonaws.com/pictures.of.mice/a',
    );
  });

  it('is where the environment says', () => {
    const AWS_ENDPOINT_URL = 'http://127.0.0.1:4566/';
    expect(address('pictures', 'a', { AWS_ENDPOINT_URL })).toBe('http://127.0.0.1:4566/pictures/a');
    expect(address('pictures', 'a', { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3: 'http://s3.lab/base' })).toBe(
      'http://s3.lab/base/pictures/a',
    );
    expect(
      address('pictures', 'a', { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' }),
    ).toBe('https://pictures.s3-fips.dualstack.eu-west-1.amazonaws.com/a');
  });

  it('keeps keys whose parts are dots or nothing', () => {
    // What S3 stores under "a/./b" is not what it stores under "a/b".
    expect(address('pictures', 'a/../b//c', {})).toBe(
      'https://pictures.s3.eu-west-1.amazonaws.com/a/../b//c',
    );
  });
});
