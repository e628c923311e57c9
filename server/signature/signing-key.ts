import { createHash, createHmac } from 'node:crypto';

/** An access key as AWS clients hold it. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Day, region and service that a Signature Version 4 key is good for. */
export interface SigningScope {
  /** `YYYYMMDD` */
  day: string;
  region: string;
  service: string;
}

export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** `20261121/us-east-1/s3/aws4_request` */
export function formatScope({ day, region, service }: SigningScope): string {
  return `${day}/${region}/${service}/aws4_request`;
}

/** The key of Signature Version 4, derived from the secret by day, region and service. */
export function signingKey(secretAccessKey: string, { day, region, service }: SigningScope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request');
}

/** Percent-encodes everything but AWS's unreserved characters. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
