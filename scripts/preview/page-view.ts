import { html, nothing, type TemplateResult } from 'lit';
import { answerView } from './answer-view.ts';
import { type HeaderActions, headerView } from './header-view.ts';
import { type InputActions, inputView } from './input-view.ts';
import type { PreviewState, View } from './preview-state.ts';
import { type ResultActions, resultPanel, resultPicture } from './result-view.ts';

const views: [View, string][] = [
  ['input', 'Input'],
  ['label', 'Label'],
  ['answer', 'Answer'],
  ['result', 'Result'],
];

/** The whole page: bar, picture or worker's page, panel; on a phone one of four views at a time. */
export function pageView(
  state: PreviewState,
  actions: HeaderActions & InputActions & ResultActions,
): TemplateResult {
  const { view, panel, failure } = state;
  const main = view === 'result' ? 'result' : 'label';
  const mark =
    state.pageErrors.length > 0 || state.live?.valid === false
      ? html`<i class="dot" title="Not complete"></i>`
      : nothing;
  const tab = (name: 'input' | 'answer', text: string) =>
    html`<button role="tab" aria-selected=${panel === name ? 'true' : 'false'} @click=${() => actions.show(name)}>${text}${name === 'answer' ? mark : nothing}</button>`;
  return html`
      <div class="app" data-view=${view} data-main=${main} data-panel=${state.panelOpen ? 'open' : 'closed'}>
        ${headerView(state, actions)}
        <main>
          <div class="work" ?hidden=${main !== 'label'}>
            ${state.page ? html`<iframe title="The worker's page" src=${state.page}></iframe>` : nothing}
            ${failure ? html`<div class="blank failed" role="alert"><h2>The page can't be shown</h2><p>${failure}</p>${state.failureDetail ? html`<pre>${state.failureDetail}</pre>` : nothing}<p class="secondary">It appears again as soon as that is put right.</p></div>` : nothing}
          </div>
          <div class="result" ?hidden=${main !== 'result'}>${main === 'result' ? resultPicture(state, actions) : nothing}</div>
        </main>
        <aside>
          ${
            main === 'result'
              ? html`<section>${resultPanel(state, actions)}</section>`
              : html`<div class="tabs" role="tablist">${tab('input', 'Task input')}${tab('answer', 'Answer')}</div>
                <section role="tabpanel">${panel === 'input' ? inputView(state, actions) : answerView(state)}</section>`
          }
        </aside>
        <nav aria-label="Views">
          ${views.map(([name, text]) => html`<button aria-current=${view === name ? 'page' : 'false'} @click=${() => actions.show(name)}>${text}${name === 'answer' ? mark : nothing}</button>`)}
        </nav>
        ${state.notice ? html`<p class="notice" role="status">${state.notice}</p>` : nothing}
      </div>`;
}
