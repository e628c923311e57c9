import type { CDPSession } from 'playwright-core';
import { DRAWN } from './watch.ts';

const categories = [
  'blink.user_timing',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];

interface TraceEvent {
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
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise<unknown>((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
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
  const commit = own.findLast(({ name, ph, ts }) => name === 'Commit' && ph === 'X' && ts < drawn.ts);
  const shapesActive = commit && after(commit.ts, 'ActivateLayerTree');
  const frame = pictureActive && after(Math.max(pictureActive.ts, shapesActive?.ts ?? 0), 'DrawFrame');
  const shown = frame && after(frame.ts, 'SubmitCompositorFrameToPresentationCompositorFrame');
  if (!shown) return undefined;
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
