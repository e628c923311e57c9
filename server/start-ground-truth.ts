import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { parseS3Uri } from '#contracts/s3-uri.ts';
import { createSagemakerEndpoint } from './api/create-sagemaker-endpoint.ts';
import { openDatabase } from './database/open-database.ts';
import { createEngine } from './engine/create-engine.ts';
import { createLambdaEndpoint } from './lambda/create-lambda-endpoint.ts';
import { openFunctionRegistry } from './lambda/function-registry.ts';
import { listen } from './listen.ts';
import { openObjectStore } from './object-store/open-object-store.ts';
import { createPortal } from './portal/create-portal.ts';
import { registerBuiltFunctions } from './register-built-functions.ts';
import { type RequestHandler, routeRequest, type Services } from './route-request.ts';
import { createS3Endpoint } from './s3/create-s3-endpoint.ts';
import { presignGet } from './s3/presign-get.ts';
import { serviceIdentity } from './service-identity.ts';
import { createStsEndpoint } from './sts/create-sts-endpoint.ts';

/** Keys that every client may know: the server listens on loopback. */
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** How long a worker's page may read its image: the longest task there is. */
const READ_SECONDS = 28_800;

export interface GroundTruthOptions {
  /** Undefined: 4100 or the next free one; 0: any. */
  port?: number;
  host?: string;
  /** Everything that survives a restart: database, objects, functions. */
  dataDir: string;
  /** Folder of built function zips, registered at every start. */
  lambdaDir?: string;
  /** Folder of the crowd elements and the pages' styles. */
  assetsDir?: string;
  /** `postgres://...`; without it SQLite in `dataDir`. */
  databaseUrl?: string;
  log?: (message: string) => void;
  /** Milliseconds since 1970, for tests of what takes days. */
  clock?: () => number;
}

export interface GroundTruth {
  url: string;
  port: number;
  region: 'us-east-1';
  accountId: '000000000000';
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Ends everything that was started; what is unfinished goes on at the next start. */
  close(): Promise<void>;
}

/**
 * Starts our own Ground Truth: SageMaker's labeling API, S3, Lambda functions, the job engine and the worker
 * portal, all on one port.
 * @throws {GroundTruthError} `conflict` when the port is taken
 */
export async function startGroundTruth(options: GroundTruthOptions): Promise<GroundTruth> {
  const { host = '127.0.0.1', dataDir, log = () => {}, clock = Date.now } = options;
  const { region, accountId } = serviceIdentity;

  // The address has to be known before the functions and pages that carry it are made.
  let services: Services | undefined;
  const server = createServer((request, response) => {
    if (services === undefined) {
      response.writeHead(503, { 'retry-after': '1' }).end('Starting.');
      return;
    }
    const target = routeRequest(request);
    if (target === 'person') {
      response.writeHead(302, { location: '/portal' }).end();
      return;
    }
    services[target](request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const port = await listen(server, host, options.port);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  // What is open, in the order of closing.
  const closers = [() => closeServer(server)];
  try {
    services = await openServices(url, closers);
  } catch (error) {
    for (const close of closers) await close();
    throw error;
  }
  return {
    url,
    port,
    region,
    accountId,
    credentials,
    async close() {
      for (const close of closers) await close();
    },
  };

  async function openServices(baseUrl: string, opened: (() => Promise<void>)[]): Promise<Services> {
    const closing = new AbortController();
    opened.unshift(async () => closing.abort());
    const store = await openObjectStore(join(dataDir, 'objects'));
    const database = await openDatabase(options.databaseUrl ?? join(dataDir, 'ground-truth.db'));
    opened.push(() => database.close());
    const { db, flush } = database;
    const functions = await openFunctionRegistry({
      folder: join(dataDir, 'functions'),
      endpointUrl: baseUrl,
      region,
      accountId,
      credentials,
      log,
    });
    // Before the database: a function that is ended so says nothing about its object.
    opened.splice(-1, 0, () => functions.close());
    await registerBuiltFunctions(functions, options.lambdaDir ?? 'dist/lambdas');

    const engine = createEngine({ db, store, functions, log, clock, closing: closing.signal });
    const grantReadAccess = (s3Uri: string) =>
      presignGet({ baseUrl, ...parseS3Uri(s3Uri), credentials, region, expiresInSeconds: READ_SECONDS });
    const shared = { db, flush, clock, wake: engine.wake, log, grantReadAccess };
    opened.splice(-1, 0, () => engine.close());
    await engine.start();
    return {
      sagemaker: createSagemakerEndpoint({ ...shared, credentials }),
      lambda: createLambdaEndpoint({ registry: functions, credentials, store, log }),
      sts: createStsEndpoint({ credentials, accountId }),
      portal: createPortal(shared, { assetsDir: options.assetsDir ?? 'dist/assets', host }) as RequestHandler,
      s3: createS3Endpoint({ store, credentials, region, log }),
    };
  }
}

/** Ends a server with every connection, also those that wait for nothing. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
