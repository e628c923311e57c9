import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CloudFormationAnswer,
  type CloudFormationStandIn,
  createCloudFormationStandIn,
} from './cloudformation-stand-in.ts';
import { createRepositoryStandIn, type RepositoryStandIn } from './repository-stand-in.ts';
import { createProviders, type ProviderWorld } from './resource-providers.ts';

/** What a request is answered instead, some times. */
export interface Fault {
  /** Operation of CloudFormation, IAM or STS, or `METHOD /bucket` of S3. */
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
  /** Operations in the order in which they came, `service:Operation`. */
  seen: string[];
  close(): Promise<void>;
}

const CLOUDFORMATION = '2010-05-15';
const IAM = '2010-05-08';

/**
 * A stand-in for the parts of AWS that our own Ground Truth is not: CloudFormation, the Serverless Application
 * Repository and two operations of IAM. Everything else (S3, STS, Lambda, SageMaker) goes on to a real Ground
 * Truth of ours, unchanged, so that its signatures still hold. Faults can be asked for.
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
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
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
  const isForm = String(request.headers['content-type'] ?? '').startsWith(
    'application/x-www-form-urlencoded',
  );
  if (isForm && pathname === '/') {
    const body = await readBody(request);
    const parameters = new URLSearchParams(body.toString());
    const action = parameters.get('Action') ?? '';
    const version = parameters.get('Version');
    const service = version === CLOUDFORMATION ? 'cloudformation' : version === IAM ? 'iam' : 'sts';
    standIn.seen.push(`${service}:${action}`);
    const fault = takeFault(standIn, action);
    if (fault)
      return sendQuery(response, action, { error: fault.code, message: fault.message }, fault.status);
    if (service === 'cloudformation')
      return sendQuery(response, action, await standIn.cloudformation.call(action, parameters));
    if (service === 'iam') return sendQuery(response, action, callIam(standIn, action, parameters));
    return forward(standIn, request, response, body);
  }
  if (pathname === '/applications' || pathname.startsWith('/applications/')) {
    const body = (await readBody(request)).toString();
    const path = pathname.split('/').slice(2).map(decodeURIComponent);
    standIn.seen.push(`serverlessrepo:${request.method} ${path.slice(1).join('/')}`);
    const reply = standIn.repository.call(
      request.method ?? '',
      path,
      body ? JSON.parse(body) : {},
      searchParams,
    );
    const type = (reply.body as { __type?: string }).__type;
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      ...(type ? { 'x-amzn-errortype': type } : {}),
    });
    response.end(JSON.stringify(reply.body));
    return;
  }
  if (pathname.startsWith('/prepared-templates/')) {
    response.end(standIn.repository.templateText(pathname.split('/')[2] ?? '') ?? '');
    return;
  }
  const foreign = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/.exec(pathname)?.[1];
  const functionName = foreign && decodeURIComponent(foreign).split(':').at(-1);
  const known = functionName && standIn.foreignFunctions.get(functionName);
  if (known) {
    const configuration = { FunctionName: functionName, FunctionArn: known.arn, Role: known.roleArn };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...configuration, Runtime: known.runtime }));
    return;
  }
  answerForBucket(standIn, pathname.split('/')[1] ?? '', request, response);
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
  if (other && expected === undefined)
    throw new Error(`${request.method} of ${bucket} does not say whose bucket it expects.`);
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
  const fault = faults.find((entry) => entry.operation === operation && entry.times > 0);
  if (fault) fault.times--;
  return fault;
}

function callIam({ roles }: AwsStandIn, action: string, parameters: URLSearchParams): CloudFormationAnswer {
  const name = parameters.get('RoleName') ?? '';
  const role = roles.get(name);
  if (!role) return { error: 'NoSuchEntity', message: `The role with name ${name} cannot be found.` };
  if (action === 'UpdateAssumeRolePolicy') {
    role.trust = JSON.parse(parameters.get('PolicyDocument') ?? '');
    return { result: {} };
  }
  if (action !== 'GetRole') return { error: 'InvalidAction', message: `This stand-in has no ${action}.` };
  return {
    result: {
      Role: {
        RoleName: name,
        RoleId: 'AROA0',
        Arn: role.arn,
        Path: '/',
        CreateDate: new Date().toISOString(),
        // IAM gives documents URL-encoded.
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role.trust)),
      },
    },
  };
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
