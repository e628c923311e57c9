import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/** Where `gtkit up` listens unless told otherwise. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4100';

/** Which Ground Truth a command talks to. */
export interface Connection {
  /** Address of our own Ground Truth; undefined means AWS itself. */
  endpointUrl: string | undefined;
  region: string;
  /** At the address is AWS, or something that stands in for it: roles are asked for, credentials are looked up. */
  asAws?: boolean | undefined;
}

/** True for 127.0.0.1, ::1 and localhost: a machine's own server, where the credentials are a formality. */
export function isLoopback(endpointUrl: string): boolean {
  const { hostname } = readEndpoint(endpointUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** True for AWS itself, and for what is treated as if it were. */
export const isAws = ({ endpointUrl, asAws }: Connection): boolean =>
  endpointUrl === undefined || asAws === true;

/** True for a Ground Truth of our own, where names stand for ARNs and no permission is asked. */
export const isOwnGroundTruth = ({ endpointUrl, asAws }: Connection): boolean =>
  endpointUrl !== undefined && asAws !== true && isLoopback(endpointUrl);

/** @throws {GroundTruthError} `invalid-argument` when the text is no http(s) address */
export function readEndpoint(endpointUrl: string): URL {
  const url = URL.parse(endpointUrl);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new GroundTruthError(
    'invalid-argument',
    `The endpoint has to be an address like ${DEFAULT_ENDPOINT}, found ${excerpt(endpointUrl)}.`,
  );
}
