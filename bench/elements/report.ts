import { median } from '#geometry/median.ts';
import { judgeFloors, printFloors, recordFloor } from '../floors.ts';
import { printTable } from '../print-table.ts';
import type { Sizes } from './measure-sizes.ts';
import type { AllFigures } from './run-all.ts';

/** Where a run took place. */
export interface Machine {
  browser: string;
  processor: string;
  cores: number;
  /** The core of the browser, or undefined where nothing can be pinned. */
  core: number | undefined;
  /** Programs that wanted to run in the minute before, and in the last minute of the run. */
  load: number;
  loadAtEnd: number;
  seconds: number;
  /** Version of Annotorious. */
  rival: string;
}

/** Above this load before the run, times by the clock are somebody else's too. */
const QUIET = 0.7;

const floorNames: Record<string, string> = {
  p95: 'drag p95, ms',
  script: 'script of a move, ms',
  task: 'task of a move, ms',
  wheelTask: 'task of a wheel event, ms',
  afterDecode: 'first frame after decoding, ms',
  idleLongTasks: 'tasks over 50 ms at rest',
  requests: 'requests besides the picture',
};

const middle = (values: (number | undefined)[]) => median(values.filter((value) => value !== undefined));

/** Remembers every figure that has a floor. */
export function recordFloors(figures: AllFigures, sizes: Sizes): void {
  for (const { subject, count, floors, runs } of figures.cases) {
    for (const [name, floor] of Object.entries(floors)) {
      const figure = middle(runs.map((run) => run[name as keyof typeof run]));
      recordFloor(`${count.toLocaleString('en')} ${subject}: ${floorNames[name]}`, figure, 'most', floor);
    }
  }
  for (const { subject, hasFloor, runs } of figures.growth) {
    if (!hasFloor) continue;
    recordFloor(
      `500 drags of ${subject}: MiB of heap`,
      middle(runs.map(({ heapMib }) => heapMib)),
      'most',
      1,
    );
    recordFloor(`500 drags of ${subject}: nodes`, middle(runs.map(({ nodes }) => nodes)), 'most', 0);
  }
  for (const { subject, runs } of figures.loupe)
    recordFloor(`loupe over ${subject}: ms a frame`, middle(runs.map(({ task }) => task)), 'most', 2);
  recordFloor('script of poses: KiB of gzip', sizes.poses, 'most', 30);
  recordFloor('script of boxes: KiB of gzip', sizes.boxes, 'most', 26);
  recordFloor('script of all elements: KiB of gzip', sizes.all, 'most', 45);
}

interface Table {
  title: string;
  header: string[];
  rows: string[][];
}

/** The middle of the runs, with the least and the most; of one run its figure, of none nothing. */
export function spread(values: (number | undefined)[], digits = 1): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return '';
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) => value.toFixed(digits));
  return known.length === 1 ? String(least) : `${middle(known).toFixed(digits)} (${least}–${most})`;
}

function tables(figures: AllFigures, sizes: Sizes): Table[] {
  const alone = middle(figures.picture.map(({ afterLoad }) => afterLoad));
  const made: Table[] = [
    {
      title: 'One move of a drag; ms',
      header: ['', 'shapes', 'drag p50', 'drag p95', 'every move p95', 'script', 'task'],
      rows: figures.cases.map(({ subject, count, runs }) => [
        subject,
        count.toLocaleString('en'),
        spread(runs.map(({ p50 }) => p50)),
        spread(runs.map(({ p95 }) => p95)),
        spread(runs.map(({ everyP95 }) => everyP95)),
        spread(
          runs.map(({ script }) => script),
          2,
        ),
        spread(runs.map(({ task }) => task)),
      ]),
    },
    {
      title: 'One event of the wheel, and the first usable frame; ms',
      header: ['', 'shapes', 'wheel', 'after decoding', 'beyond the picture'],
      rows: figures.cases.map(({ subject, count, runs }) => [
        subject,
        count.toLocaleString('en'),
        spread(runs.map(({ wheelTask }) => wheelTask)),
        spread(
          runs.map(({ afterDecode }) => afterDecode),
          0,
        ),
        spread(
          runs.map(({ afterLoad }) => afterLoad - alone),
          0,
        ),
      ]),
    },
    {
      title: 'What the loupe adds to a move; ms of processor time',
      header: ['', 'shapes', 'main thread', 'all processes'],
      rows: figures.loupe.map(({ subject, count, runs }) => [
        subject,
        String(count),
        spread(runs.map(({ task }) => task)),
        spread(runs.map(({ everywhere }) => everywhere)),
      ]),
    },
    {
      title: 'Left after 500 drags',
      header: ['', 'shapes', 'heap MiB', 'nodes'],
      rows: figures.growth.map(({ subject, count, runs }) => [
        subject,
        String(count),
        spread(
          runs.map(({ heapMib }) => heapMib),
          2,
        ),
        spread(
          runs.map(({ nodes }) => nodes),
          0,
        ),
      ]),
    },
    {
      title: 'Script, KiB of gzip',
      header: ['', 'KiB'],
      rows: Object.entries(sizes).map(([name, kib]) => [
        name === 'all' ? 'all elements' : name,
        (kib as number).toFixed(2),
      ]),
    },
  ];
  return made.filter(({ rows }) => rows.length > 0);
}

/** Where there were fewer runs than elsewhere, and what is missing. */
function fewerRuns({ cases, missing, picture }: AllFigures): string {
  const fewer = cases
    .filter(({ runs }) => runs.length > 0 && runs.length < picture.length)
    .map(({ subject, count, runs }) => `${runs.length} at ${count.toLocaleString('en')} ${subject}`);
  return [
    fewer.length > 0 ? ` Fewer runs: ${fewer.join(', ')}.` : '',
    missing.length > 0 ? ` Not measured, because it failed twice: ${missing.join(', ')}.` : '',
  ].join('');
}

function describe(figures: AllFigures, machine: Machine): string[] {
  const { browser, core, cores, processor, load, loadAtEnd, seconds, rival } = machine;
  const runs = figures.picture.length;
  const where = core === undefined ? 'not pinned to a core' : `on core ${core} of ${cores}`;
  const alone = (name: 'afterDecode' | 'afterLoad') =>
    middle(figures.picture.map((times) => times[name])).toFixed(0);
  return [
    `Chromium ${browser} ${where} (${processor}), Annotorious ${rival}. Median of ${runs} runs, with the least and the most.${fewerRuns(figures)}`,
    `Load ${load.toFixed(2)} before and ${loadAtEnd.toFixed(2)} at the end; ${seconds} s.` +
      (load < QUIET
        ? ''
        : ' The machine was busy: rely on script, task, wheel and sizes, and repeat the times by the clock.'),
    `A picture with nothing around it is shown ${alone('afterDecode')} ms after it is decoded and ${alone('afterLoad')} ms after it has come; "beyond the picture" is what is more than the latter.`,
  ];
}

export function printReport(figures: AllFigures, sizes: Sizes, machine: Machine): void {
  for (const { title, header, rows } of tables(figures, sizes)) printTable(title, header, rows);
  process.stdout.write(`\n${describe(figures, machine).join('\n')}\n`);
  printFloors();
  process.stdout.write(`\n${sayVerdict()}\n`);
}

/** Whether all floors are met, in one line, with those that are not. */
export function sayVerdict(floors: ReturnType<typeof judgeFloors> = judgeFloors()): string {
  const missed = floors
    .filter(({ met }) => !met)
    .map(({ name, figure, floor }) =>
      Number.isNaN(figure) ? `${name} was not measured` : `${name} is ${round(figure)}, not ${floor}`,
    );
  if (missed.length === 0) return `All ${floors.length} floors are met.`;
  return `${floors.length - missed.length} of ${floors.length} floors are met: ${missed.join('; ')}.`;
}

const round = (figure: number) => Number(figure.toFixed(2));

/** The same as Markdown, for the documentation. */
export function printMarkdown(figures: AllFigures, sizes: Sizes, machine: Machine): void {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
  process.stdout.write(`${describe(figures, machine).join(' ')}\n${sayVerdict()}\n`);
  for (const { title, header, rows } of tables(figures, sizes)) {
    process.stdout.write(
      `\n${title}:\n\n${line(header)}${line(header.map((_, at) => (at === 0 ? '---' : '--:')))}`,
    );
    for (const row of rows) process.stdout.write(line(row));
  }
}
