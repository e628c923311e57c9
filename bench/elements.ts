/**
 * How fast the elements are, beside Annotorious on the same boxes: `npm run bench:elements [-- --json]`, after
 * `npm run build`. Headless Chromium on one core (where `taskset` exists), software rendering, 1600 x 900, a
 * JPEG of 3840 x 2160 pixels, real mouse events. A figure over its floor makes the command fail.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { chromiumSwitches, findChromium } from '#scripts/find-chromium.ts';
import { type Figures, type Growth, measure, measureGrowth, measurePicture } from './elements/measure.ts';
import { annotoriousScript, type Subject, servePages } from './elements/pages.ts';
import { printTable } from './print-table.ts';

interface Case {
  subject: Subject;
  count: number;
  moves: number;
  /** Most milliseconds of `dragP95`, `scriptPerMove`, `taskPerWheel` and `firstFrame`. */
  floor?: Partial<Record<'dragP95' | 'scriptPerMove' | 'taskPerWheel' | 'firstFrame', number>>;
}

const calm = { dragP95: 20, scriptPerMove: 1, taskPerWheel: 33 };
const cases: Case[] = [
  { subject: 'boxes', count: 100, moves: 80, floor: { ...calm, firstFrame: 150 } },
  { subject: 'boxes', count: 1000, moves: 80, floor: calm },
  { subject: 'boxes', count: 10_000, moves: 80, floor: { dragP95: 30, taskPerWheel: 33, firstFrame: 500 } },
  { subject: 'poses', count: 1, moves: 80, floor: { ...calm, firstFrame: 150 } },
  { subject: 'poses', count: 20, moves: 80, floor: { ...calm, firstFrame: 150 } },
  { subject: 'poses', count: 600, moves: 80, floor: { dragP95: 24, taskPerWheel: 33 } },
  { subject: 'annotorious', count: 100, moves: 60 },
  { subject: 'annotorious', count: 1000, moves: 30 },
  { subject: 'annotorious', count: 10_000, moves: 4 },
];

const json = process.argv.includes('--json');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const folder = mkdtempSync(join(tmpdir(), 'bench-elements-'));
const { url, server } = await servePages();
const browser = await chromium.launch({ executablePath: onOneCore(findChromium()), args: chromiumSwitches });
const log = (line: string) => json || process.stderr.write(`${line}\n`);

log('Measuring the picture alone');
const picture = await measurePicture(browser, url);
const figures: (Figures & Pick<Case, 'floor'>)[] = [];
for (const { floor, ...one } of cases) {
  if (only !== undefined && only !== one.subject) continue;
  log(`Measuring ${one.subject}, ${one.count}`);
  figures.push({ ...(await measure({ browser, url, picture, ...one })), ...(floor ? { floor } : {}) });
}
const growth: Growth[] = [];
for (const [subject, count] of [
  ['boxes', 100],
  ['poses', 6],
  ['annotorious', 100],
] as const) {
  if (only !== undefined && only !== subject) continue;
  log(`Measuring 500 drags of ${subject}`);
  growth.push(await measureGrowth({ browser, url, subject, count }));
}
await browser.close();
server.close();
rmSync(folder, { recursive: true, force: true });

const gzipKib = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length / 1024;
const templates = join('dist', 'templates');
const sizes = Object.fromEntries([
  ...readdirSync(templates)
    .filter((file) => file.endsWith('.js'))
    .map((file) => [file.split('.')[0] ?? file, gzipKib(join(templates, file))]),
  ['annotorious', gzipKib(annotoriousScript)],
]) as Record<string, number>;

const misses = figures.flatMap(({ subject, shapes, floor = {}, ...found }) =>
  (Object.entries(floor) as [keyof typeof floor, number][])
    .filter(([name, most]) => !((found[name] ?? Number.NaN) <= most))
    .map(
      ([name, most]) => `${subject} ${shapes}: ${name} ${(found[name] ?? Number.NaN).toFixed(1)} of ${most}`,
    ),
);

if (json) process.stdout.write(`${JSON.stringify({ picture, figures, growth, sizes, misses })}\n`);
else print();
process.exitCode = misses.length > 0 ? 1 : 0;

function print(): void {
  const shown = (value: number | undefined, most?: number, digits = 1) =>
    value === undefined ? '' : `${value.toFixed(digits)}${most === undefined ? '' : ` (≤ ${most})`}`;
  printTable(
    'One move of a drag, one wheel event, first usable frame; in ms (floor)',
    ['', 'shapes', 'drag p50', 'drag p95', 'script', 'task', 'wheel task', 'first frame'],
    figures.map(({ subject, shapes, floor = {}, ...found }) => [
      subject,
      shapes.toLocaleString('en'),
      shown(found.dragP50),
      shown(found.dragP95, floor.dragP95),
      shown(found.scriptPerMove, floor.scriptPerMove, 2),
      shown(found.taskPerMove),
      shown(found.taskPerWheel, floor.taskPerWheel),
      shown(found.firstFrame, floor.firstFrame, 0),
    ]),
  );
  process.stdout.write(`First frame: beyond the ${picture.toFixed(0)} ms of the picture alone.\n`);
  printTable(
    'Left after 500 drags',
    ['', 'heap MiB', 'nodes'],
    growth.map(({ subject, heapMib, nodes }) => [subject, heapMib.toFixed(2), String(nodes)]),
  );
  printTable(
    'Script, KiB of gzip',
    ['', 'KiB'],
    Object.entries(sizes).map(([name, kib]) => [name, kib.toFixed(1)]),
  );
  for (const miss of misses) process.stdout.write(`Over its floor: ${miss}\n`);
}

/** A command that starts a program with all its children on the first core; the program itself elsewhere. */
function onOneCore(program: string): string {
  const pin = 'taskset';
  try {
    execFileSync(pin, ['-c', '0', 'true'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('There is no taskset: the browser uses every core.\n');
    return program;
  }
  const command = join(folder, 'one-core');
  writeFileSync(command, `#!/bin/sh\nexec ${pin} -c 0 '${program}' "$@"\n`);
  chmodSync(command, 0o755);
  return command;
}
