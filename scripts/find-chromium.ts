import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GroundTruthError } from '#contracts/ground-truth-error.ts';

/** Names under which distributions put Chromium or Chrome on the PATH. */
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Places where installers put it without touching the PATH. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
];

/** Executables inside one folder of Playwright's cache. */
const playwrightExecutables = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-linux/headless_shell',
  'chrome-headless-shell-linux64/chrome-headless-shell',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-win/chrome.exe',
];

/** Switches that Chromium needs to run in a test, as root and on a closed network. */
export const chromiumSwitches = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--force-color-profile=srgb',
];

/** A Chromium on this machine: CHROME_PATH, the PATH, the usual places, Playwright's cache; else undefined. */
export function locateChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['CHROME_PATH'];
  if (named) {
    if (isExecutable(named)) return named;
    throw new GroundTruthError('missing-tool', `CHROME_PATH is ${named}, but no program can be run there.`);
  }
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...usualPlaces, ...inPlaywrightCache(environment)].find(isExecutable);
}

/**
 * A Chromium to test with; installs one where there is none: the Debian package as root, else Playwright's.
 * @throws {GroundTruthError} `missing-tool` with what to do by hand
 */
export function findChromium(log: (line: string) => void = () => {}): string {
  const present = locateChromium();
  if (present) return present;
  const attempts: string[] = [];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    log('No Chromium found: installing the Debian package (this can take a minute).');
    const update = run('apt-get', ['update', '-q']);
    const install = run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
    const reason = install ?? update;
    const found = locateChromium();
    if (found) return found;
    attempts.push(`apt-get: ${reason ?? 'installed, but the program is not on the PATH'}`);
  }
  log('No Chromium found: asking Playwright for its own (about 150 MB).');
  const failure = run(process.execPath, [
    join('node_modules', 'playwright-core', 'cli.js'),
    'install',
    'chromium',
  ]);
  const found = locateChromium();
  if (found) return found;
  attempts.push(`playwright: ${failure ?? 'installed, but the program was not found in its cache'}`);
  throw new GroundTruthError(
    'missing-tool',
    `The browser tests need Chromium, and none could be installed (${attempts.join('; ')}). ` +
      'Install Chromium or Chrome and run again, or set CHROME_PATH to its program.',
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function inPlaywrightCache(environment: NodeJS.ProcessEnv): string[] {
  const caches = [
    environment['PLAYWRIGHT_BROWSERS_PATH'],
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(homedir(), 'AppData', 'Local', 'ms-playwright'),
  ];
  const files: string[] = [];
  for (const cache of caches) {
    if (!cache || !existsSync(cache)) continue;
    // Newest build first: folder names end in a growing number.
    const folders = readdirSync(cache).filter((name) => name.startsWith('chromium'));
    folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    for (const folder of folders)
      files.push(...playwrightExecutables.map((path) => join(cache, folder, path)));
  }
  return files;
}

/** Runs an installer; returns the last line of its complaint, or undefined when it went well. */
function run(command: string, parameters: string[]): string | undefined {
  try {
    execFileSync(command, parameters, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return undefined;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return stderr.trim().split('\n').at(-1) ?? 'failed';
  }
}
