import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lambdaLimits } from './function-info.ts';

/** One invocation as a function's process gets it. */
export interface Invocation {
  requestId: string;
  functionArn: string;
  /** Milliseconds since 1970. */
  deadline: number;
  /** JSON text. */
  payload: string;
}

/** What a function's process does through the Runtime API. */
export interface RuntimeSession {
  /** It is ready and asks for work; answer through `give`, once. */
  onNext(give: (invocation: Invocation) => void): void;
  onResponse(requestId: string, payload: string): void;
  onError(requestId: string, payload: string): void;
  onInitError(payload: string): void;
}

const PREFIX = '/2018-06-01/runtime/';

/**
 * Lambda's Runtime API on loopback, for all functions' processes. Each has an address of its own with a secret
 * in it, so no other program on the machine can take part.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #sessions = new Map<string, RuntimeSession>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (req, res) => this.#handle(req, res));
    // A waiting process keeps its request open until there is work.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 0;
  }

  static async start(): Promise<RuntimeApi> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    // Children end with the server; a test that forgets to close must end too.
    server.unref();
    return new RuntimeApi(server);
  }

  /** @returns what `AWS_LAMBDA_RUNTIME_API` has to be for the process of this session */
  open(session: RuntimeSession): { address: string; close: () => void } {
    const token = randomBytes(16).toString('hex');
    this.#sessions.set(token, session);
    const { port } = this.#server.address() as AddressInfo;
    return { address: `127.0.0.1:${port}/${token}`, close: () => void this.#sessions.delete(token) };
  }

  close(): void {
    this.#sessions.clear();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #handle(req: IncomingMessage, res: ServerResponse): void {
    const [, token = '', rest = ''] = /^\/([0-9a-f]{32})(\/.*)$/.exec(req.url ?? '') ?? [];
    const session = this.#sessions.get(token);
    if (!session || !rest.startsWith(PREFIX)) {
      req.resume();
      res.writeHead(403).end();
      return;
    }
    const path = rest.slice(PREFIX.length);
    if (path === 'invocation/next') {
      session.onNext(({ requestId, functionArn, deadline, payload }) => {
        res.writeHead(200, {
          'Content-Type': 'application/json',
          'Lambda-Runtime-Aws-Request-Id': requestId,
          'Lambda-Runtime-Deadline-Ms': String(deadline),
          'Lambda-Runtime-Invoked-Function-Arn': functionArn,
        });
        res.end(payload);
      });
      return;
    }
    const [, requestId = '', kind] = /^invocation\/([0-9a-f-]{36})\/(response|error)$/.exec(path) ?? [];
    readBounded(req, (text) => {
      if (path === 'init/error') session.onInitError(text ?? '{}');
      else if (text === undefined) session.onError(requestId, tooLarge);
      else if (kind === 'response') session.onResponse(requestId, text);
      else if (kind === 'error') session.onError(requestId, text);
      res.writeHead(202).end();
    });
  }
}

const tooLarge = JSON.stringify({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${lambdaLimits.payloadBytes} bytes).`,
});

/** Gives the body's text, or undefined when it is larger than Lambda takes. */
function readBounded(req: IncomingMessage, done: (text: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= lambdaLimits.payloadBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  req.on('end', () => done(size > lambdaLimits.payloadBytes ? undefined : Buffer.concat(chunks).toString()));
}
