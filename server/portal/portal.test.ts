import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { TestRequester } from '../testing/test-requester.ts';
import { TestWorker } from '../testing/test-worker.ts';

let server: TestServer;
let requester: TestRequester;
let ann: TestWorker;
let ben: TestWorker;

const lines = (...texts: string[]) => texts.map((source) => ({ source }));

beforeAll(async () => {
  server = await startTestServer();
  requester = new TestRequester(server.url);
  await requester.prepare();
  ann = await TestWorker.signIn(server.url, 'Ann');
  ben = await TestWorker.signIn(server.url, 'Ben');
});

afterAll(async () => {
  requester?.close();
  await server?.close();
});

/** A request with headers that fetch does not let a program set. */
async function rawStatus(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return await new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { headers, method }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const errorOf = async (reply: Response) =>
  ((await reply.json()) as { error: { code: string; message: string } }).error;

describe('signing in', () => {
  it('knows a worker again by name, in any case, after signing out and in', async () => {
    const first = await TestWorker.signIn(server.url, 'Zoë');
    expect(first.id).toMatch(/^private\.us-east-1\.[0-9a-f]{16}$/);
    expect(await (await first.send('GET', '/portal/api/session')).json()).toEqual({
      worker: { id: first.id, name: 'Zoë' },
    });
    expect((await first.send('DELETE', '/portal/api/session')).status).toBe(200);
    expect((await first.send('GET', '/portal/api/session')).status).toBe(401);
    expect((await TestWorker.signIn(server.url, 'zoë')).id).toBe(first.id);
  });

  it.each(['', '   ', 'a\u0007b', 'x'.repeat(65)])('refuses the name %j', async (name) => {
    const reply = await new TestWorker(server.url).send('POST', '/portal/api/session', { name });
    expect(reply.status).toBe(400);
    expect((await errorOf(reply)).message).toContain('1 to 64');
  });

  it('is asked for before anything else', async () => {
    const nobody = new TestWorker(server.url);
    for (const [method, path] of [
      ['GET', '/portal/api/jobs'],
      ['POST', '/portal/api/jobs/x/tasks'],
      ['GET', '/portal/tasks/x/page'],
    ] as const) {
      expect((await nobody.send(method, path)).status).toBe(401);
    }
  });
});

describe('the portal keeps out', () => {
  it('a foreign name that was pointed at this machine', async () => {
    const { port } = server;
    expect(await rawStatus('/portal/api/session', { host: `evil.example:${port}` })).toBe(403);
    expect(await rawStatus('/portal/api/session', { host: `localhost:${port}` })).toBe(401);
    expect(await rawStatus('/portal/api/session', { host: `[::1]:${port}` })).toBe(401);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    // The task frame itself: sandboxed, so its origin is null.
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ])('a change that comes with %j', async (headers) => {
    expect((await ann.send('POST', '/portal/api/jobs/x/tasks', undefined, headers)).status).toBe(403);
  });

  it('a form of another page, by its content type', async () => {
    const reply = await fetch(`${server.url}/portal/api/session`, { method: 'POST', body: 'name=Eve' });
    expect(reply.status).toBe(400);
  });

  it('paths that leave its folders', async () => {
    await writeFile(join(server.dataDir, 'secret.js'), 'secret');
    for (const path of [
      '/portal/assets/../secret.js',
      '/portal/assets/%2e%2e/secret.js',
      '/portal/assets/..%2fsecret.js',
    ]) {
      expect(await rawStatus(path, {})).toBe(404);
    }
  });

  it('an answer without end', async () => {
    const reply = await ann.send('POST', '/portal/api/tasks/x/submit', {
      taskAnswers: 'x'.repeat(9_000_000),
    });
    expect(reply.status).toBe(413);
  });
});

describe('a task', () => {
  it('is listed, taken, and found again by the same worker', async () => {
    await requester.createJob({ name: 'resume', lines: lines('a', 'b') });
    const task = await ann.mustTake('resume');
    expect(task).toMatchObject({ job: 'resume', title: 'Label it', page: `/portal/tasks/${task.id}/page` });
    expect(Date.parse(task.expiresAt) - Date.parse(task.acceptedAt)).toBe(300_000);
    expect((await ann.mustTake('resume')).id).toBe(task.id);
    expect((await ben.mustTake('resume')).id).not.toBe(task.id);
    const { jobs } = (await (await ann.send('GET', '/portal/api/jobs')).json()) as {
      jobs: { name: string }[];
    };
    expect(jobs.find(({ name }) => name === 'resume')).toMatchObject({
      title: 'Label it',
      keywords: [],
      available: 1,
      submitted: 0,
      taskTimeLimitInSeconds: 300,
    });
    // Another worker's task is not there for this one.
    expect((await ben.submit(task, {})).status).toBe(404);
    expect((await ben.send('GET', task.page)).status).toBe(404);
  });

  it('takes one answer; the second is a conflict and changes nothing', async () => {
    await requester.createJob({ name: 'twice', lines: lines('a') });
    const task = await ann.mustTake('twice');
    expect(await ann.submit(task, { n: 1 })).toEqual({ status: 200, next: null });
    expect((await ann.submit(task, { n: 2 })).status).toBe(409);
    await requester.ended('twice');
    const [file] = (await requester.responses('twice')).values();
    expect(file?.answers.map(({ answerContent }) => answerContent)).toEqual([{ n: 1 }]);
  });

  it.each([
    ['not JSON', 400],
    ['[]', 400],
    ['[1]', 400],
    ['{"a":1}', 400],
  ])('refuses the answer %j and waits for a good one', async (taskAnswers, status) => {
    const name = `bad-answer-${Buffer.from(taskAnswers).toString('hex')}`;
    await requester.createJob({ name, lines: lines('a') });
    const task = await ann.mustTake(name);
    const reply = await ann.send('POST', `/portal/api/tasks/${task.id}/submit`, { taskAnswers });
    expect(reply.status).toBe(status);
    expect((await ann.submit(task, { ok: 1 })).status).toBe(200);
  });

  it('that is given back comes again; one that is declined does not, and expires when all decline', async () => {
    await requester.createJob({
      name: 'refused',
      lines: lines('a'),
      task: { NumberOfHumanWorkersPerDataObject: 2 },
    });
    const task = await ann.mustTake('refused');
    expect((await ann.send('POST', `/portal/api/tasks/${task.id}/release`)).status).toBe(200);
    expect((await ann.submit(task, {})).status).toBe(409);
    const again = await ann.mustTake('refused');
    expect((await ann.send('POST', `/portal/api/tasks/${again.id}/decline`)).status).toBe(200);
    expect(await ann.take('refused', 0)).toBeUndefined();
    const other = await ben.mustTake('refused');
    await ben.send('POST', `/portal/api/tasks/${other.id}/decline`);
    const job = await requester.ended('refused');
    expect(job.LabelingJobStatus).toBe('Failed');
    const [line] = await requester.output('refused');
    expect(JSON.stringify(line)).toContain('Annotation tasks expired.  Probable Reasons are 1)');
  });

  it('shows its page in a sandbox without our origin', async () => {
    await requester.createJob({ name: 'page', lines: lines('<i>x</i>') });
    const task = await ann.mustTake('page');
    const reply = await ann.send('GET', task.page);
    expect(reply.headers.get('content-security-policy')).toBe(
      'sandbox allow-scripts allow-forms allow-modals',
    );
    expect(await reply.text()).toBe(
      '<script src="/portal/assets/crowd-html-elements.js"></script>&lt;i&gt;x&lt;/i&gt;',
    );
  });

  it('shows the reason when its template does not render', async () => {
    await requester.createJob({
      name: 'endless',
      lines: lines('x'),
      template: '{% for i in (1..999999999) %}x{% endfor %}',
    });
    const reply = await ann.send('GET', (await ann.mustTake('endless')).page);
    expect(reply.status).toBe(422);
    expect(await reply.text()).toContain('Liquid error in line 1');
  });

  it('is pictured in the list by its first image, where it has one', async () => {
    await requester.put('first.jpg', 'first bytes');
    await requester.createJob({ name: 'pictured', lines: [{ 'source-ref': 's3://test-bucket/first.jpg' }] });
    await requester.createJob({ name: 'wordy', lines: lines('text only') });
    const pictureOf = (job: string) => ann.send('GET', `/portal/api/jobs/${job}/picture`);
    await expect.poll(async () => (await pictureOf('pictured')).status).toBe(302);
    const address = (await pictureOf('pictured')).headers.get('location') ?? '';
    expect(await (await fetch(address)).text()).toBe('first bytes');
    expect((await pictureOf('wordy')).status).toBe(404);
    expect((await pictureOf('nothing')).status).toBe(404);
  });

  it('has images that its page may read for a while', async () => {
    await requester.put('images/cat & dog.txt', 'a cat');
    await requester.createJob({
      name: 'readable',
      lines: [{ 'source-ref': 's3://test-bucket/images/cat & dog.txt' }],
      template: '{{ task.input.taskObject | grant_read_access | skip_autoescape }}',
    });
    const url = await ann.page(await ann.mustTake('readable'));
    expect(await (await fetch(url)).text()).toBe('a cat');
    expect((await fetch(url.split('?')[0] ?? '')).status).toBe(403);
  });
});

describe('the files', () => {
  it('of the assets are for any origin, because the frame has none', async () => {
    await mkdir(join(server.dataDir, 'assets'), { recursive: true });
    await writeFile(join(server.dataDir, 'assets', 'tokens.css'), ':root{}');
    const reply = await fetch(`${server.url}/portal/assets/tokens.css`);
    expect(reply.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('of a browser that opens the address lead to the portal', async () => {
    const reply = await fetch(server.url, { redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/portal']);
  });
});
