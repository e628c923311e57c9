import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

const registryModule = join(import.meta.dirname, 'function-registry.ts');

/** A server whose only function writes its process id to a file and then loops without an end. */
const server = (folder: string, idFile: string) => `
  import { strToU8, zipSync } from 'fflate';
  import { openFunctionRegistry } from ${JSON.stringify(registryModule)};
  const registry = await openFunctionRegistry({
    folder: ${JSON.stringify(folder)}, endpointUrl: 'http://127.0.0.1:9', region: 'us-east-1',
    accountId: '000000000000', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const code = ${JSON.stringify(
    `import { writeFileSync } from 'node:fs';
     export const handler = async () => { writeFileSync(${JSON.stringify(idFile)}, String(process.pid)); for (;;); };`,
  )};
  await registry.registerZip({ name: 'f', timeoutSeconds: 900, zip: zipSync({ 'index.mjs': strToU8(code) }) });
  await registry.invoke('f', {});`;

const isRunning = (id: number) => {
  try {
    process.kill(id, 0);
    // One that has ended may still wait for its new parent to notice.
    return !/^\d+ \(.*\) Z/.test(existsSync('/proc') ? readFileSync(`/proc/${id}/stat`, 'utf8') : '');
  } catch {
    return false;
  }
};

it('ends a function in an endless loop when its server is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reaper-'));
  const idFile = join(folder, 'id');
  const child = spawn(process.execPath, ['--input-type=module', '-e', server(folder, idFile)], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let id = 0;
  onTestFinished(() => {
    child.kill('SIGKILL');
    if (id > 0 && isRunning(id)) process.kill(id, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await vi.waitFor(
    () => {
      id = Number(readFileSync(idFile, 'utf8'));
      expect(id).toBeGreaterThan(0);
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(isRunning(id)).toBe(true);
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(id)).toBe(false), { timeout: 60_000, interval: 50 });
}, 180_000);
