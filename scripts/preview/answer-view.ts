import { html, nothing, type TemplateResult } from 'lit';
import { note } from './input-view.ts';
import { jsonView } from './json-view.ts';
import type { PreviewState } from './preview-state.ts';

/** The answer that the worker would submit now, and whether the form would let it through. */
export function answerView(state: PreviewState): TemplateResult {
  const { live, pageErrors } = state;
  const empty = live === undefined || Object.keys(live.answer).length === 0;
  return html`
    <div class="panel-head"><p>What a submit would send, as it changes</p></div>
    ${pageErrors.map((message) => note('error', 'The page reports', message))}
    ${live?.setup ? note('error', 'The element says', live.setup) : nothing}
    ${live && !live.valid && !live.setup ? note('warning', 'Not complete', live.message) : nothing}
    ${live?.valid && !empty ? note('good', 'Complete', 'This can be submitted.') : nothing}
    ${
      empty
        ? html`<p class="empty">Nothing yet. The answer appears here with the first mark.</p>`
        : jsonView('Answer', live.answer)
    }`;
}
