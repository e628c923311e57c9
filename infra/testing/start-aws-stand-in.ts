import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CloudFormationAnswer,
  type CloudFormationStandIn,
  createCloudFormationStandIn,
} from './cloudformation-stand-in.ts';
import { callIam } from './iam-stand-in.ts';
import { createRepositoryStandIn, type RepositoryStandIn } from './repository-stand-in.ts';
import { createProviders, type ProviderWorld } from './resource-providers.ts';

/** What a request is answered instead, some times. */
export interface Fault {
  /**
   * Operation of a service that has names for them (CloudFormation, IAM, STS, SageMaker), `METHOD /bucket` of S3,
   * `METHOD functions` of Lambda, `METHOD changesets` and the like of the repository; `*` for any request.
   */
  operation: string;
  times: number;
  status: number;
  code: string;
  message: string;
}

export interface AwsStandIn extends ProviderWorld {
  url: string;
  cloudformation: CloudFormationStandIn;
  repository: RepositoryStandIn;
  faults: Fault[];
  /** Buckets of others, and the region of each; our own Ground Truth has but one owner. */
  foreignBuckets: Map<string, { accountId: string; region: string }>;
  /** Requests to such buckets that did not say whose they expect. */
  careless: string[];
  /** Operations in the order in which they came, `service:Operation`. */
  seen: string[];
  close(): Promise<void>;
}

const CLOUDFORMATION = '2010-05-15';
const IAM = '2010-05-08';

/**
 * A stand-in for the parts of AWS that our own Ground Truth is not: CloudFormation, the Serverless Application
 * Repository and the roles of IAM. Everything else (S3, STS, Lambda, SageMaker) goes on to a real Ground Truth of
 * ours, unchanged, so that its signatures still hold. Like an endpoint of AWS it is in one region, and refuses
 * requests that are signed for another. Faults can be asked for.
 */
export async function startAwsStandIn(
  backend: { url: string; region: string; accountId: string },
  port = 0,
): Promise<AwsStandIn> {
  const { region, accountId, url: endpointUrl } = backend;
  const world: ProviderWorld = {
    endpointUrl,
    region,
    accountId,
    roles: new Map(),
    foreignFunctions: new Map(),
    logGroups: new Set(),
  };
  const cloudformation = createCloudFormationStandIn({
    region,
    accountId,
    providers: createProviders(world),
  });
  let url = '';
  const repository = createRepositoryStandIn({
    region,
    accountId,
    cloudformation,
    templateUrl: (id) => `${url}/prepared-templates/${id}`,
  });
  const standIn: AwsStandIn = {
    ...world,
    url,
    cloudformation,
    repository,
    faults: [],
    foreignBuckets: new Map(),
    careless: [],
    seen: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    answer(standIn, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  standIn.url = url;
  return standIn;
}

async function answer(
  standIn: AwsStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  const service = serviceOf(request, pathname);
  const signedFor = signedRegion(request);
  if (signedFor !== undefined && signedFor !== standIn.region)
    return refuseRegion(standIn, service, signedFor, request, response);
  if (service === 'query') return answerQuery(standIn, request, response);
  if (service === 'repository') return answerRepository(standIn, pathname, searchParams, request, response);
  if (service === 's3') return answerForBucket(standIn, pathname.split('/')[1] ?? '', request, response);
  if (pathname.startsWith('/prepared-templates/')) {
    response.end(standIn.repository.templateText(pathname.split('/')[2] ?? '') ?? '');
    return;
  }
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const operation = target ?? `${request.method} functions`;
  if (service !== 'portal') standIn.seen.push(`${service}:${operation}`);
  const fault = service === 'portal' ? undefined : takeFault(standIn, operation);
  if (fault) return sendJson(request, response, fault.status, fault.code, fault.message);
  const known = service === 'lambda' ? foreignFunction(standIn, pathname) : undefined;
  if (known) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known));
    return;
  }
  forward(standIn, request, response);
}

type Service = 'query' | 'sagemaker' | 'lambda' | 'repository' | 's3' | 'portal';

function serviceOf(request: IncomingMessage, pathname: string): Service {
  const type = String(request.headers['content-type'] ?? '');
  if (pathname === '/' && type.startsWith('application/x-www-form-urlencoded')) return 'query';
  if (request.headers['x-amz-target'] !== undefined) return 'sagemaker';
  if (/^\/\d{4}-\d\d-\d\d\/functions(\/|$)/.test(pathname)) return 'lambda';
  if (/^\/applications(\/|$)/.test(pathname)) return 'repository';
  return /^\/(portal|assets|prepared-templates)(\/|$)/.test(pathname) ? 'portal' : 's3';
}

/** The region that a request's signature is for, in its header or its address. */
function signedRegion(request: IncomingMessage): string | undefined {
  const credential = `${request.headers.authorization ?? ''} ${decodeURIComponent(request.url ?? '')}`;
  return /Credential=[^/\s]+\/\d{8}\/([^/]+)\//.exec(credential)?.[1];
}

/** What an endpoint of AWS says to a request that is signed for another region. */
function refuseRegion(
  { region }: AwsStandIn,
  service: Service,
  found: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const sentence = `Credential should be scoped to a valid region, not '${found}'.`;
  if (service === 's3') {
    response.setHeader('x-amz-bucket-region', region);
    const expecting = `The authorization header is malformed; the region '${found}' is wrong; expecting '${region}'`;
    sendS3Error(request, response, 400, 'AuthorizationHeaderMalformed', expecting);
  } else if (service === 'query') {
    request.resume();
    sendQuery(response, '', { error: 'SignatureDoesNotMatch', message: sentence }, 403);
  } else sendJson(request, response, 403, 'InvalidSignatureException', sentence);
}

async function answerQuery(
  standIn: AwsStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const parameters = new URLSearchParams(body.toString());
  const action = parameters.get('Action') ?? '';
  const version = parameters.get('Version');
  const service = version === CLOUDFORMATION ? 'cloudformation' : version === IAM ? 'iam' : 'sts';
  standIn.seen.push(`${service}:${action}`);
  const fault = takeFault(standIn, action);
  if (fault) return sendQuery(response, action, { error: fault.code, message: fault.message }, fault.status);
  if (service === 'cloudformation')
    return sendQuery(response, action, await standIn.cloudformation.call(action, parameters));
  if (service === 'iam')
    return sendQuery(response, action, callIam(standIn.roles, standIn.accountId, action, parameters));
  return forward(standIn, request, response, body);
}

async function answerRepository(
  standIn: AwsStandIn,
  pathname: string,
  searchParams: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request)).toString();
  const path = pathname.split('/').slice(2).map(decodeURIComponent);
  standIn.seen.push(`serverlessrepo:${request.method} ${path.slice(1).join('/')}`);
  const fault = takeFault(standIn, `${request.method} ${path[1] ?? 'applications'}`);
  if (fault) return sendJson(request, response, fault.status, fault.code, fault.message);
  const method = request.method ?? '';
  const reply = standIn.repository.call(method, path, body ? JSON.parse(body) : {}, searchParams);
  const type = (reply.body as { __type?: string }).__type;
  response.writeHead(reply.status, {
    'content-type': 'application/json',
    ...(type ? { 'x-amzn-errortype': type } : {}),
  });
  response.end(JSON.stringify(reply.body));
}

/** A function of another language, which our Lambda does not run, as its configuration is told. */
function foreignFunction({ foreignFunctions }: AwsStandIn, pathname: string): object | undefined {
  const asked = /\/functions\/([^/]+)\/configuration$/.exec(pathname)?.[1];
  const name = asked && decodeURIComponent(asked).split(':').at(-1);
  const known = name && foreignFunctions.get(name);
  if (!known) return undefined;
  return { FunctionName: name, FunctionArn: known.arn, Role: known.roleArn, Runtime: known.runtime };
}

function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
  response.end(JSON.stringify({ __type: code, message, Message: message }));
}

/** S3 as it answers for somebody else's bucket, for one in another region, and for ours. */
function answerForBucket(
  standIn: AwsStandIn,
  bucket: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  standIn.seen.push(`s3:${request.method} ${request.url}`);
  const fault = takeFault(standIn, `${request.method} /${bucket}`);
  if (fault) {
    sendS3Error(request, response, fault.status, fault.code, fault.message);
    return;
  }
  const other = standIn.foreignBuckets.get(bucket);
  const region = other?.region ?? standIn.region;
  if (other && region !== standIn.region) {
    response.setHeader('x-amz-bucket-region', region);
    sendS3Error(request, response, 301, 'PermanentRedirect', 'The bucket is in another region.');
    return;
  }
  const owner = other?.accountId ?? standIn.accountId;
  const expected = request.headers['x-amz-expected-bucket-owner'];
  if (expected !== undefined && expected !== owner) {
    sendS3Error(request, response, 403, 'AccessDenied', 'Access Denied');
    return;
  }
  if (other) {
    if (expected === undefined) standIn.careless.push(`${request.method} ${request.url}`);
    sendS3Error(request, response, 403, 'AccessDenied', 'Access Denied');
    return;
  }
  forward(standIn, request, response);
}

function sendS3Error(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    request.method === 'HEAD'
      ? undefined
      : `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
}

function takeFault({ faults }: AwsStandIn, operation: string): Fault | undefined {
  const fault = faults.find(
    (entry) => (entry.operation === operation || entry.operation === '*') && entry.times > 0,
  );
  if (fault) fault.times--;
  return fault;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Sends a request on with its own Host, which is part of the signature. */
function forward(
  { endpointUrl }: AwsStandIn,
  request: IncomingMessage,
  response: ServerResponse,
  body?: Buffer,
): void {
  const { hostname, port } = new URL(endpointUrl);
  const onward = sendRequest(
    { hostname, port, method: request.method, path: request.url, headers: request.headers },
    (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  if (body) onward.end(body);
  else request.pipe(onward);
}

/** An answer of the query protocol: XML, with lists as `member`s. */
function sendQuery(
  response: ServerResponse,
  action: string,
  answered: CloudFormationAnswer,
  status = 400,
): void {
  const failed = 'error' in answered;
  const text = failed
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${answered.error}</Code><Message>${escapeXml(answered.message)}</Message></Error><RequestId>0</RequestId></ErrorResponse>`
    : `<${action}Response><${action}Result>${toXml(answered.result)}</${action}Result></${action}Response>`;
  response.writeHead(failed ? status : 200, { 'content-type': 'text/xml' }).end(text);
}

function toXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, part]) => `<${key}>${toXml(part)}</${key}>`)
      .join('');
  return escapeXml(String(value));
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
