import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type PortalTask, WorkerClient } from './worker-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let close: (() => void) | undefined;
afterEach(() => close?.());

/** A portal that answers each request by the next handler of its path, the last one for ever. */
async function portal(routes: Record<string, Handler[]>) {
  const seen: { path: string; cookie: string | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const path = `${request.method} ${request.url}`;
    seen.push({ path, cookie: request.headers.cookie, body });
    const handlers = routes[path] ?? [];
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    if (handler) handler(request, response, body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  const client = new WorkerClient({ baseUrl: `http://127.0.0.1:${port}`, name: 'Ada', patienceMs: 5000 });
  return { client, seen };
}

const task: PortalTask = {
  id: 't 1',
  job: 'boats',
  title: 'Boats',
  acceptedAt: '2030-01-01T00:00:00.000Z',
  expiresAt: '2030-01-01T00:30:00.000Z',
  page: '/portal/tasks/t%201/page',
};

const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
const empty =
  (status: number): Handler =>
  (_request, response) => {
    response.writeHead(status).end();
  };
/** The connection breaks, as when the server is killed. */
const breakOff: Handler = (request) => {
  request.socket.destroy();
};
const session = json(
  200,
  { worker: { id: 'w', name: 'Ada' } },
  { 'set-cookie': 'gtkit-session=s1; HttpOnly' },
);
const conflict = json(409, { error: { code: 'conflict', message: 'This task is submitted already.' } });

describe('a worker at the portal', () => {
  it('signs in, takes a task, sends its answer and gets the next', async () => {
    const { client, seen } = await portal({
      'POST /portal/api/session': [session],
      'POST /portal/api/jobs/boats/tasks': [json(200, { task }), empty(204)],
      'POST /portal/api/tasks/t%201/submit': [json(200, { next: null })],
    });
    await client.signIn();
    expect(await client.accept('boats')).toEqual(task);
    expect(await client.submit(task, { annotatedResult: '{}' })).toEqual({ accepted: true, next: undefined });
    expect(await client.accept('boats')).toBeUndefined();
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ name: 'Ada' });
    expect(seen[1]?.cookie).toBe('gtkit-session=s1');
    expect(JSON.parse(seen[2]?.body ?? '')).toEqual({ taskAnswers: '[{"annotatedResult":"{}"}]' });
  });

  it('outlives a server that breaks off and comes back', async () => {
    const { client } = await portal({
      'POST /portal/api/jobs/boats/tasks': [breakOff, empty(503), json(200, { task })],
    });
    expect(await client.accept('boats')).toEqual(task);
    expect(client.retries).toBe(2);
  });

  it('opens a new session when the old one is gone', async () => {
    const { client, seen } = await portal({
      'POST /portal/api/session': [session],
      'POST /portal/api/jobs/boats/tasks': [empty(401), json(200, { task })],
    });
    expect(await client.accept('boats')).toEqual(task);
    expect(seen.map(({ path }) => path)[1]).toBe('POST /portal/api/session');
  });

  it('counts an answer once when the reply to it was lost', async () => {
    const { client } = await portal({ 'POST /portal/api/tasks/t%201/submit': [breakOff, conflict] });
    expect(await client.submit(task, {})).toEqual({ accepted: true, next: undefined });
  });

  it('does not count a second answer as accepted', async () => {
    const { client } = await portal({ 'POST /portal/api/tasks/t%201/submit': [conflict] });
    expect(await client.submit(task, {})).toEqual({
      accepted: false,
      reason: 'This task is submitted already.',
    });
  });

  it('goes on when its time was over', async () => {
    const { client } = await portal({
      'POST /portal/api/tasks/t%201/submit': [json(410, { error: { code: 'expired', message: 'Over.' } })],
    });
    expect(await client.submit(task, {})).toEqual({ accepted: false, reason: 'Over.' });
  });

  it("repeats the portal's own sentence when it is refused", async () => {
    const { client } = await portal({
      'POST /portal/api/jobs/nope/tasks': [
        json(404, { error: { code: 'not-found', message: 'No such job.' } }),
      ],
    });
    await expect(client.accept('nope')).rejects.toThrow('No such job.');
  });

  it('fetches an image without its cookie, as the sandboxed page does', async () => {
    const { client, seen } = await portal({
      'POST /portal/api/session': [session],
      'GET /bucket/a.png?X-Amz-Signature=1': [(_request, response) => response.end('bytes')],
    });
    await client.signIn();
    expect(new TextDecoder().decode(await client.image('/bucket/a.png?X-Amz-Signature=1'))).toBe('bytes');
    expect(seen[1]?.cookie).toBeUndefined();
    await expect(client.image('/bucket/gone.png')).rejects.toThrow('404');
  });
});
