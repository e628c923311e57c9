import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson } from '#contracts/parse.ts';
import { readBody } from '../read-body.ts';
import type { Credentials } from '../signature/signing-key.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { type AwsError, awsErrorOf, OperationError } from './aws-error.ts';
import type { OperationContext } from './operation.ts';
import { operations } from './operations.ts';
import { validateRequest } from './validate-request.ts';

/** The largest requests are RenderUiTemplate's, with twice 128,000 characters. */
const MAX_BODY_BYTES = 2_000_000;

export interface SagemakerEndpointOptions extends OperationContext {
  credentials: Credentials;
  log: (message: string) => void;
}

/** Answers SageMaker's JSON 1.1 protocol: `POST /` with `X-Amz-Target: SageMaker.<Operation>`. */
export function createSagemakerEndpoint(
  options: SagemakerEndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const requestId = randomUUID();
    try {
      const body = await readBody(request, MAX_BODY_BYTES);
      const refusal = checkSignature(request, body, options.credentials);
      if (refusal !== undefined) {
        sendError(response, requestId, refusal);
        return;
      }
      const name = String(request.headers['x-amz-target']).replace(/^SageMaker\./, '');
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) {
        const message = `The operation ${name} is not emulated here. There are ${Object.keys(operations).join(', ')}.`;
        sendError(response, requestId, { status: 400, type: 'UnknownOperationException', message });
        return;
      }
      const text = body.toString('utf8');
      const json = text.trim() === '' ? {} : parseJson(text, 'request');
      if (typeof json !== 'object' || json === null || Array.isArray(json)) {
        throw new OperationError('ValidationException', 'The request must be a JSON object.');
      }
      send(response, requestId, 200, await operation.run(validateRequest(operation.schema, json), options));
    } catch (error) {
      const known = awsErrorOf(error);
      if (known.status === 500) {
        options.log(`request ${requestId}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      sendError(response, requestId, known);
    }
  };
}

function checkSignature(
  request: IncomingMessage,
  body: Buffer,
  credentials: Credentials,
): AwsError | undefined {
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const result = verifySignature(request as never, { credentials, payloadHash });
  if (result.ok) return undefined;
  // Outside S3 the same problems have other names.
  const type =
    {
      InvalidAccessKeyId: 'UnrecognizedClientException',
      SignatureDoesNotMatch: 'InvalidSignatureException',
      RequestTimeTooSkewed: 'InvalidSignatureException',
      AccessDenied: 'MissingAuthenticationTokenException',
      AuthorizationHeaderMalformed: 'IncompleteSignatureException',
      AuthorizationQueryParametersError: 'IncompleteSignatureException',
    }[result.code] ?? 'AccessDeniedException';
  const message =
    result.code === 'InvalidAccessKeyId'
      ? 'The security token included in the request is invalid.'
      : result.message;
  return { status: 400, type, message };
}

function send(response: ServerResponse, requestId: string, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, requestId: string, error: AwsError): void {
  response.setHeader('x-amzn-errortype', error.type);
  // Clients differ in which spelling they read.
  send(response, requestId, error.status, {
    __type: error.type,
    message: error.message,
    Message: error.message,
  });
}
