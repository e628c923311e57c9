import { createHash } from 'node:crypto';
import { privateWorkerId, serviceIdentity } from '../service-identity.ts';

/** A person who labels. On this server a name is enough, because it listens on loopback. */
export interface Worker {
  /** `private.us-east-1.<16 hex>`, stable for a name in any case. */
  id: string;
  name: string;
}

/** The worker of a name. */
export function workerOfName(name: string): Worker {
  const digest = createHash('sha256').update(`worker:${name.toLowerCase()}`).digest('hex');
  return { id: privateWorkerId(digest), name };
}

/** What worker-response files tell about the worker, in the form that a Cognito workforce has. */
export function identityOfWorker(workerId: string): Record<string, string> {
  const digest = createHash('sha256').update(`sub:${workerId}`).digest('hex');
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const;
  return {
    identityProviderType: 'Cognito',
    issuer: `https://cognito-idp.${serviceIdentity.region}.amazonaws.com/${serviceIdentity.region}_local`,
    sub: parts.map(([start, end]) => digest.slice(start, end)).join('-'),
  };
}
