import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/** Where `gtkit up` listens unless told otherwise. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4100';

/** Which Ground Truth a command talks to. */
export interface Connection {
  /** Address of our own Ground Truth; undefined means AWS itself. */
  endpointUrl: string | undefined;
  region: string;
}

/** True for 127.0.0.1, ::1 and localhost: a machine's own server, where the credentials are a formality. */
export function isLoopback(endpointUrl: string): boolean {
  const { hostname } = readEndpoint(endpointUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** True for a Ground Truth of our own, where names stand for ARNs and no permission is asked. */
export const isOwnGroundTruth = ({ endpointUrl }: Connection): boolean =>
  endpointUrl !== undefined && isLoopback(endpointUrl);

/** @throws {GroundTruthError} `invalid-argument` when the text is no http(s) address */
export function readEndpoint(endpointUrl: string): URL {
  const url = URL.parse(endpointUrl);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new GroundTruthError(
    'invalid-argument',
    `The endpoint has to be an address like ${DEFAULT_ENDPOINT}, found ${excerpt(endpointUrl)}.`,
  );
}
