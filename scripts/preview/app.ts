/// <reference types="vite/client" />
import { render } from 'lit';
import { tokensOf } from '#elements/stage/tokens.ts';
import type { ActionParts } from './action-parts.ts';
import { checkActions } from './check-actions.ts';
import type { BridgeMessage, FrameRequest } from './frame-messages.ts';
import { hearFrame } from './hear-frame.ts';
import { inputActions } from './input-actions.ts';
import { closeMenusByThemselves } from './open-menus.ts';
import { openTemplates, refreshTemplates } from './open-templates.ts';
import { type PageActions, pageView } from './page-view.ts';
import { initialState, loadSaved, save } from './preview-state.ts';
import { SessionDesk } from './sessions/session-desk.ts';
import { skeletonActions } from './skeleton/skeleton-actions.ts';
import { SkeletonEditor } from './skeleton/skeleton-editor.ts';
import { viewActions } from './view-actions.ts';
import { WorkerPage } from './worker-page.ts';

const state = initialState();
let noticeTimer: ReturnType<typeof setTimeout> | undefined;

const editor = new SkeletonEditor({
  redraw: draw,
  notify,
  keep: (draft) => save({ draft }),
  keepPicture: (picture) => save({ picture }),
});
const desk = new SessionDesk({ redraw: draw, notify, reload: () => void page.show(), ask });
const page = new WorkerPage(state, desk, draw);

const parts: ActionParts = { state, editor, desk, page, draw, notify, ask };
const { showInput, ...input } = inputActions(parts);
const check = checkActions(parts);
const actions: PageActions = {
  ...input,
  ...check,
  ...skeletonActions(parts, showInput),
  ...viewActions(parts, check),
};

/** Asks something of the worker's page. It has no origin that could be named. */
function ask(request: FrameRequest): void {
  document.querySelector('iframe')?.contentWindow?.postMessage(request, '*');
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
      if (typeof data.taskAnswers === 'string' && !desk.replay) notify(page.record(data.taskAnswers));
    } else if (data.source === 'gtkit-preview') hearFrame(data, parts, check);
    draw();
  },
);

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
  if (state.panel === 'size') check.measureSizes();
  settling = setTimeout(() => {
    // After a start that failed, what was put right may be the reason.
    if (!state.template) open();
    else void Promise.all([refreshTemplates(parts), page.showAll()]);
  }, 120);
});

const open = () => openTemplates(parts, actions.chooseTemplate);
const { draft } = loadSaved();
if (draft) editor.begin(draft);
void desk.restore();
open();
draw();
