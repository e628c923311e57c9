import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import { isConnectionLoss, noAnswer } from './aws-error.ts';

/** A task as the portal hands it out; times are ISO 8601. */
export const PortalTask = z.looseObject({
  id: z.string(),
  job: z.string(),
  title: z.string(),
  acceptedAt: z.string(),
  expiresAt: z.string(),
  /** Path of the worker page on the same server. */
  page: z.string(),
});
export type PortalTask = z.infer<typeof PortalTask>;

const TaskReply = z.looseObject({ task: PortalTask });
const SubmitReply = z.looseObject({ next: z.optional(z.nullable(PortalTask)) });
const ErrorReply = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

/** A reply that has arrived whole, so that a connection lost halfway is repeated like any other. */
interface Reply {
  status: number;
  headers: Headers;
  body: Uint8Array;
}

/** What became of a submitted answer. */
export type Submitted =
  | { accepted: true; next: PortalTask | undefined }
  /** The lease was over or the task is gone: the answer does not count, and the worker takes another task. */
  | { accepted: false; reason: string };

export interface WorkerClientOptions {
  /** Address of the Ground Truth, such as http://127.0.0.1:4100. */
  baseUrl: string;
  name: string;
  /** How long a server that does not answer is waited for. */
  patienceMs?: number;
  signal?: AbortSignal;
}

/**
 * One worker at the portal, over the same HTTP routes as a person's browser. It outlives the server: what
 * fails by a lost connection or a 5xx is tried again until the patience is over, and a session that is gone
 * is opened anew.
 */
export class WorkerClient {
  /** Requests that had to be repeated. */
  retries = 0;
  readonly name: string;
  readonly #baseUrl: string;
  readonly #patienceMs: number;
  readonly #signal: AbortSignal | undefined;
  #cookie = '';

  constructor({ baseUrl, name, patienceMs = 60_000, signal }: WorkerClientOptions) {
    this.name = name;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#patienceMs = patienceMs;
    this.#signal = signal;
  }

  async signIn(): Promise<void> {
    const reply = await this.#send('POST', '/portal/api/session', { name: this.name });
    if (reply.status !== 200) throw refusal(reply);
    const cookie = reply.headers.getSetCookie().find((line) => line.startsWith('gtkit-session='));
    this.#cookie = cookie?.split(';')[0] ?? '';
  }

  /** Takes the next task of a job, or the one this worker has in hand; undefined when nothing is left. */
  async accept(job: string): Promise<PortalTask | undefined> {
    const reply = await this.#request('POST', `/portal/api/jobs/${encodeURIComponent(job)}/tasks`);
    if (reply.status === 204) return undefined;
    if (reply.status !== 200) throw refusal(reply);
    return parseContract(TaskReply, readBody(reply), 'task').task;
  }

  /** The HTML of a task's page. */
  async page(task: PortalTask): Promise<string> {
    const reply = await this.#request('GET', task.page);
    if (reply.status !== 200) throw refusal(reply);
    return new TextDecoder().decode(reply.body);
  }

  /** The bytes of an image that a page shows, fetched as a sandboxed frame does: without cookies, cross-origin. */
  async image(url: string): Promise<Uint8Array> {
    const reply = await this.#send('GET', url, undefined, { origin: 'null' });
    if (reply.status !== 200) {
      throw new GroundTruthError(
        'invalid-image',
        `The image of the task answers with status ${reply.status}.`,
      );
    }
    return reply.body;
  }

  /** Sends an answer, once: a repeat after a lost reply that meets "already submitted" counts as accepted. */
  async submit(task: PortalTask, answer: Record<string, unknown>): Promise<Submitted> {
    const before = this.retries;
    const reply = await this.#request('POST', `/portal/api/tasks/${encodeURIComponent(task.id)}/submit`, {
      taskAnswers: JSON.stringify([answer]),
    });
    if (reply.status === 200) {
      const { next } = parseContract(SubmitReply, readBody(reply), 'reply to an answer');
      return { accepted: true, next: next ?? undefined };
    }
    const error = refusal(reply);
    if (reply.status === 409 && this.retries > before) return { accepted: true, next: undefined };
    if (reply.status === 409 || reply.status === 410 || reply.status === 404)
      return { accepted: false, reason: error.message };
    throw error;
  }

  /** Gives a task back without an answer, for good. */
  async decline(task: PortalTask): Promise<void> {
    const reply = await this.#request('POST', `/portal/api/tasks/${encodeURIComponent(task.id)}/decline`);
    if (reply.status !== 200) throw refusal(reply);
  }

  /** A request that opens a new session when the old one is gone. */
  async #request(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await this.#send(method, path, body);
    if (reply.status !== 401) return reply;
    await this.signIn();
    return this.#send(method, path, body);
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const url = new URL(path, this.#baseUrl);
    const ownOrigin = url.origin === new URL(this.#baseUrl).origin && headers['origin'] === undefined;
    const giveUpAt = Date.now() + this.#patienceMs;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2000)) {
      try {
        const response = await fetch(url, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(ownOrigin && this.#cookie !== '' ? { cookie: this.#cookie } : {}),
            ...headers,
          },
          redirect: 'error',
          ...(this.#signal ? { signal: this.#signal } : {}),
        });
        const { status, headers: replyHeaders } = response;
        const reply = { status, headers: replyHeaders, body: new Uint8Array(await response.arrayBuffer()) };
        if (status < 500 || Date.now() > giveUpAt) return reply;
      } catch (error) {
        if (!isConnectionLoss(error)) throw error;
        if (Date.now() > giveUpAt) throw noAnswer(this.#baseUrl, error);
      }
      this.retries++;
      await wait(pauseMs, undefined, this.#signal ? { signal: this.#signal } : {});
    }
  }
}

const readBody = (reply: Reply): unknown => parseJson(new TextDecoder().decode(reply.body), "portal's reply");

/** The portal's own sentence, or the status when it has none. */
function refusal(reply: Reply): GroundTruthError {
  let sentence = `The portal answers with status ${reply.status}.`;
  try {
    const read = ErrorReply.safeParse(readBody(reply));
    if (read.success) sentence = read.data.error.message;
  } catch {
    // Not JSON, such as a proxy's page: the status has to do.
  }
  return new GroundTruthError(reply.status === 404 ? 'not-found' : 'conflict', sentence);
}
