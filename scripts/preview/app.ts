/// <reference types="vite/client" />
import { render } from 'lit';
import { pageTokens } from '#elements/stage/tokens.ts';
import { describeJsonError } from './describe-json-error.ts';
import { recordedAnswer } from './draw-labels.ts';
import { formatJson } from './format-json.ts';
import type { BridgeMessage } from './frame-bridge.ts';
import { pageView } from './page-view.ts';
import { consolidate, listTemplates, renderPage, type TemplateEntry } from './preview-api.ts';
import { loadSaved, type PreviewState, save, type View, type WorkerId, workers } from './preview-state.ts';

/** Milliseconds without a keystroke before an edited input is rendered. */
const QUIET = 450;

const state: PreviewState = {
  templates: [],
  template: undefined,
  view: 'label',
  panel: 'input',
  panelOpen: true,
  worker: 'worker-1',
  inputText: '',
  inputProblem: undefined,
  input: {},
  built: false,
  characters: 0,
  page: '',
  image: '',
  warning: '',
  failure: '',
  failureDetail: '',
  pageErrors: [],
  live: undefined,
  recorded: loadSaved().recorded ?? {},
  result: undefined,
  resultProblem: '',
  shown: new Set(['label', ...workers]),
  notice: '',
};

let pending: ReturnType<typeof setTimeout> | undefined;
let noticeTimer: ReturnType<typeof setTimeout> | undefined;

const actions = {
  chooseTemplate(name: string) {
    const template = state.templates.find((entry) => entry.name === name) ?? state.templates[0];
    if (!template) return;
    Object.assign(state, { template, result: undefined, resultProblem: '', worker: 'worker-1' });
    save({ template: template.name });
    setInput(loadSaved().inputs?.[template.name] ?? template.example);
    void showPage();
    void showResult();
  },
  editInput(text: string) {
    setInput(text);
    if (state.template) save({ inputs: { ...loadSaved().inputs, [state.template.name]: text } });
    clearTimeout(pending);
    if (!state.inputProblem) pending = setTimeout(() => void Promise.all([showPage(), showResult()]), QUIET);
  },
  formatInput() {
    actions.editInput(`${formatJson(JSON.parse(state.inputText))}\n`);
  },
  resetInput() {
    actions.editInput(state.template?.example ?? '');
  },
  show(view: View) {
    state.view = view;
    if (view === 'input' || view === 'answer') state.panel = view;
    draw();
  },
  togglePanel() {
    state.panelOpen = !state.panelOpen;
    draw();
  },
  chooseBuilt(built: boolean) {
    state.built = built;
    void showPage();
  },
  chooseWorker(worker: WorkerId) {
    if (worker === state.worker) return;
    state.worker = worker;
    void showPage();
  },
  labelAs(worker: WorkerId) {
    state.view = 'label';
    state.worker = worker;
    void showPage();
  },
  toggleShown(name: string) {
    if (!state.shown.delete(name)) state.shown.add(name);
    draw();
  },
  removeAnswer(worker: WorkerId) {
    if (!state.template) return;
    delete state.recorded[state.template.name]?.[worker];
    save({ recorded: state.recorded });
    void showResult();
  },
};

function setInput(text: string): void {
  state.inputText = text;
  state.inputProblem = describeJsonError(text);
  if (!state.inputProblem) {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) state.input = { ...value };
    else state.inputProblem = { line: 1, message: 'The task input has to be an object: { … }.' };
  }
  draw();
}

/** Asks for the worker's page anew: after an edit, a change of sources, or for the next worker. */
async function showPage(): Promise<void> {
  const { template } = state;
  if (!template) return;
  try {
    const rendered = await renderPage(template.name, state.input, state.built);
    const { page, image, warning = '', characters = 0 } = rendered;
    Object.assign(state, {
      page,
      image,
      warning,
      characters,
      failure: '',
      failureDetail: '',
      pageErrors: [],
      live: undefined,
    });
  } catch (error) {
    state.failure = error instanceof Error ? error.message : String(error);
    state.failureDetail = '';
    state.warning = '';
  }
  draw();
}

async function showResult(): Promise<void> {
  const { template } = state;
  const recorded = state.recorded[template?.name ?? ''] ?? {};
  const answers = workers.flatMap((workerId) =>
    recorded[workerId] === undefined ? [] : [{ workerId, answer: recorded[workerId] }],
  );
  state.result = undefined;
  state.resultProblem = '';
  if (template && answers.length > 0) {
    try {
      state.result = await consolidate(template.name, state.input, answers);
    } catch (error) {
      state.resultProblem = error instanceof Error ? error.message : String(error);
    }
  }
  draw();
}

/** Records what crowd-form submitted, and goes on to the next worker who has not answered. */
function record(taskAnswers: string): void {
  if (!state.template) return;
  const [submitted] = JSON.parse(taskAnswers) as [Record<string, unknown>];
  const name = state.template.name;
  state.recorded[name] = { ...state.recorded[name], [state.worker]: recordedAnswer(state, submitted) };
  save({ recorded: state.recorded });
  state.live = undefined;
  const next = workers.find((worker) => state.recorded[name]?.[worker] === undefined);
  const done = `Recorded for ${state.worker.replace('-', ' ')}.`;
  notify(next ? `${done} You are ${next.replace('-', ' ')} now.` : `${done} All three have answered.`);
  if (next) state.worker = next;
  else state.view = 'result';
  void showPage();
  void showResult();
}

function notify(text: string): void {
  state.notice = text;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => {
    state.notice = '';
    draw();
  }, 4000);
}

addEventListener(
  'message',
  (event: MessageEvent<BridgeMessage | { source: 'crowd-form'; taskAnswers?: string }>) => {
    const frame = document.querySelector<HTMLIFrameElement>('iframe');
    if (!frame || event.source !== frame.contentWindow) return;
    const { data } = event;
    if (data.source === 'crowd-form' && typeof data.taskAnswers === 'string') record(data.taskAnswers);
    else if (data.source === 'gtkit-preview') {
      if (data.kind === 'answer')
        state.live = { answer: data.answer, valid: data.valid, message: data.message };
      else if (!state.pageErrors.includes(data.message))
        state.pageErrors = [...state.pageErrors.slice(-2), data.message];
    }
    draw();
  },
);

function draw(): void {
  render(pageView(state, actions), document.body);
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(pageTokens);
document.adoptedStyleSheets.push(sheet);

addEventListener('resize', draw);
// A source that does not compile: Vite says so when the worker's page asks for it.
import.meta.hot?.on('vite:error', ({ err }) => {
  const place = err.loc ? ` (line ${err.loc.line})` : '';
  state.failure = `${err.message}${place}`;
  state.failureDetail = err.frame ?? '';
  draw();
});
// Editors save several files at once; the last one counts.
let settling: ReturnType<typeof setTimeout> | undefined;
import.meta.hot?.on('gtkit:changed', () => {
  clearTimeout(settling);
  settling = setTimeout(() => void Promise.all([refreshTemplates(), showPage(), showResult()]), 120);
});

/** An example.json may have changed; an input that was not edited follows it. */
async function refreshTemplates(): Promise<void> {
  const { templates } = await listTemplates();
  const before = state.template;
  state.templates = templates.map(readable);
  state.template = state.templates.find(({ name }) => name === before?.name) ?? before;
  if (state.template && before && state.inputText === before.example) setInput(state.template.example);
}

/** An example as a person would write it, with a keypoint on one line. */
function readable(entry: TemplateEntry): TemplateEntry {
  if (describeJsonError(entry.example)) return entry;
  return { ...entry, example: `${formatJson(JSON.parse(entry.example))}\n` };
}

listTemplates().then(
  ({ templates }) => {
    state.templates = templates.map(readable);
    const wanted = new URLSearchParams(location.search).get('template') ?? loadSaved().template;
    actions.chooseTemplate(wanted ?? 'keypoint-pose');
  },
  (error: unknown) => {
    state.failure = error instanceof Error ? error.message : String(error);
    draw();
  },
);
draw();
