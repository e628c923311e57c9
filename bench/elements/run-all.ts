import { type Case, cases, growing, magnified } from './cases.ts';
import {
  type Growth,
  type LoupeCost,
  measure,
  measureGrowth,
  measureLoupe,
  measurePicture,
  type Run,
} from './measure.ts';
import type { OneCoreBrowser } from './one-core-browser.ts';
import type { Subject } from './pages.ts';
import type { FirstFrame } from './time-line.ts';

/** What was measured: every run. */
export interface AllFigures {
  /** A picture with nothing around it. */
  picture: FirstFrame[];
  cases: (Case & { runs: Run[] })[];
  /** What of Annotorious could not be measured. */
  missing: string[];
  growth: { subject: Subject; count: number; hasFloor: boolean; runs: Growth[] }[];
  loupe: { subject: Subject; count: number; runs: LoupeCost[] }[];
}

export interface RunAllOptions {
  rig: OneCoreBrowser;
  url: string;
  quick: boolean;
  only: string | undefined;
  progress: (text: string) => void;
}

/** Measures every case in turn, and all of them again: what disturbs for a minute disturbs one run of each. */
export async function runAll({ rig, url, quick, only, progress }: RunAllOptions): Promise<AllFigures> {
  const isChosen = ({ subject }: { subject: Subject }) => only === undefined || subject === only;
  const isSlow = ({ subject, count }: Case) => subject === 'annotorious' && count > 1000;
  const chosen = cases.filter((one) => isChosen(one) && !(quick && isSlow(one)));
  const runs = quick ? 2 : 5;
  const figures: AllFigures = {
    picture: [],
    missing: [],
    cases: chosen.map((one) => ({ ...one, runs: [] })),
    growth: growing.filter(isChosen).map((one) => ({ ...one, runs: [] })),
    loupe: magnified.filter(isChosen).map((one) => ({ ...one, runs: [] })),
  };
  /** Once more after a failure; what fails twice ends everything if it is ours, and is missing if it is not. */
  const twice = async <T>(subject: Subject, name: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      progress(`Once more: ${firstLine(error)}`);
    }
    try {
      return await work();
    } catch (error) {
      if (subject !== 'annotorious') throw error;
      progress(`Left out: ${firstLine(error)}`);
      figures.missing.push(name);
      return undefined;
    }
  };
  // The first page of a browser is slower than all others.
  await measurePicture({ rig, url });
  for (let run = 1; run <= runs; run += 1) {
    progress(`Run ${run} of ${runs}: the picture alone`);
    figures.picture.push(await measurePicture({ rig, url }));
    for (const one of figures.cases) {
      if (run > (one.mostRuns ?? runs)) continue;
      progress(`Run ${run} of ${runs}: ${one.subject}, ${one.count.toLocaleString('en')}`);
      const place = { rig, url, ...one };
      // A page at rest stays at rest: two runs are enough to tell.
      const options = run > 2 ? { ...one, idleMs: 0 } : one;
      const name = `${one.count.toLocaleString('en')} boxes in Annotorious`;
      const done = await twice(one.subject, name, () => measure(place, options));
      if (done) one.runs.push(done);
    }
  }
  for (const one of figures.loupe) {
    progress(`The loupe on and off: ${one.subject}`);
    const costs = await twice(one.subject, 'its loupe', () => measureLoupe({ rig, url, ...one }, runs, 600));
    one.runs.push(...(costs ?? []));
  }
  for (const one of figures.growth) {
    progress(`500 drags: ${one.subject}`);
    const left = await twice(one.subject, '500 drags in Annotorious', () =>
      measureGrowth({ rig, url, ...one }),
    );
    if (left) one.runs.push(left);
  }
  return figures;
}

const firstLine = (error: unknown) => String((error as Error).message).split('\n')[0];
