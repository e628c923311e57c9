import type { CDPSession } from 'playwright-core';
import { pause } from './one-core-browser.ts';
import { DRAWN } from './watch.ts';

/** Milliseconds that a start of the recording usually takes, many times over. */
const START = 1000;

const categories = [
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];

/** What a time line says of one moment or one piece of work. */
export interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  ph: string;
  args: { data?: { url?: string; requestId?: string } };
}

/** When the picture of a page was there and when its shapes could be worked on, in milliseconds. */
export interface FirstFrame {
  /** From the picture's decoding to the first frame that shows it with the shapes, while the page takes input. */
  afterDecode: number;
  /** The same from the moment at which the last byte of the picture had come. */
  afterLoad: number;
}

/** Records what the browser does until the returned function is called. */
export async function recordTimeLine(session: CDPSession): Promise<() => Promise<TraceEvent[]>> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  const started = session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  // At times Chromium waits ten seconds for one of its processes to say that it records; the others do so long before.
  await Promise.race([started, pause(START)]);
  // What fails later fails in the end of the recording too, and is told there.
  started.catch(() => {});
  return async () => {
    const complete = new Promise<unknown>((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end').catch(async () => {
      await started;
      await session.send('Tracing.end');
    });
    await complete;
    session.off('Tracing.dataCollected', collect);
    return events;
  };
}

/**
 * Reads the first usable frame from a time line. The picture is decoded by a thread of its own, and what it looks like
 * is known when its tiles are drawn: the frame that counts is the first one that is put together after both, and it
 * counts when it is presented and no task of the main thread is in the way.
 * Undefined where the time line ends before that.
 */
export function readFirstFrame(events: readonly TraceEvent[]): FirstFrame | undefined {
  const drawn = events.find(({ name }) => name === DRAWN);
  if (!drawn) return undefined;
  const own = events.filter(({ pid }) => pid === drawn.pid).toSorted((a, b) => a.ts - b.ts);
  const after = (time: number, wanted: string) =>
    own.find(({ name, ts, ph }) => name === wanted && ts >= time && ph !== 'b');
  const request = own.find(({ name, args }) => name === 'ResourceSendRequest' && isPicture(args));
  const loaded = own.find(({ name, args }) => name === 'ResourceFinish' && isOf(args, request));
  const decodes = own.filter(({ name }) => name === 'Decode Image');
  // Ours waits for the whole picture; what decodes pieces that come in has done so by then.
  const decode = loaded && (decodes.find((event) => endOf(event) >= loaded.ts) ?? decodes.at(-1));
  const tiles = decode && after(endOf(decode), 'RasterTask');
  const pictureActive = tiles && after(endOf(tiles), 'ActivateLayerTree');
  // The compositor begins one only where the main thread hands over something that has changed.
  const commit = own.findLast(({ name, ph, ts }) => name === 'Commit' && ph === 'b' && ts < drawn.ts);
  const shapesActive = commit && after(commit.ts, 'ActivateLayerTree');
  const active = pictureActive && shapesActive && Math.max(pictureActive.ts, shapesActive.ts);
  const frame = active && after(active, 'DrawFrame');
  const shown = frame && after(frame.ts, 'SubmitCompositorFrameToPresentationCompositorFrame');
  if (!shown || !loaded) return undefined;
  const busy = own.find(
    (event) =>
      event.name === 'RunTask' && event.tid === drawn.tid && event.ts < shown.ts && endOf(event) > shown.ts,
  );
  const usable = busy ? endOf(busy) : shown.ts;
  return { afterDecode: (usable - endOf(decode)) / 1000, afterLoad: (usable - loaded.ts) / 1000 };
}

const endOf = ({ ts, dur = 0 }: TraceEvent) => ts + dur;

const isPicture = ({ data }: TraceEvent['args']) => data?.url?.endsWith('/picture.jpg') ?? false;

const isOf = ({ data }: TraceEvent['args'], request: TraceEvent | undefined) =>
  data?.requestId !== undefined && data.requestId === request?.args.data?.requestId;
