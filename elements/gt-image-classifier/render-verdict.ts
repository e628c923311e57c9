import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { ADJUSTED } from './classifier-answer.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';
import { renderChoiceList, renderMarksButton, renderQuestion } from './render-choices.ts';
import { renderComment } from './render-comment.ts';

/** The panel of a task that asks whether earlier marks are right. */
export function renderVerdict(
  element: GtImageClassifier,
  problem: TemplateResult | typeof nothing,
): TemplateResult {
  const { shortcuts, editable, rejecting, names, document } = element;
  const accepted = document.chosen[0] === names[0];
  const key = (id: string) => html`<kbd aria-hidden="true">${shortcuts.key(id)}</kbd>`;
  return html`
    <section class="card">
      ${renderQuestion(element)}
      <h2>${msg('Are the marks right?')}</h2>
      ${problem}
      <div class="verdicts">
        <button class="verdict accept" ?data-quiet=${rejecting} aria-pressed=${accepted} ?disabled=${!editable} title=${shortcuts.tip(names[0] ?? '', 'accept')} @click=${() => element.accept()}>${icon(icons.check)} ${msg('Accept')} ${key('accept')}</button>
        <button class="verdict reject" aria-expanded=${rejecting} ?disabled=${!editable} title=${shortcuts.tip(msg('Reject, and say why'), 'reject')} @click=${() => element.reject()}>${icon(icons.close)} ${msg('Reject')} ${key('reject')}</button>
        ${
          element.canAdjust
            ? html`<button class="verdict adjust" aria-pressed=${document.chosen[0] === ADJUSTED} ?disabled=${!editable} title=${shortcuts.tip(msg('Correct the marks'), 'adjust')} @click=${() => element.adjust()}>${icon(icons.edit)} ${msg('Adjust')} ${key('adjust')}</button>`
            : nothing
        }
      </div>
      ${
        rejecting
          ? html`<div class="reasons"><h3 id="question">${msg('What is wrong?')}</h3>${renderChoiceList(element)}</div>
            ${renderComment(element)}
            ${element.hasForm ? html`<button class="plain send" ?data-ready=${document.chosen.length > 0} ?disabled=${!editable} @click=${() => element.submit()}>${msg('Reject and go on')}</button>` : nothing}`
          : html`<p class="hint">${msg('Accepting also submits: one key, and the next picture comes.')} ${element.canAdjust ? msg('A mark that is a little off can be dragged where it belongs.') : nothing}</p>`
      }
    </section>
    ${renderMarksButton(element)}`;
}
