import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { escapeHtml } from '../liquid/escape-html.ts';
import { checkOrigin } from './check-origin.ts';
import { type PortalContext, type PortalEnv, sendProblem } from './portal-context.ts';
import { createTaskPages } from './render-task-page.ts';
import { serveFiles } from './serve-files.ts';
import { requireWorker, sessionRoutes } from './session-routes.ts';
import { taskRoutes } from './task-routes.ts';

/** The portal's pages load nothing from elsewhere and are framed by nobody. */
const pageHeaders = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** The task page is the requester's: it runs without our origin, so its scripts reach no session and no route. */
const taskPageHeaders = {
  'content-security-policy': 'sandbox allow-scripts allow-forms allow-modals',
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The sandboxed frame has no origin, so what it loads from us is loaded across origins. */
const assetHeaders = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' };

/**
 * The worker portal: pages, and the JSON routes that a person's browser and simulated workers use alike.
 * @param options.host the name that the server was told to listen on
 */
export function createPortal(portal: PortalContext, options: { assetsDir: string; host: string }) {
  const app = new Hono<PortalEnv>();
  app.onError((error, context) => sendProblem(context, error, portal.log));
  app.use('/portal/*', checkOrigin(options.host));
  app.route('/portal/api/session', sessionRoutes(portal));
  app.use('/portal/api/*', requireWorker(portal));
  app.route('/portal/api', taskRoutes(portal));
  app.all('/portal/api/*', () => {
    throw new GroundTruthError('not-found', 'There is no such route.');
  });

  const renderTaskPage = createTaskPages(portal);
  app.get('/portal/tasks/:id/page', requireWorker(portal), async (context) => {
    try {
      const html = await renderTaskPage(context.req.param('id'), context.get('worker').id);
      return context.body(html, 200, taskPageHeaders);
    } catch (error) {
      // In the frame a person reads this, not a program.
      if (!(error instanceof GroundTruthError)) throw error;
      const status = error.code === 'invalid-template' ? 422 : error.code === 'not-found' ? 404 : 409;
      return context.body(`<!doctype html><p>${escapeHtml(error.message)}</p>`, status, taskPageHeaders);
    }
  });

  app.get('/portal/assets/*', serveFiles(options.assetsDir, '/portal/assets', assetHeaders));
  const pages = serveFiles(join(import.meta.dirname, 'pages'), '/portal', pageHeaders, 'index.html');
  app.get('/portal', pages);
  app.get('/portal/*', pages);
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}
