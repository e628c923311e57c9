import { messageOf } from '#contracts/message-of.ts';
import { describeJsonError } from './describe-json-error.ts';
import { recordedAnswer } from './draw-labels.ts';
import { consolidate, renderPage } from './preview-api.ts';
import { type PreviewState, save, workers } from './preview-state.ts';
import type { SessionDesk } from './sessions/session-desk.ts';

/** The worker's page and the label of the answers, as the server makes them of what the state holds. */
export class WorkerPage {
  readonly #state: PreviewState;
  readonly #desk: SessionDesk;
  readonly #draw: () => void;
  /** Counts the pages that were asked for: an answer that comes after that of a later question is dropped. */
  #asked = 0;
  /** The same for labels. */
  #merged = 0;

  constructor(state: PreviewState, desk: SessionDesk, draw: () => void) {
    this.#state = state;
    this.#desk = desk;
    this.#draw = draw;
  }

  /** Both anew. */
  async showAll(): Promise<void> {
    await Promise.all([this.show(), this.showResult()]);
  }

  /** Asks for the worker's page anew: after an edit, a change of sources, or for the next worker. */
  async show(): Promise<void> {
    const state = this.#state;
    const { template } = state;
    if (!template) return;
    this.#asked += 1;
    const turn = this.#asked;
    state.settled = false;
    // A replay shows what its worker saw, and leaves the input in the editor alone.
    const shown = this.#desk.replay?.session ?? { template: template.name, input: state.input };
    try {
      const rendered = await renderPage(shown.template, shown.input, state.built, state.locale);
      if (turn !== this.#asked) return;
      const { page, image, problems, characters = 0 } = rendered;
      const accessibility = { outline: undefined, report: undefined, stale: false, problem: '' };
      Object.assign(state, {
        page,
        image,
        problems,
        characters,
        failure: '',
        failureDetail: '',
        pageErrors: [],
        live: undefined,
        accessibility: { ...state.accessibility, ...accessibility },
      });
    } catch (error) {
      if (turn !== this.#asked) return;
      Object.assign(state, { failure: messageOf(error), failureDetail: '', problems: [] });
    }
    this.#draw();
  }

  /** Asks for the label of the answers so far. */
  async showResult(): Promise<void> {
    const state = this.#state;
    const { template } = state;
    const recorded = state.recorded[template?.name ?? ''] ?? {};
    const answers = workers.flatMap((workerId) =>
      recorded[workerId] === undefined ? [] : [{ workerId, answer: recorded[workerId] }],
    );
    state.result = undefined;
    state.resultProblem = '';
    this.#merged += 1;
    const turn = this.#merged;
    if (template && answers.length > 0) {
      const method = template.methods.find((name) => name === state.method);
      try {
        const result = await consolidate(template.name, state.input, answers, method);
        if (turn === this.#merged) state.result = result;
      } catch (error) {
        if (turn === this.#merged) state.resultProblem = messageOf(error);
      }
    }
    this.#draw();
  }

  /** Takes a task input as it stands in the editor; what is no object leaves the last one. */
  setInput(text: string): void {
    const state = this.#state;
    state.inputText = text;
    state.inputProblem = describeJsonError(text);
    if (!state.inputProblem) {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) state.input = { ...value };
      else {
        const message = 'The task input has to be an object: { … }.';
        state.inputProblem = { line: 1, column: 1, offset: 0, message };
      }
    }
    this.#draw();
  }

  keepSession(answer: Record<string, unknown>): void {
    const { template, worker, input } = this.#state;
    if (template) this.#desk.keep({ template: template.name, worker, input, answer });
  }

  /** Records what crowd-form submitted, and goes on to the next worker who has not answered. Returns what to say. */
  record(taskAnswers: string): string {
    const state = this.#state;
    const { template, worker } = state;
    if (!template) return '';
    const [submitted] = JSON.parse(taskAnswers) as [Record<string, unknown>];
    const { name } = template;
    this.keepSession({ [template.answerName]: recordedAnswer(state, submitted) });
    state.recorded[name] = { ...state.recorded[name], [worker]: recordedAnswer(state, submitted) };
    save({ recorded: state.recorded });
    state.live = undefined;
    const next = workers.find((other) => state.recorded[name]?.[other] === undefined);
    if (next) state.worker = next;
    else state.view = 'result';
    void this.showAll();
    const done = `Recorded for ${worker.replace('-', ' ')}.`;
    return next ? `${done} You are ${next.replace('-', ' ')} now.` : `${done} All three have answered.`;
  }
}
