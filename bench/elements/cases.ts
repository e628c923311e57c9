import type { Run } from './measure.ts';
import type { Subject } from './pages.ts';

/** What has a floor: most milliseconds, but for `idleLongTasks` and `requests`, which are counts. */
export type Floors = Partial<Record<keyof Run, number>>;

/** A subject with so many shapes, and what is measured of it. */
export interface Case {
  subject: Subject;
  count: number;
  dragMs: number;
  wheels: number;
  idleMs: number;
  /** Where fewer runs have to be enough. */
  mostRuns?: number;
  floors: Floors;
}

const calm: Floors = { p95: 20, script: 1, task: 14, requests: 0 };
const ours = { dragMs: 1000, wheels: 0, idleMs: 0 };
const zoomed = { ...ours, wheels: 32 };

export const cases: readonly Case[] = [
  { subject: 'boxes', count: 100, ...ours, floors: { ...calm, afterDecode: 150 } },
  { subject: 'boxes', count: 1000, ...zoomed, floors: { ...calm, wheelTask: 16 } },
  {
    subject: 'boxes',
    count: 10_000,
    ...zoomed,
    idleMs: 1000,
    floors: { p95: 30, task: 14, wheelTask: 33, afterDecode: 500, idleLongTasks: 0, requests: 0 },
  },
  { subject: 'poses', count: 1, ...ours, floors: { ...calm, afterDecode: 150 } },
  { subject: 'poses', count: 20, ...zoomed, floors: { ...calm, wheelTask: 16, afterDecode: 150 } },
  {
    subject: 'poses',
    count: 600,
    ...zoomed,
    idleMs: 1000,
    floors: { p95: 24, task: 14, wheelTask: 33, afterDecode: 500, idleLongTasks: 0, requests: 0 },
  },
  // It is far from ours, and a frame at 10,000 takes it a second: a few are enough to tell.
  { subject: 'annotorious', count: 100, ...ours, mostRuns: 2, floors: {} },
  { subject: 'annotorious', count: 1000, ...ours, dragMs: 2000, mostRuns: 2, floors: {} },
  { subject: 'annotorious', count: 10_000, ...ours, dragMs: 4000, mostRuns: 1, floors: {} },
];

/** What is dragged 500 times, with so many shapes around it. */
export const growing: readonly { subject: Subject; count: number; hasFloor: boolean }[] = [
  { subject: 'boxes', count: 100, hasFloor: true },
  { subject: 'poses', count: 6, hasFloor: true },
  { subject: 'annotorious', count: 100, hasFloor: false },
];

/** What is dragged with the loupe and without. */
export const magnified: readonly { subject: Subject; count: number }[] = [
  { subject: 'boxes', count: 100 },
  { subject: 'poses', count: 20 },
];
