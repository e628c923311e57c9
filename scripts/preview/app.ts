/// <reference types="vite/client" />
import { render } from 'lit';
import { tokensOf } from '#elements/stage/tokens.ts';
import { type ActionParts, checkActions } from './check-actions.ts';
import { describeJsonError } from './describe-json-error.ts';
import { recordedAnswer } from './draw-labels.ts';
import { formatJson } from './format-json.ts';
import type { BridgeMessage, FrameRequest } from './frame-messages.ts';
import { showPlace } from './input-view.ts';
import { restorePictures } from './kept-pictures.ts';
import { closeMenusByThemselves } from './open-menus.ts';
import { type PageActions, pageView } from './page-view.ts';
import { placeOfPath } from './place-of-path.ts';
import { consolidate, listTemplates, renderPage, type TemplateEntry } from './preview-api.ts';
import { initialState, loadSaved, save, workers } from './preview-state.ts';
import { SessionDesk } from './sessions/session-desk.ts';
import { draftOf } from './skeleton/draft.ts';
import { readSkeletonOf } from './skeleton/read-skeleton-of.ts';
import { skeletonActions } from './skeleton/skeleton-actions.ts';
import { type Picture, SkeletonEditor } from './skeleton/skeleton-editor.ts';

/** Milliseconds without a keystroke before an edited input is rendered. */
const QUIET = 450;
/** Milliseconds that the elements have to draw themselves before they are looked at. */
const SETTLE = 500;

const state = initialState();
let pending: ReturnType<typeof setTimeout> | undefined;
let noticeTimer: ReturnType<typeof setTimeout> | undefined;
/** Counts the pages that were asked for: an answer that comes after that of a later question is dropped. */
let asked = 0;
/** The same for labels. */
let merged = 0;

const editor = new SkeletonEditor({
  redraw: draw,
  notify,
  keep: (draft) => save({ draft }),
  keepPicture: (picture) => save({ picture }),
});
const desk = new SessionDesk({ redraw: draw, notify, reload: () => void showPage(), ask });

const parts: ActionParts = { state, editor, draw, notify, ask, setInput: showInput };
const actions: PageActions = {
  ...skeletonActions(parts),
  ...checkActions(parts),
  chooseTemplate(name) {
    const template = state.templates.find((entry) => entry.name === name) ?? state.templates[0];
    if (!template) return;
    Object.assign(state, { template, result: undefined, resultProblem: '', worker: 'worker-1' });
    desk.replay = undefined;
    save({ template: template.name });
    const own = state.pictures.some(({ url }) => url === editor.picture?.url);
    if (template.picture && !own) editor.picture = template.picture;
    setInput(loadSaved().inputs?.[template.name] ?? template.example);
    const skeleton = readSkeletonOf(state.input);
    if (skeleton && editor.draft.skeleton.keypoints.length === 0) editor.begin(draftOf(skeleton));
    void showPage();
    void showResult();
  },
  editInput(text) {
    desk.replay = undefined;
    setInput(text);
    if (state.template) save({ inputs: { ...loadSaved().inputs, [state.template.name]: text } });
    clearTimeout(pending);
    state.settled = false;
    if (!state.inputProblem) pending = setTimeout(() => void Promise.all([showPage(), showResult()]), QUIET);
  },
  formatInput() {
    actions.editInput(`${formatJson(JSON.parse(state.inputText))}\n`);
  },
  resetInput() {
    actions.editInput(state.template?.example ?? '');
  },
  addToInput({ key, value }) {
    // Before the long parts: what was added is in sight.
    const { taskObject, header, ...rest } = state.input;
    const first = { taskObject, ...(header === undefined ? {} : { header }) };
    actions.editInput(`${formatJson({ ...first, [key]: value, ...rest })}\n`);
    showPlace(placeOfPath(state.inputText, [key]));
  },
  show(view) {
    state.view = view;
    draw();
  },
  openPanel(panel) {
    state.panel = panel;
    actions.followOutline(panel === 'accessibility');
    if (panel === 'size' && !state.sizes) actions.measureSizes();
    draw();
  },
  keepSession() {
    keepSession(state.live?.answer ?? {});
    notify('The session is on the list.');
  },
  chooseMethod(method) {
    state.method = method;
    void showResult();
  },
  togglePhone() {
    state.phone = !state.phone;
    ask({ source: 'gtkit-workbench', kind: 'finger', on: state.phone });
    draw();
    // A page lays itself out as it begins; one that was worked in is kept, and only becomes smaller.
    if (!desk.begun) void showPage();
  },
  togglePanel() {
    state.panelOpen = !state.panelOpen;
    draw();
  },
  chooseBuilt(built) {
    state.built = built;
    draw();
    void showPage();
  },
  chooseLocale(locale) {
    state.locale = locale;
    save({ locale });
    draw();
    void showPage();
  },
  chooseWorker(worker) {
    if (worker === state.worker) return;
    desk.replay = undefined;
    state.worker = worker;
    draw();
    void showPage();
  },
  labelAs(worker) {
    state.view = 'label';
    state.worker = worker;
    draw();
    void showPage();
  },
  toggleShown(name) {
    if (!state.shown.delete(name)) state.shown.add(name);
    draw();
  },
  removeAnswer(worker) {
    if (!state.template) return;
    delete state.recorded[state.template.name]?.[worker];
    save({ recorded: state.recorded });
    void showResult();
  },
};

/** Takes a new task input and shows the page with it at once. */
function showInput(text: string): void {
  actions.editInput(text);
  clearTimeout(pending);
  void Promise.all([showPage(), showResult()]);
}

/** Asks something of the worker's page. It has no origin that could be named. */
function ask(request: FrameRequest): void {
  document.querySelector('iframe')?.contentWindow?.postMessage(request, '*');
}

function keepSession(answer: Record<string, unknown>): void {
  const { template, worker, input } = state;
  if (template) desk.keep({ template: template.name, worker, input, answer });
}

function setInput(text: string): void {
  state.inputText = text;
  state.inputProblem = describeJsonError(text);
  if (!state.inputProblem) {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) state.input = { ...value };
    else
      state.inputProblem = {
        line: 1,
        column: 1,
        offset: 0,
        message: 'The task input has to be an object: { … }.',
      };
  }
  draw();
}

/** Asks for the worker's page anew: after an edit, a change of sources, or for the next worker. */
async function showPage(): Promise<void> {
  const { template } = state;
  if (!template) return;
  const turn = ++asked;
  state.settled = false;
  // A replay shows what its worker saw, and leaves the input in the editor alone.
  const shown = desk.replay?.session ?? { template: template.name, input: state.input };
  try {
    const rendered = await renderPage(shown.template, shown.input, state.built, state.locale);
    if (turn !== asked) return;
    const { page, image, problems, characters = 0 } = rendered;
    Object.assign(state, {
      page,
      image,
      problems,
      characters,
      failure: '',
      failureDetail: '',
      pageErrors: [],
      live: undefined,
      accessibility: {
        ...state.accessibility,
        outline: undefined,
        report: undefined,
        stale: false,
        problem: '',
      },
    });
  } catch (error) {
    if (turn !== asked) return;
    state.failure = error instanceof Error ? error.message : String(error);
    state.failureDetail = '';
    state.problems = [];
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
  const turn = ++merged;
  if (template && answers.length > 0) {
    try {
      const result = await consolidate(
        template.name,
        state.input,
        answers,
        template.methods.find((name) => name === state.method),
      );
      if (turn === merged) state.result = result;
    } catch (error) {
      if (turn === merged) state.resultProblem = error instanceof Error ? error.message : String(error);
    }
  }
  draw();
}

/** Records what crowd-form submitted, and goes on to the next worker who has not answered. */
function record(taskAnswers: string): void {
  if (!state.template) return;
  const [submitted] = JSON.parse(taskAnswers) as [Record<string, unknown>];
  const name = state.template.name;
  keepSession({ [state.template.answerName]: recordedAnswer(state, submitted) });
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
  // A long sentence takes longer to read.
  noticeTimer = setTimeout(
    () => {
      state.notice = '';
      draw();
    },
    Math.max(4000, text.length * 70),
  );
  draw();
}

addEventListener(
  'message',
  (event: MessageEvent<BridgeMessage | { source: 'crowd-form'; taskAnswers?: string }>) => {
    const frame = document.querySelector<HTMLIFrameElement>('iframe');
    if (!frame || event.source !== frame.contentWindow) return;
    const { data } = event;
    if (data.source === 'crowd-form') {
      // The submit of a replay is the end of it and no answer of anybody's.
      if (typeof data.taskAnswers === 'string' && !desk.replay) record(data.taskAnswers);
    } else if (data.source === 'gtkit-preview') hear(data);
    draw();
  },
);

/** Takes what the worker's page says of itself. */
function hear(data: BridgeMessage): void {
  if (data.kind === 'ready') {
    state.settled = data.page === state.page;
    // A session of fingers replays on a page that is laid out for them.
    const touched = desk.replay?.session.events.some(({ p }) => p === 'touch');
    if (touched ?? state.phone) ask({ source: 'gtkit-workbench', kind: 'finger', on: true });
    if (state.scheme !== 'system') ask({ source: 'gtkit-workbench', kind: 'scheme', scheme: state.scheme });
    // What was asked of the page before this one is asked again, when the elements have drawn themselves.
    if (state.panel === 'accessibility') setTimeout(() => actions.followOutline(true), SETTLE);
    if (state.accessibility.checking) setTimeout(actions.checkWithAxe, SETTLE);
  }
  if (desk.hear(data)) return;
  if (data.kind === 'answer') {
    const { answer, valid, message, setup } = data;
    state.live = { answer, valid, message, setup };
  } else if (data.kind === 'outline') {
    const { report, outline } = state.accessibility;
    // What axe-core said was said of the page before.
    const stale = report !== undefined && outline !== undefined;
    state.accessibility = { ...state.accessibility, outline: data.nodes, stale };
  } else if (data.kind === 'axe')
    state.accessibility = {
      ...state.accessibility,
      checking: false,
      report: data.report,
      problem: data.problem ?? '',
    };
  else if (data.kind === 'error' && !state.pageErrors.includes(data.message))
    state.pageErrors = [...state.pageErrors.slice(-2), data.message];
}

/** What is looked at is looked at again after a reload. */
let kept = '';
function keepView(): void {
  const { view, panel } = state;
  if (kept === view + panel) return;
  kept = view + panel;
  save({ view, panel });
}

function draw(): void {
  keepView();
  render(pageView(state, editor, desk, actions), document.body);
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(tokensOf(':root'));
document.adoptedStyleSheets.push(sheet);

closeMenusByThemselves();
addEventListener('resize', draw);
addEventListener('keydown', (event) => {
  const { target } = event;
  // A name that was not touched yet has nothing to undo of its own.
  const untouched = target instanceof HTMLInputElement && target.value === target.dataset['name'];
  const typing = target instanceof HTMLElement && target.matches('input, textarea, select') && !untouched;
  if (state.view !== 'design' || typing || !(event.ctrlKey || event.metaKey)) return;
  if (event.key.toLowerCase() !== 'z') return;
  event.preventDefault();
  if (event.shiftKey) editor.redo();
  else editor.undo();
});
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
  state.sizes = undefined;
  if (state.panel === 'size') actions.measureSizes();
  settling = setTimeout(() => {
    // After a start that failed, what was put right may be the reason.
    if (!state.template) begin();
    else void Promise.all([refreshTemplates(), showPage(), showResult()]);
  }, 120);
});

/** An example.json may have changed; an input that was not edited follows it. */
async function refreshTemplates(): Promise<void> {
  // What keeps them from being listed, the page says too.
  const { templates } = await listTemplates().catch(() => ({ templates: state.templates }));
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

const { draft } = loadSaved();
if (draft) editor.begin(draft);
void desk.restore();
begin();
draw();

/** Asks for the templates, and opens the one of the last visit. */
function begin(): void {
  listTemplates().then(
    ({ templates, locales, pictures }) => {
      state.locales = locales;
      if (!locales.includes(state.locale ?? '')) state.locale = undefined;
      state.templates = templates.map(readable);
      state.pictures = pictures;
      const { picture } = loadSaved();
      const drawOn = (known: readonly Picture[]) => {
        editor.picture = known.find(({ name }) => name === picture) ?? editor.picture;
      };
      drawOn(pictures);
      const wanted = new URLSearchParams(location.search).get('template') ?? loadSaved().template;
      actions.chooseTemplate(wanted ?? 'keypoint-pose');
      void restorePictures(pictures.map(({ name }) => name)).then((restored) => {
        if (restored.length === 0) return;
        state.pictures = [...state.pictures, ...restored];
        drawOn(restored);
        // The task input may name one of them.
        void showPage();
      });
    },
    (error: unknown) => {
      state.failure = error instanceof Error ? error.message : String(error);
      draw();
    },
  );
}
