/**
 * What a long piece of work tells about itself. Scripts report, and never print: the command line draws these
 * on standard error, tests collect them.
 */
export type ProgressEvent =
  /** Something begins, or one thing is done: a sentence. */
  | { kind: 'step'; text: string }
  /** A counted piece of work stands at `done` of `total`; `note` is a short addition such as "12 tasks/s". */
  | { kind: 'count'; text: string; done: number; total: number; note?: string };

export type OnProgress = (event: ProgressEvent) => void;
