import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionRegistry, openFunctionRegistry } from './function-registry.ts';

let folder: string;
let registry: FunctionRegistry;

const open = () =>
  openFunctionRegistry({
    folder,
    endpointUrl: 'http://127.0.0.1:9',
    region: 'us-east-1',
    accountId: '000000000000',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'functions-'));
  registry = await open();
});

afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

const register = (code: string, more: { timeoutSeconds?: number; handler?: string; file?: string } = {}) => {
  const { file = 'index.mjs', ...settings } = more;
  return registry.registerZip({
    name: 'f',
    zip: zip({ [file]: code }),
    environment: { MINE: 'yes' },
    ...settings,
  });
};

describe('a registered function', () => {
  it('answers with what its handler returns, and its process is used again', async () => {
    await register('let n = 0; export const handler = async (event) => ({ n: ++n, event });');
    expect(await registry.invoke('f', { a: 'ü' })).toEqual({ n: 1, event: { a: 'ü' } });
    expect(await registry.invoke('arn:aws:lambda:us-east-1:000000000000:function:f', 7)).toEqual({
      n: 2,
      event: 7,
    });
  });

  it.each([
    ['CommonJS', 'index.js', 'exports.handler = async () => require("node:path").basename("/a/b");'],
    [
      'an ES module named .js',
      'index.js',
      'import { basename } from "node:path"; export const handler = async () => basename("/a/b");',
    ],
    ['CommonJS named .cjs', 'index.cjs', 'module.exports = { handler: async () => "b" };'],
  ])('may be %s', async (_kind, file, code) => {
    await register(code, { file });
    expect(await registry.invoke('f', {})).toBe('b');
  });

  it('sees what Lambda would give it, and nothing of this process', async () => {
    process.env['SECRET_OF_THE_SERVER'] = 'x';
    await register(
      'export const handler = async (event, context) => ({ env: process.env, left: context.getRemainingTimeInMillis(), arn: context.invokedFunctionArn });',
    );
    const { env, left, arn } = (await registry.invoke('f', {})) as {
      env: Record<string, string>;
      left: number;
      arn: string;
    };
    expect(env).toMatchObject({
      MINE: 'yes',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      _HANDLER: 'index.handler',
    });
    expect(env).not.toHaveProperty('SECRET_OF_THE_SERVER');
    expect(left).toBeGreaterThan(1000);
    expect(arn).toBe('arn:aws:lambda:us-east-1:000000000000:function:f');
  });

  it('is still there after the registry is opened again', async () => {
    await register('export const handler = async () => 1;');
    await registry.close();
    registry = await open();
    expect(registry.list().map(({ name }) => name)).toEqual(['f']);
    expect(await registry.invoke('f', {})).toBe(1);
  });

  it('runs several invocations at once', async () => {
    await register(
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 100)); return process.pid; };',
    );
    const pids = await Promise.all(Array.from({ length: 6 }, () => registry.invoke('f', {})));
    expect(new Set(pids).size).toBeGreaterThan(1);
    expect(new Set(pids).size).toBeLessThanOrEqual(4);
  });

  it('is replaced without breaking off what runs', async () => {
    await register(
      'export const handler = async () => { await new Promise((r) => setTimeout(r, 300)); return "old"; };',
    );
    const old = registry.invoke('f', {});
    await register('export const handler = async () => "new";');
    expect(await registry.invoke('f', {})).toBe('new');
    expect(await old).toBe('old');
  });
});

describe('a registry', () => {
  it('takes many registrations of one function at once, and the last one counts', async () => {
    const codes = ['a', 'b', 'a', 'b', 'a'];
    await Promise.all(codes.map((value) => register(`export const handler = async () => "${value}";`)));
    expect(await registry.invoke('f', {})).toBe('a');
    await registry.close();
    registry = await open();
    expect(await registry.invoke('f', {})).toBe('a');
  });
});

describe('a function that fails', () => {
  const failing = async (code: string, more?: Parameters<typeof register>[1]) => {
    await register(code, more);
    return registry.invoke('f', {}).then(
      () => 'no error',
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    );
  };

  it('says what was thrown, where, and what was printed', async () => {
    const text = await failing(
      'export const handler = async () => { console.log("so far so good"); throw new TypeError("no skeleton"); };',
    );
    expect(text).toContain('lambda-failed: The function f failed with TypeError: no skeleton (at');
    expect(text).toContain('index.mjs:1');
    expect(text).toContain('so far so good');
  });

  it('is stopped when its time is up, and works again at the next call', async () => {
    await register('export const handler = async (e) => { while (e.loop); return "fine"; };', {
      timeoutSeconds: 1,
    });
    await expect(registry.invoke('f', { loop: true })).rejects.toThrow(/Task timed out after 1.00 seconds/);
    expect(await registry.invoke('f', {})).toBe('fine');
  });

  it.each([
    ['exits', 'export const handler = async () => process.exit(3);', 'Runtime exited with exit status 3'],
    ['does not parse', 'export const handler = async () => {', 'UserCodeSyntaxError'],
    ['throws while it loads', 'throw new Error("at load");', 'at load'],
    ['imports what is not there', 'import "./nowhere.mjs";', 'ImportModuleError'],
    ['exports no handler', 'export const other = 1;', 'index.handler is undefined or not exported'],
    ['takes a callback', 'export const handler = (event, context, done) => done();', 'async handlers only'],
    [
      'returns what is no JSON',
      'export const handler = async () => { const a = {}; a.a = a; return a; };',
      'circular',
    ],
    [
      'throws later',
      'export const handler = () => new Promise(() => setTimeout(() => { throw new Error("late"); }));',
      'late',
    ],
    [
      'rejects unseen',
      'export const handler = async () => { Promise.reject(new Error("unseen")); await new Promise((r) => setTimeout(r, 500)); };',
      'unseen',
    ],
    [
      'answers too much',
      'export const handler = async () => "x".repeat(7e6);',
      'exceeded maximum allowed payload size',
    ],
  ])('says so when it %s', async (_what, code, expected) => {
    expect(await failing(code)).toContain(expected);
  });

  it('names the file that the handler setting asks for', async () => {
    expect(await failing('1', { handler: 'lib/main.run' })).toContain('The zip has no file lib/main.js');
  });

  it('does not take what Lambda would not take', async () => {
    await register('export const handler = async () => 1;');
    await expect(registry.invoke('f', 'x'.repeat(7e6))).rejects.toMatchObject({ code: 'limit-exceeded' });
    await expect(registry.invoke('other', {})).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a zip', () => {
  it.each(['../evil.js', '/abs.js', 'a/../../x.js', 'a\\..\\x.js', 'C:/x.js'])(
    'with a file named %j is refused and writes nothing',
    async (name) => {
      await expect(registry.registerZip({ name: 'f', zip: zip({ [name]: '1' }) })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
      expect(existsSync(join(folder, 'f'))).toBe(false);
    },
  );

  it('that is none is refused in words', async () => {
    await expect(registry.registerZip({ name: 'f', zip: strToU8('hello') })).rejects.toThrow('it is no zip');
  });

  it('that unpacks to more than Lambda takes is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'index.js': new Uint8Array(270e6) }, { level: 1 });
    await expect(registry.registerZip({ name: 'f', zip: bomb })).rejects.toMatchObject({
      code: 'limit-exceeded',
    });
  });

  it.each(['../f', 'a b', '', 'x'.repeat(65)])('cannot be registered as %j', async (name) => {
    await expect(registry.registerZip({ name, zip: zip({ 'index.js': '1' }) })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
});
