import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder } from './claim-data-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gtkit-claim-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that takes the folder and keeps it until it is killed. */
async function otherProcess() {
  const program = `
    const { claimDataFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'claim-data-folder.ts'))});
    claimDataFolder(${JSON.stringify(folder)}).announce('http://127.0.0.1:4100');
    console.log('claimed');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('close', () => reject(new Error('ended early')));
  });
  return child;
}

describe('taking a data folder', () => {
  it('refuses a folder that another process has, with its address', async () => {
    const child = await otherProcess();
    expect(() => claimDataFolder(folder)).toThrow(/in use by the Ground Truth at http:\/\/127\.0\.0\.1:4100/);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  });

  it('takes a folder whose process was killed', async () => {
    const child = await otherProcess();
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    claimDataFolder(folder).release();
  });

  it('gives the folder back', () => {
    claimDataFolder(folder).release();
    claimDataFolder(folder).release();
  });
});
