import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { buildIfStale } from '#scripts/build-if-stale.ts';
import { measureSizes } from './elements/measure-sizes.ts';
import { launchOnOneCore } from './elements/one-core-browser.ts';
import { servePages } from './elements/pages.ts';
import { printMarkdown, printReport, recordFloors } from './elements/report.ts';
import { runAll } from './elements/run-all.ts';
import { judgeFloors } from './floors.ts';

const help = `How fast and how large the elements are, beside Annotorious on the same boxes.

  npm run bench:elements [-- options]

  --quick      two runs instead of five, and no 10,000 boxes in Annotorious
  --only NAME  boxes, poses or annotorious
  --markdown   prints the tables as docs/elements.md has them
  --json       prints every run's figures
  --help       prints this

Headless Chromium with all its processes on one core (where there is taskset), software rendering, a window of
1600 x 900, a JPEG of 3840 x 2160. The mouse speaks to the browser directly and reports 125 times a second.

  drag         from the time stamp of the newest move that a frame shows until the main thread has done with that
               frame, by the clock, with the wait for it
  every move   the same from the time stamp of every move that the page gets: before each event the protocol has the
               page handle what waits, and what a browser would have joined counts by itself
  script, task processor time of the main thread for one move that the page gets: in scripts, and in all
  wheel        processor time of the main thread for one event of the wheel, with the sharp frame at the end
  first frame  by the clock, from the end of the picture's decoding to the first frame that shows it with the
               shapes while the page takes input; read from the browser's time line

Every run is a page of its own, and runs of all subjects take turns. Figures are the median of the runs, with the least
and the most; Annotorious runs twice, and once at 10,000 boxes, where one of its frames takes a second. Processor time hardly changes with what else the machine does; times by the clock do, so look at the load.
A figure over its floor makes the command fail. dist/ is built first if it is old. Progress goes to stderr. Ctrl-C
closes the browser and prints no figures.
`;

const subjects = ['boxes', 'poses', 'annotorious'];

const options = readOptions();
if (!options) process.exitCode = 2;
else if (options.help) process.stdout.write(help);
else await bench(options);

type Options = NonNullable<ReturnType<typeof readOptions>>;

/** Says what is wrong with the command line, and returns undefined then. */
function readOptions() {
  try {
    const { values } = parseOptions();
    if (values.only === undefined || subjects.includes(values.only)) return values;
    process.stderr.write(`There is no "${values.only}": expected boxes, poses or annotorious.\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
  }
  return undefined;
}

function parseOptions() {
  return parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

async function bench(options: Options): Promise<void> {
  let isInterrupted = false;
  const start = performance.now();
  const progress = (text: string) =>
    isInterrupted ||
    process.stderr.write(
      `${String(Math.round((performance.now() - start) / 1000)).padStart(4)} s  ${text}\n`,
    );
  await buildIfStale(({ text }) => progress(text));
  progress('Bundling all elements into one script');
  const sizes = await measureSizes();
  const load = loadavg()[0] ?? 0;
  const { url, server } = await servePages();
  progress('Starting the browser');
  const rig = await launchOnOneCore();
  // Whatever waits for the browser fails now, and that is no news.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      isInterrupted = true;
      process.stderr.write('Interrupted: closing the browser.\n');
      void rig.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
    });
  try {
    const figures = await runAll({ rig, url, quick: options.quick, only: options.only, progress });
    const machine = {
      browser: rig.browser.version(),
      processor: cpus()[0]?.model ?? 'unknown',
      cores: rig.cores,
      core: rig.core,
      load,
      loadAtEnd: loadavg()[0] ?? 0,
      seconds: Math.round((performance.now() - start) / 1000),
      rival: rivalVersion(),
    };
    recordFloors(figures, sizes);
    const floors = judgeFloors();
    if (options.json) process.stdout.write(`${JSON.stringify({ machine, ...figures, sizes, floors })}\n`);
    else if (options.markdown) printMarkdown(figures, sizes, machine);
    else printReport(figures, sizes, machine);
    if (floors.some(({ met }) => !met)) process.exitCode = 1;
  } catch (error) {
    if (!isInterrupted) throw error;
  } finally {
    await rig.close();
    server.close();
  }
}

function rivalVersion(): string {
  const file = new URL('../node_modules/@annotorious/annotorious/package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
