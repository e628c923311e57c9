import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltLambda, buildLambdas } from './build-lambdas.ts';

const run = promisify(execFile);

let folder: string;
let built: BuiltLambda[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-lambdas-'));
  built = await buildLambdas({ outDir: join(folder, 'first') });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function codeOf(name: string): Promise<string> {
  const lambda = built.find((candidate) => candidate.name === name);
  const files = unzipSync(await readFile(lambda?.path ?? ''));
  expect(Object.keys(files)).toEqual(['index.mjs']);
  return new TextDecoder().decode(files['index.mjs']);
}

describe('the zips of the Lambdas', () => {
  it('are the same bytes from every build', async () => {
    const again = await buildLambdas({ outDir: join(folder, 'second') });
    for (const [index, { path }] of built.entries())
      expect((await readFile(path)).equals(await readFile(again[index]?.path ?? ''))).toBe(true);
  });

  it('hold the S3 client only where a payload is read', async () => {
    for (const { name } of built) {
      const hasClient = (await codeOf(name)).includes('GetObjectCommand');
      expect(hasClient).toBe(name.endsWith('-post'));
      // Clients of the services that only a person's own machine asks for a key.
      expect(await codeOf(name)).not.toMatch(/sso-oidc|AssumeRoleWithWebIdentity/);
    }
  });

  it('say how large they are', async () => {
    for (const { path, size, codeSize } of built) {
      expect((await readFile(path)).length).toBe(size);
      expect(codeSize).toBeGreaterThan(size);
    }
  });

  it('need nothing but Node, and ask for its modules without reading their every export', async () => {
    for (const { name } of built) {
      const code = await codeOf(name);
      const imports = code.matchAll(/\bimport\b[^;]{0,200}?["'`]((?:node:)?[a-z_/]+)["'`]/g);
      // Matches alone: the whole code would be the message of a failure.
      expect([...imports].map(([, module]) => module)).toEqual([]);
      const asked = code.matchAll(/getBuiltinModule\(["'`]([^"'`]+)/g);
      expect([...asked].map((match) => match[1]).filter((module) => !module?.startsWith('node:'))).toEqual(
        [],
      );
    }
  });

  it('answer an event in a process of their own', async () => {
    const entry = join(folder, 'index.mjs');
    await writeFile(entry, await codeOf('bounding-box-pre'));
    const event = {
      dataObject: { 'source-ref': 's3://a-bucket/1.jpg', labels: ['boat'] },
      labelingJobArn: 'a',
    };
    const script = `import(${JSON.stringify(entry)}).then(async ({ handler }) =>
      console.log(JSON.stringify(await handler(${JSON.stringify(event)}))))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
    expect(JSON.parse(stdout)).toEqual({
      taskInput: { taskObject: 's3://a-bucket/1.jpg', labels: ['boat'], manifestLine: event.dataObject },
      isHumanAnnotationRequired: true,
    });
  });
});
