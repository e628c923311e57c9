import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const pages = join(import.meta.dirname, '../pages');
const types: Record<string, string> = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

/** A portal without an engine: its state is plain data that a test sets and reads. */
export interface StubPortal {
  url: string;
  jobs: Record<string, unknown>[];
  /** Tasks that are left, by id. */
  tasks: string[];
  /** What was submitted: task id and `taskAnswers`. */
  answers: [id: string, taskAnswers: string][];
  /** Every route drops the connection, as a server that is gone. */
  down: boolean;
  /** Status of the next submit instead of 200. */
  refuseWith: number | undefined;
  secondsLeft: number;
  close(): void;
}

/** The page of a task as a hostile or plain requester might write it. */
const taskPage = (id: string) => `<!doctype html><p id="id">${id}</p><button id="submit">Submit</button>
<script>
const tell = (data) => parent.postMessage({ source: 'crowd-form', ...data }, '*');
document.querySelector('#submit').onclick = () => tell({ taskAnswers: JSON.stringify([{ id: '${id}' }]) });
tell({ ready: true });
</script>`;

/** Serves the portal's pages with the same content security policy as the portal itself. */
export async function startStubPortal(): Promise<StubPortal> {
  const signedIn = { worker: undefined as unknown };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const path = (request.url ?? '').split('?')[0] ?? '';
    const json = (status: number, value?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const refuse = (status: number) => json(status, { error: { code: 'x', message: 'Refused.' } });
    const nextTask = () => {
      const [id] = stub.tasks;
      const now = Date.now();
      const at = (ms: number) => new Date(now + ms).toISOString();
      return id === undefined
        ? undefined
        : {
            id,
            job: 'j',
            title: 'T',
            page: `/portal/tasks/${id}/page`,
            now: at(0),
            acceptedAt: at(0),
            expiresAt: at(stub.secondsLeft * 1000),
          };
    };
    const api = path.replace('/portal/api/', '');
    if (path.startsWith('/portal/api/') && stub.down) request.socket.destroy();
    else if (api === 'session' && request.method === 'POST') {
      signedIn.worker = { id: 'w', name: JSON.parse(body).name };
      json(200, signedIn);
    } else if (api === 'session') signedIn.worker === undefined ? refuse(401) : json(200, signedIn);
    else if (api === 'jobs') json(200, { jobs: stub.jobs });
    else if (api === 'jobs/j/tasks') nextTask() === undefined ? json(204) : json(200, { task: nextTask() });
    else if (/^tasks\/.+\/submit$/.test(api)) {
      if (stub.refuseWith !== undefined) return refuse(stub.refuseWith);
      const id = api.split('/')[1] ?? '';
      stub.answers.push([id, JSON.parse(body).taskAnswers]);
      stub.tasks = stub.tasks.filter((task) => task !== id);
      json(200, { next: nextTask() ?? null });
    } else if (/^tasks\/.+\/(decline|release)$/.test(api)) {
      stub.tasks.shift();
      json(200, {});
    } else if (/^\/portal\/tasks\/.+\/page$/.test(path)) {
      response.writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': 'sandbox allow-scripts allow-forms allow-modals',
      });
      response.end(taskPage(path.split('/')[3] ?? ''));
    } else {
      const name = /\.(css|js|svg)$/.test(path) ? path.replace('/portal/', '') : 'index.html';
      const file = await readFile(join(pages, name)).catch(() => undefined);
      response.writeHead(file ? 200 : 404, {
        'content-type': types[name.split('.').pop() ?? ''] ?? 'text/plain',
        'content-security-policy':
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
      });
      response.end(file);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: StubPortal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jobs: [],
    tasks: [],
    answers: [],
    down: false,
    refuseWith: undefined,
    secondsLeft: 600,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return stub;
}
