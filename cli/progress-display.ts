import { Presets, SingleBar } from 'cli-progress';
import type { OnProgress, ProgressEvent } from '#scripts/progress.ts';

export interface ProgressDisplay {
  onProgress: OnProgress;
  /** Ends a bar that is being drawn. Printing to the terminal before that would break its line. */
  close(): void;
}

/** Without a terminal a count prints a line at most this often, and at its end. */
const PLAIN_INTERVAL_MS = 2000;

/**
 * Draws progress on standard error, so that standard output stays the result alone: a bar on a terminal,
 * plain lines in a file or a log.
 */
export function createProgressDisplay(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? drawnDisplay(stream) : plainDisplay(stream);
}

function drawnDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  let bar: SingleBar | undefined;
  let title = '';
  /** What has ended since the last step: a late event must not draw its bar once more. */
  let ended = '';
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    onProgress(event) {
      if (event.kind === 'step') {
        close();
        ended = '';
        stream.write(`${event.text}\n`);
        return;
      }
      if (event.text === ended) return;
      const values = { title: event.text, note: event.note ?? '' };
      if (!bar || title !== event.text) {
        close();
        title = event.text;
        bar = new SingleBar(
          { format: '{title} {bar} {value}/{total} {note}', stream, hideCursor: true, barsize: 30 },
          Presets.shades_classic,
        );
        bar.start(event.total, event.done, values);
      } else {
        bar.setTotal(event.total);
        bar.update(event.done, values);
      }
      if (event.done >= event.total) {
        close();
        ended = event.text;
      }
    },
    close,
  };
}

function plainDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  let printedAt = Date.now();
  let finished = '';
  const line = (event: Extract<ProgressEvent, { kind: 'count' }>) =>
    `${event.text}: ${event.done} of ${event.total}${event.note ? `, ${event.note}` : ''}`;
  return {
    onProgress(event) {
      if (event.kind === 'step') {
        printedAt = Date.now();
        stream.write(`${event.text}\n`);
        return;
      }
      const isEnd = event.done >= event.total;
      if (!isEnd && Date.now() - printedAt < PLAIN_INTERVAL_MS) return;
      const text = line(event);
      if (text === finished) return;
      printedAt = Date.now();
      finished = text;
      stream.write(`${text}\n`);
    },
    close() {},
  };
}
