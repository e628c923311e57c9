import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Credentials } from '../signature/signing-key.ts';
import { verifySignature } from '../signature/verify-signature.ts';

export interface StsEndpointOptions {
  credentials: Credentials;
  accountId: string;
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const MAX_BODY = 64 * 1024;

/** STS's query API, as far as clients use it to find out who they are: GetCallerIdentity. */
export function createStsEndpoint({ credentials, accountId }: StsEndpointOptions) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of req as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const payloadHash = createHash('sha256').update(body).digest('hex');
    const signature = verifySignature(req, { credentials, payloadHash });
    if (!signature.ok) return sendError(res, 403, signature.code, signature.message);
    const action = new URLSearchParams(body.toString()).get('Action');
    if (action !== 'GetCallerIdentity') {
      return sendError(res, 400, 'InvalidAction', 'This STS has the action GetCallerIdentity only.');
    }
    send(
      res,
      200,
      `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult><Arn>arn:aws:iam::${accountId}:root</Arn><UserId>${accountId}</UserId><Account>${accountId}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    );
  };
}

function sendError(res: ServerResponse, status: number, code: string, message: string): void {
  send(
    res,
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

function send(res: ServerResponse, status: number, xml: string): void {
  const body = Buffer.from(xml);
  res.writeHead(status, { 'Content-Type': 'text/xml', 'Content-Length': body.length }).end(body);
}
