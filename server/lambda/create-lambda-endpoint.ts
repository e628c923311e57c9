import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';
import { parseContract, parseJson } from '#contracts/parse.ts';
import type { ObjectStore } from '#server/object-store/object-store.ts';
import type { Credentials } from '../signature/signing-key.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { functionConfiguration } from './function-configuration.ts';
import { type FunctionInfo, type FunctionSettings, lambdaLimits } from './function-info.ts';
import type { FunctionRegistry } from './function-registry.ts';

export interface LambdaEndpointOptions {
  registry: FunctionRegistry;
  credentials: Credentials;
  /** Where code is taken from when a function is created from an S3 location. */
  store?: ObjectStore;
  log?: (message: string) => void;
}

/** A zip of 50 MB in base64, and what stands around it. */
const MAX_BODY = 70 * 2 ** 20;
const ROOT = '/2015-03-31/functions';

/** The settings that CreateFunction and UpdateFunctionConfiguration share. */
const Configuration = z.looseObject({
  Handler: z.optional(z.string()),
  Runtime: z.optional(z.string()),
  Role: z.optional(z.string()),
  Description: z.optional(z.string()),
  Timeout: z.optional(z.number()),
  MemorySize: z.optional(z.number()),
  Environment: z.optional(z.looseObject({ Variables: z.optional(z.record(z.string(), z.string())) })),
});

const Code = z.looseObject({
  ZipFile: z.optional(z.string()),
  S3Bucket: z.optional(z.string()),
  S3Key: z.optional(z.string()),
});

const CreateFunction = z.looseObject({ ...Configuration.shape, FunctionName: z.string(), Code });

interface Reply {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** Lambda's REST API over a registry: what the AWS CLI and SDKs need to list, make, change and invoke functions. */
export function createLambdaEndpoint(options: LambdaEndpointOptions) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    res.setHeader('x-amzn-RequestId', randomUUID());
    try {
      const body = await readBody(req);
      const payloadHash = createHash('sha256').update(body).digest('hex');
      const signature = verifySignature(req, { credentials: options.credentials, payloadHash });
      if (!signature.ok) throw new GroundTruthError('access-denied', signature.message);
      const { status, body: text, headers } = await answer(options, req, body.toString());
      res.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
    } catch (error) {
      answerError(res, error, options.log);
    }
  };
}

async function answer(options: LambdaEndpointOptions, req: IncomingMessage, body: string): Promise<Reply> {
  const { registry } = options;
  const path = decodeURIComponent((req.url ?? '').split('?')[0] ?? '').replace(/\/$/, '');
  const [, name = '', rest = ''] =
    /^\/([^/]+)(?:\/(.+))?$/.exec(path.startsWith(ROOT) ? path.slice(ROOT.length) : '') ?? [];
  const ok = (value: unknown, status = 200): Reply => ({ status, body: JSON.stringify(value) });
  switch (`${req.method} ${name === '' ? '' : '/name'}${rest === '' ? '' : `/${rest}`}`) {
    case 'GET ':
      return ok({ Functions: registry.list().map(functionConfiguration) });
    case 'POST ': {
      const input = parseContract(CreateFunction, parseJson(body, 'request'), 'request');
      if (registry.list().some((info) => info.name === input.FunctionName)) {
        throw new GroundTruthError('already-exists', `Function already exist: ${input.FunctionName}`);
      }
      const zip = await readCode(input.Code, options.store);
      return ok(
        functionConfiguration(
          await registry.registerZip({ name: input.FunctionName, zip, ...readSettings(input) }),
        ),
        201,
      );
    }
    case 'GET /name': {
      const info = registry.get(name);
      return ok({ Configuration: functionConfiguration(info), Code: { RepositoryType: 'S3' }, Tags: {} });
    }
    case 'GET /name/configuration':
      return ok(functionConfiguration(registry.get(name)));
    case 'PUT /name/configuration': {
      const input = parseContract(Configuration, parseJson(body, 'request'), 'request');
      return ok(functionConfiguration(await registry.configure(name, readSettings(input))));
    }
    case 'PUT /name/code': {
      const info = registry.get(name);
      const zip = await readCode(parseContract(Code, parseJson(body, 'request'), 'request'), options.store);
      return ok(functionConfiguration(await registry.registerZip({ name: info.name, zip })));
    }
    case 'DELETE /name':
      await registry.remove(name);
      return { status: 204, body: '' };
    case 'POST /name/invocations':
      return invoke(registry, registry.get(name), req, body);
    default:
      throw new GroundTruthError('unsupported', `Lambda's ${req.method} ${path} is not supported here.`);
  }
}

async function invoke(
  registry: FunctionRegistry,
  info: FunctionInfo,
  req: IncomingMessage,
  body: string,
): Promise<Reply> {
  const type = req.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'DryRun') return { status: 204, body: '' };
  const payload = body === '' ? '{}' : body;
  parseJson(payload, 'payload');
  if (type === 'Event') {
    // Nobody waits for the answer; what goes wrong is in the function's log.
    void registry.invokeText(info.name, payload);
    return { status: 202, body: '' };
  }
  const result = await registry.invokeText(info.name, payload);
  return {
    status: 200,
    body: result.payload,
    headers: {
      'X-Amz-Executed-Version': '$LATEST',
      ...(result.failed ? { 'X-Amz-Function-Error': 'Unhandled' } : {}),
      ...(req.headers['x-amz-log-type'] === 'Tail'
        ? { 'X-Amz-Log-Result': Buffer.from(result.logTail).toString('base64') }
        : {}),
    },
  };
}

async function readCode(code: z.infer<typeof Code>, store: ObjectStore | undefined): Promise<Uint8Array> {
  if (code.ZipFile !== undefined) return Buffer.from(code.ZipFile, 'base64');
  if (code.S3Bucket === undefined || code.S3Key === undefined || !store) {
    throw new GroundTruthError(
      'invalid-argument',
      'Please provide a source for function code: ZipFile, or S3Bucket and S3Key.',
    );
  }
  return (await store.get(code.S3Bucket, code.S3Key)).body;
}

function readSettings(input: z.infer<typeof Configuration>): Partial<Omit<FunctionSettings, 'name' | 'zip'>> {
  const settings = {
    handler: input.Handler,
    runtime: input.Runtime,
    roleArn: input.Role,
    description: input.Description,
    timeoutSeconds: input.Timeout,
    memoryMegabytes: input.MemorySize,
    environment: input.Environment && (input.Environment.Variables ?? {}),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const limit = req.url?.includes('/invocations') ? lambdaLimits.payloadBytes : MAX_BODY;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      req.resume();
      throw new GroundTruthError(
        'limit-exceeded',
        `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** AWS's exception name and HTTP status for our codes. */
const exceptions: Record<string, [name: string, status: number]> = {
  'access-denied': ['InvalidSignatureException', 403],
  'already-exists': ['ResourceConflictException', 409],
  'invalid-argument': ['InvalidParameterValueException', 400],
  'invalid-contract': ['InvalidParameterValueException', 400],
  'invalid-json': ['InvalidRequestContentException', 400],
  'limit-exceeded': ['RequestTooLargeException', 413],
  'not-found': ['ResourceNotFoundException', 404],
  unsupported: ['InvalidParameterValueException', 400],
};

function answerError(res: ServerResponse, error: unknown, log: LambdaEndpointOptions['log']): void {
  const known = error instanceof GroundTruthError ? exceptions[error.code] : undefined;
  const [name, status] = known ?? ['ServiceException', 500];
  if (!known) log?.(`Lambda: ${error instanceof Error ? error.stack : String(error)}`);
  const message = known && error instanceof Error ? error.message : 'Internal error';
  res.writeHead(status, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': name });
  res.end(JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message, message }));
}
