import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { excerpt } from '#contracts/parse.ts';

/**
 * Refuses what another web page makes a worker's browser do.
 *
 * A domain name in `Host` that is not ours is DNS rebinding: a foreign page whose name was pointed at
 * 127.0.0.1. A foreign or opaque `Origin` on a request that changes something is cross-site request forgery;
 * the task frame is sandboxed, so a template's own script is foreign too. Programs send no Origin.
 */
export function checkOrigin(ownHost: string): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const name = host
      .replace(/:\d+$/, '')
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase();
    if (name !== 'localhost' && name !== ownHost && isIP(name) === 0) {
      throw new GroundTruthError(
        'access-denied',
        `This server does not answer for the name ${excerpt(name)}.`,
      );
    }
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      const origin = context.req.header('origin');
      const site = context.req.header('sec-fetch-site');
      if (
        (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) ||
        (site !== undefined && site !== 'same-origin' && site !== 'none')
      ) {
        throw new GroundTruthError('access-denied', 'This request comes from another page than the portal.');
      }
    }
    await next();
  };
}
