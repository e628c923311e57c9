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
  if (chosen.length === 0) throw new Error(`There is no "${only}": expected boxes, poses or annotorious.`);
  const runs = quick ? 2 : 5;
  const figures: AllFigures = {
    picture: [],
    cases: chosen.map((one) => ({ ...one, runs: [] })),
    growth: growing.filter(isChosen).map((one) => ({ ...one, runs: [] })),
    loupe: magnified.filter(isChosen).map((one) => ({ ...one, runs: [] })),
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
      const again = (error: Error) => {
        progress(`Once more: ${error.message.split('\n')[0]}`);
        return measure(place, one);
      };
      one.runs.push(await measure(place, one).catch(again));
    }
  }
  for (const one of figures.loupe) {
    progress(`The loupe on and off: ${one.subject}`);
    one.runs.push(...(await measureLoupe({ rig, url, ...one }, runs, 600)));
  }
  for (const one of figures.growth) {
    progress(`500 drags: ${one.subject}`);
    one.runs.push(await measureGrowth({ rig, url, ...one }));
  }
  return figures;
}
