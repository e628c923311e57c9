// The process in which one Lambda function runs: loads the handler, asks the Runtime API for the next
// invocation, answers, and asks again. Plain JavaScript, because it has to start fast and from node_modules too.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// An import would read every export of node:http, and some of them load Node's fetch: a third of a cold start.
const { Agent, request } = process.getBuiltinModule('node:http');
const { env } = process;
const api = new URL(`http://${env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/`);
const agent = new Agent({ keepAlive: true, maxSockets: 2 });
/** @type {string | undefined} Id of the invocation under way. */
let current;

/** One call to the Runtime API. When it is not there any more, neither is a reason to run. */
function call(method, path, body, headers = {}) {
  return new Promise((resolve) => {
    const outgoing = request(new URL(path, api), { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
      response.on('error', () => process.exit(0));
    });
    outgoing.on('error', () => process.exit(0));
    outgoing.end(body);
  });
}

const postError = (path, error) =>
  call('POST', path, JSON.stringify(describe(error)), {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Function-Error-Type': 'Unhandled',
  });

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.code === undefined || error.name !== 'Error' ? error.name : String(error.code),
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n').slice(0, 30),
  };
}

function runtimeError(name, message, cause) {
  const error = new Error(message, { cause });
  error.name = `Runtime.${name}`;
  if (cause instanceof Error) error.stack = `${error.name}: ${message}\n${cause.stack}`;
  return error;
}

/** Finds what `_HANDLER` names, such as `index.handler` or `folder/file.nested.handler`. */
async function loadHandler() {
  const text = env._HANDLER ?? '';
  const match = /^((?:[^./][^/]*\/)*)([^./]+)\.(.+)$/.exec(text);
  if (!match)
    throw runtimeError('MalformedHandlerName', `Expected a handler like index.handler, found "${text}".`);
  const base = join(env.LAMBDA_TASK_ROOT ?? '', match[1] ?? '', match[2] ?? '');
  const file = ['.js', '.mjs', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
  if (!file)
    throw runtimeError('ImportModuleError', `The zip has no file ${match[1]}${match[2]}.js, .mjs or .cjs.`);
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    const kind = cause instanceof SyntaxError ? 'UserCodeSyntaxError' : 'ImportModuleError';
    throw runtimeError(kind, cause instanceof Error ? cause.message : String(cause), cause);
  }
  const find = (from) => match[3].split('.').reduce((value, name) => value?.[name], from);
  const handler = find(loaded) ?? find(loaded.default);
  if (typeof handler !== 'function') {
    throw runtimeError('HandlerNotFound', `${text} is undefined or not exported.`);
  }
  if (handler.length >= 3) {
    throw runtimeError(
      'CallbackHandlerDeprecated',
      `${text} takes a callback; nodejs24.x runs async handlers only. Make it "async (event, context) => result".`,
    );
  }
  return handler;
}

function createContext(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function fail(name, error) {
  const wrapped = runtimeError(name, error instanceof Error ? error.message : String(error), error);
  await postError(current === undefined ? 'init/error' : `invocation/${current}/error`, wrapped);
  process.exit(1);
}
process.on('uncaughtException', (error) => fail('UncaughtException', error));
process.on('unhandledRejection', (error) => fail('UnhandledPromiseRejection', error));

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  await postError('init/error', error);
  process.exit(1);
}
for (;;) {
  const { headers, text } = await call('GET', 'invocation/next');
  current = headers['lambda-runtime-aws-request-id'];
  if (current === undefined) process.exit(0);
  try {
    const result = await handler(JSON.parse(text), createContext(headers));
    await call('POST', `invocation/${current}/response`, JSON.stringify(result) ?? 'null', {
      'Content-Type': 'application/json',
    });
  } catch (error) {
    console.error(error);
    await postError(`invocation/${current}/error`, error);
  }
  current = undefined;
}
