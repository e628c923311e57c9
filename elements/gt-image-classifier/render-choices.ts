import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { numberKey } from './classifier-document.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';
import { renderComment } from './render-comment.ts';

/** The panel of a task that asks for categories. */
export function renderChoices(
  element: GtImageClassifier,
  problem: TemplateResult | typeof nothing,
): TemplateResult {
  const hint = element.multiple ? msg('Choose all that apply') : msg('Choose one');
  return html`
    <section class="card">
      ${renderQuestion(element)}
      <h2 id="question">${hint}</h2>
      ${problem}
      ${renderChoiceList(element)}
    </section>
    ${renderMarksButton(element)}
    ${element.commentRegion === null ? nothing : renderComment(element)}`;
}

/** The choices with their number keys: radio buttons, or check boxes where several may be chosen. */
export function renderChoiceList(element: GtImageClassifier): TemplateResult {
  const { choices, multiple, document, exclusion } = element;
  return html`<div class="choices" role=${multiple ? 'group' : 'radiogroup'} aria-labelledby="question" @keydown=${walk}>
    ${choices.map((name, index) => {
      const key = numberKey(index);
      return html`<button
        class="choice"
        role=${multiple ? 'checkbox' : 'radio'}
        aria-checked=${document.chosen.includes(name)}
        ?data-apart=${name === exclusion}
        ?disabled=${!element.editable}
        title=${key === undefined ? name : `${name} (${key})`}
        @click=${() => element.choose(name)}
      ><span class="box">${document.chosen.includes(name) ? icon(icons.check) : nothing}</span><span class="name">${name}</span>${key === undefined ? nothing : html`<kbd aria-hidden="true">${key}</kbd>`}</button>`;
    })}
  </div>`;
}

/** The header once more where the bar has no room for it, on a phone. */
export function renderQuestion({ header }: GtImageClassifier): TemplateResult | typeof nothing {
  return header ? html`<p class="header">${header}</p>` : nothing;
}

/** Hides what is drawn over the picture, to see what is under it. */
export function renderMarksButton(element: GtImageClassifier): TemplateResult | typeof nothing {
  return element.hasMarks
    ? html`<button class="quiet" aria-pressed=${element.marksHidden} title=${element.shortcuts.tip(msg('Show or hide the marks'), 'marks')} @click=${() => element.toggleMarks()}>${icon(icons.hidden)} ${msg('Hide the marks')} <kbd aria-hidden="true">M</kbd></button>`
    : nothing;
}

/** Up and down go from choice to choice; Tab does too. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget as HTMLElement;
  if (step === undefined) return;
  const buttons = [...list.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
