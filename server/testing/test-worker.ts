import { setTimeout as wait } from 'node:timers/promises';
import type { LeasedTask } from '../tasks/leased-task.ts';

/** A worker at the portal, by plain requests. */
export class TestWorker {
  readonly #url: string;
  #cookie = '';
  id = '';

  constructor(url: string) {
    this.#url = url;
  }

  static async signIn(url: string, name: string): Promise<TestWorker> {
    const worker = new TestWorker(url);
    const reply = await worker.send('POST', '/portal/api/session', { name });
    worker.#cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    worker.id = ((await reply.json()) as { worker: { id: string } }).worker.id;
    return worker;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Takes a task, waiting a moment for the engine to prepare one; undefined when there is none. */
  async take(job: string, patienceMs = 10_000): Promise<LeasedTask | undefined> {
    for (const giveUpAt = Date.now() + patienceMs; ; await wait(20)) {
      const reply = await this.send('POST', `/portal/api/jobs/${job}/tasks`);
      if (reply.status === 200) return ((await reply.json()) as { task: LeasedTask }).task;
      if (Date.now() > giveUpAt) return undefined;
    }
  }

  /** A task that has to be there. */
  async mustTake(job: string): Promise<LeasedTask> {
    const task = await this.take(job);
    if (task === undefined) throw new Error(`There is no task of ${job}.`);
    return task;
  }

  async page(task: LeasedTask): Promise<string> {
    return await (await this.send('GET', task.page)).text();
  }

  /** @returns the status of the reply, and the next task */
  async submit(task: { id: string }, answer: unknown): Promise<{ status: number; next?: LeasedTask | null }> {
    const reply = await this.send('POST', `/portal/api/tasks/${task.id}/submit`, {
      taskAnswers: JSON.stringify([answer]),
    });
    return { status: reply.status, ...((await reply.json()) as { next?: LeasedTask | null }) };
  }
}
