declare global {
  interface Window {
    /** Fulfilled when the page's shapes have been drawn and the main thread is free. */
    shapesDrawn: Promise<void>;
    /**
     * Of each frame that shows moves: milliseconds from the time stamp of the newest of them until the main thread has
     * done with the frame. A browser joins the moves of a mouse that come between two frames into one, with the time
     * stamp of the newest. Before each event that comes by the DevTools protocol it gives the page the focus, and the
     * page first handles what waits: it can get two in a frame here, of which a mouse would have sent the second.
     */
    latencies: number[];
    /** The same of every move that was shown. */
    everyLatency: number[];
    /** How many moves the page has got; those of a frame that is not done yet too. */
    moves: number;
    /** Milliseconds of every task of more than 50. */
    longTasks: number[];
    /** How many edits the page has reported. */
    edits: number;
  }
}

/** Name of the mark in the time line at which the shapes have been drawn. */
export const DRAWN = 'bench: shapes drawn';

/** Runs in every page before its own scripts; the same in ours and in Annotorious's. */
export function watch(): void {
  const element = () =>
    document.querySelector<HTMLElement & { stage?: { status: string } }>('gt-bounding-box, gt-keypoint');
  const picture = () => document.querySelector<HTMLImageElement>('#picture');
  const isThere = () =>
    element()?.stage?.status === 'ready' ||
    document.querySelector('.a9s-annotation') !== null ||
    (location.pathname.startsWith('/picture') && picture()?.complete);
  /** Calls back when everything that the next frame does on this thread is done. */
  const afterFrame = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(0);
    });
  window.shapesDrawn = new Promise((resolve) => {
    const done = () => {
      performance.mark('bench: shapes drawn');
      resolve();
    };
    const look = () => {
      if (isThere()) afterFrame(done);
      else setTimeout(look, 2);
    };
    look();
  });
  window.latencies = [];
  window.everyLatency = [];
  window.moves = 0;
  // One callback for all moves of a frame: what the watching costs is counted as the page's.
  let waiting: number[] = [];
  const listen = ({ timeStamp }: Event) => {
    window.moves += 1;
    waiting.push(timeStamp);
    if (waiting.length > 1) return;
    let shown: number[] = [];
    const done = () => {
      const waits = shown.map((moved) => performance.now() - moved);
      window.latencies.push(...waits.slice(-1));
      window.everyLatency.push(...waits);
      shown = [];
    };
    afterFrame(done);
    requestAnimationFrame(() => {
      shown = waiting;
      waiting = [];
      // A page that never catches up goes from frame to frame, and the next one shows that this one is done.
      requestAnimationFrame(done);
    });
  };
  window.addEventListener('pointermove', listen, true);
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  window.edits = 0;
  window.addEventListener('change', () => {
    window.edits += 1;
  });
}
