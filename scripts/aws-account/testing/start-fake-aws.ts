import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a stand-in for AWS sees it. */
export interface FakeRequest {
  method: string;
  path: string;
  /** Operation of a JSON or query service; '' for S3. */
  operation: string;
  /** Members of a query request. */
  form: URLSearchParams;
}

export interface FakeReply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * A stand-in for the parts of AWS that our own Ground Truth does not have, or never does to a client: it answers
 * what the test says, and an empty success otherwise.
 */
export async function startFakeAws(
  answer: (request: FakeRequest) => FakeReply | undefined,
): Promise<{ url: string; requests: FakeRequest[]; close(): Promise<void> }> {
  const requests: FakeRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await read(message);
    requests.push(request);
    const { status = 200, headers = {}, body = '{}' } = answer(request) ?? {};
    response.writeHead(status, headers).end(message.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(message: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  const form = new URLSearchParams(Buffer.concat(parts).toString('utf8'));
  const target = String(message.headers['x-amz-target'] ?? '').split('.')[1];
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    operation: target ?? form.get('Action') ?? '',
    form,
  };
}

/** An error of a JSON service such as SageMaker. */
export const jsonFault = (type: string, message: string, status = 400): FakeReply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message }),
});

/** An error of S3 or a query service such as IAM. */
export const xmlFault = (code: string, message: string, status = 400): FakeReply => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
