import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLambdaEndpoint } from './create-lambda-endpoint.ts';
import { type FunctionRegistry, openFunctionRegistry } from './function-registry.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const FunctionName = 'boats-pre-LabelingFunction';
let folder: string;
let registry: FunctionRegistry;
let server: Server;
let client: LambdaClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-'));
  registry = await openFunctionRegistry({
    folder,
    endpointUrl: 'http://127.0.0.1:9',
    region: 'us-east-1',
    accountId: '000000000000',
    credentials,
  });
  server = createServer(createLambdaEndpoint({ registry, credentials }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new LambdaClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
});

afterAll(async () => {
  await registry.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const zip = (code: string) => zipSync({ 'index.mjs': strToU8(code) });
const invoke = async (payload: unknown) => {
  const result = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload), LogType: 'Tail' }),
  );
  return { ...result, json: JSON.parse(result.Payload?.transformToString() ?? 'null') };
};

it('makes, lists, invokes, changes and deletes functions as the AWS SDK asks', async () => {
  const code =
    'export const handler = async (e) => { if (e.bad) throw new RangeError("too far"); return process.env.MODE; };';
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/x',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip(code) },
      Environment: { Variables: { MODE: 'one' } },
    }),
  );
  const { Functions } = await client.send(new ListFunctionsCommand({}));
  expect(Functions?.map((info) => info.FunctionName)).toEqual([FunctionName]);
  expect((await invoke({})).json).toBe('one');

  const failed = await invoke({ bad: true });
  expect(failed.FunctionError).toBe('Unhandled');
  expect(failed.json).toMatchObject({ errorType: 'RangeError', errorMessage: 'too far' });
  expect(Buffer.from(failed.LogResult ?? '', 'base64').toString()).toContain('too far');

  await client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName,
      Timeout: 7,
      Environment: { Variables: { MODE: 'two' } },
    }),
  );
  expect((await client.send(new GetFunctionConfigurationCommand({ FunctionName }))).Timeout).toBe(7);
  expect((await invoke({})).json).toBe('two');
  await client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip('export const handler = async () => 3;') }),
  );
  expect((await invoke({})).json).toBe(3);

  await client.send(new DeleteFunctionCommand({ FunctionName }));
  await expect(invoke({})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('refuses what Lambda refuses, under the same names', async () => {
  const create = (ZipFile: Uint8Array, Runtime: 'nodejs24.x' | 'python3.14' = 'nodejs24.x') =>
    client.send(
      new CreateFunctionCommand({
        FunctionName: 'f',
        Role: 'arn:aws:iam::000000000000:role/x',
        Runtime,
        Handler: 'index.handler',
        Code: { ZipFile },
      }),
    );
  await expect(create(strToU8('no zip'))).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  await expect(create(zip('1'), 'python3.14')).rejects.toThrow('nodejs24.x');
  await create(zip('1'));
  await expect(create(zip('1'))).rejects.toMatchObject({ name: 'ResourceConflictException' });
});
