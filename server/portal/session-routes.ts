import { Hono, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod/mini';
import { parseContract } from '#contracts/parse.ts';
import type { PortalContext, PortalEnv } from './portal-context.ts';
import { readJsonBody } from './read-json-body.ts';
import { closeSession, findSession, openSession, SESSION_SECONDS } from './sessions.ts';

const COOKIE = 'gtkit-session';
const COOKIE_PATH = '/portal';

const SignIn = z.object({ name: z.string() });

const signInFirst = { error: { code: 'access-denied', message: 'Please sign in.' } };

/** Lets only signed-in workers pass, and says who they are. */
export function requireWorker({ db, clock }: PortalContext): MiddlewareHandler<PortalEnv> {
  return async (context, next) => {
    const worker = await findSession(db, getCookie(context, COOKIE), clock());
    if (worker === undefined) return context.json(signInFirst, 401);
    context.set('worker', worker);
    return await next();
  };
}

/** Signing in, asking who one is, signing out. */
export function sessionRoutes({ db, clock }: PortalContext): Hono<PortalEnv> {
  const routes = new Hono<PortalEnv>();
  routes.post('/', async (context) => {
    const { name } = parseContract(SignIn, await readJsonBody(context), 'sign-in');
    const { token, worker } = await openSession(db, name, clock());
    setCookie(context, COOKIE, token, {
      path: COOKIE_PATH,
      httpOnly: true,
      sameSite: 'Strict',
      maxAge: SESSION_SECONDS,
    });
    return context.json({ worker });
  });
  routes.get('/', async (context) => {
    const worker = await findSession(db, getCookie(context, COOKIE), clock());
    return worker === undefined ? context.json(signInFirst, 401) : context.json({ worker });
  });
  routes.delete('/', async (context) => {
    const token = deleteCookie(context, COOKIE, { path: COOKIE_PATH });
    if (token !== undefined) await closeSession(db, token);
    return context.json({});
  });
  return routes;
}
