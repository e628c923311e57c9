// The whole test command: a browser, the built bytes, then the tests in Node and the tests in Chromium.
// `--node` or `--browser` runs one half; further arguments go to the runner, as in `npm test -- --node server`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describePlace, GroundTruthError } from '#contracts/ground-truth-error.ts';
import { build } from './build.ts';
import { findChromium } from './find-chromium.ts';

const parameters = process.argv.slice(2);
const only = (half: string) => parameters.includes(half);
const rest = parameters.filter((parameter) => parameter !== '--node' && parameter !== '--browser');

function run(program: string, programArguments: string[]): number {
  const result = spawnSync(process.execPath, [join('node_modules', program), ...programArguments], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: process.env,
  });
  return result.status ?? 1;
}

try {
  process.env['CHROME_PATH'] = findChromium((line) => console.error(line));
  // The flow tests run the bytes that users deploy, so dist/ is made first.
  await build({ outDir: 'dist' });
  const failures = [
    only('--browser') ? 0 : run('vitest/vitest.mjs', ['run', ...rest]),
    only('--node') ? 0 : run('@web/test-runner/dist/bin.js', rest.length > 0 ? ['--files', ...rest] : []),
  ];
  process.exitCode = failures.some((status) => status !== 0) ? 1 : 0;
} catch (error) {
  if (!(error instanceof GroundTruthError)) throw error;
  const place = describePlace(error.where);
  console.error(place === '' ? error.message : `${error.message} (${place})`);
  process.exitCode = 1;
}
