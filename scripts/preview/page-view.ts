import { html, nothing, type TemplateResult } from 'lit';
import { type AccessibilityActions, accessibilityView } from './accessibility/accessibility-view.ts';
import { answerView } from './answer-view.ts';
import { type HeaderActions, headerView } from './header-view.ts';
import { type InputActions, inputView } from './input-view.ts';
import type { Panel, PreviewState, View } from './preview-state.ts';
import { type ResultActions, resultPanel, resultPicture } from './result-view.ts';
import type { SessionDesk } from './sessions/session-desk.ts';
import { sessionsView } from './sessions/sessions-view.ts';
import { sizeView } from './size-view.ts';
import type { SkeletonEditor } from './skeleton/skeleton-editor.ts';
import { type SkeletonPanelActions, skeletonPanel } from './skeleton/skeleton-panel.ts';
import { type SkeletonViewActions, skeletonView } from './skeleton/skeleton-view.ts';
import { workerFrame } from './worker-frame.ts';

export interface PageActions
  extends HeaderActions,
    InputActions,
    ResultActions,
    AccessibilityActions,
    SkeletonPanelActions,
    SkeletonViewActions {
  openPanel(panel: Panel): void;
  keepSession(): void;
  measureSizes(): void;
}

const views: [View, string][] = [
  ['design', 'Design'],
  ['label', 'Label'],
  ['panel', 'Panel'],
  ['result', 'Result'],
];
const panels: [Panel, string][] = [
  ['input', 'Task input'],
  ['answer', 'Answer'],
  ['sessions', 'Sessions'],
  ['accessibility', 'Access'],
  ['size', 'Size'],
];

/** The whole page: bar, picture or worker's page, panel; on a phone one of four views at a time. */
export function pageView(
  state: PreviewState,
  editor: SkeletonEditor,
  desk: SessionDesk,
  actions: PageActions,
): TemplateResult {
  const { view } = state;
  const main = view === 'panel' ? 'label' : view;
  return html`
    <div class="app" data-view=${view} data-main=${main} data-panel=${state.panelOpen ? 'open' : 'closed'}>
      ${headerView(state, actions)}
      <main>
        <div class="work" ?hidden=${main !== 'label'}>${workerFrame(state, desk)}</div>
        ${main === 'design' ? designPicture(state, editor, actions) : nothing}
        <div class="result" ?hidden=${main !== 'result'}>${main === 'result' ? resultPicture(state, actions) : nothing}</div>
      </main>
      <aside aria-label="Panel">${panelOf(state, editor, desk, actions)}</aside>
      <nav aria-label="Views">
        ${views.map(([name, text]) => html`<button aria-current=${view === name ? 'page' : 'false'} @click=${() => actions.show(name)}>${text}${name === 'panel' ? incomplete(state) : nothing}</button>`)}
      </nav>
      ${state.notice ? html`<p class="notice" role="status">${state.notice}</p>` : nothing}
    </div>`;
}

function designPicture(state: PreviewState, editor: SkeletonEditor, actions: PageActions): TemplateResult {
  if (state.template && state.template.task !== 'keypoint') {
    const other = state.templates.find(({ task }) => task === 'keypoint');
    return html`<div class="blank"><h2>No skeleton here</h2>
      <p>The template ${state.template.name} asks for other things than keypoints. Its labels are in the task input.</p>
      ${other ? html`<button class="accent" @click=${() => actions.chooseTemplate(other.name)}>Open ${other.name}</button>` : nothing}</div>`;
  }
  const pictures = state.templates.flatMap(({ name, picture }) =>
    picture ? [{ ...picture, name: `Example of ${name}` }] : [],
  );
  return skeletonView(editor, [...pictures, ...state.pictures], actions);
}

function panelOf(
  state: PreviewState,
  editor: SkeletonEditor,
  desk: SessionDesk,
  actions: PageActions,
): TemplateResult {
  if (state.view === 'result') return html`<section>${resultPanel(state, actions)}</section>`;
  if (state.view === 'design') {
    return state.template?.task === 'keypoint'
      ? html`<section class="skeleton">${skeletonPanel(editor, actions)}</section>`
      : html`<section></section>`;
  }
  const contents: Record<Panel, () => TemplateResult> = {
    input: () => inputView(state, actions),
    answer: () => answerView(state),
    sessions: () => sessionsView(desk, state.template?.name ?? '', actions.keepSession),
    accessibility: () => accessibilityView(state.accessibility, actions),
    size: () => sizeView(state.sizes, actions.measureSizes),
  };
  return html`<div class="tabs" role="tablist">
      ${panels.map(
        ([name, text]) =>
          html`<button role="tab" aria-selected=${state.panel === name ? 'true' : 'false'} @click=${() => actions.openPanel(name)}>${text}${name === 'answer' ? incomplete(state) : nothing}</button>`,
      )}
    </div>
    <section role="tabpanel">${contents[state.panel]()}</section>`;
}

function incomplete(state: PreviewState) {
  return state.pageErrors.length > 0 || state.live?.valid === false
    ? html`<i class="dot" title="Not complete"></i>`
    : nothing;
}
