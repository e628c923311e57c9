import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { BoxSession } from './box-session.ts';
import { isSecondRound, labelColor } from './paint-boxes.ts';

/** The labels as chips with their colour and number key; the pressed one is that of the box in hand or of the next one. */
export function renderLabelChips(session: BoxSession, locked: boolean): TemplateResult {
  const current = session.held?.label ?? session.label;
  return html`<div class="chips" role="group" aria-label=${msg('Labels')}>
    ${session.labels.map(
      (label, index) => html`<button
        class="chip"
        aria-pressed=${label === current}
        ?disabled=${locked}
        title=${index < 9 ? `${label} (${index + 1})` : label}
        @click=${() => session.choose(label)}
      ><span class="dot" style="${isSecondRound(session.labels, label) ? 'border: 2px dashed' : 'background:'} ${labelColor(session.labels, label)}"></span><span class="chip-name">${label}</span>${index < 9 ? html`<kbd>${index + 1}</kbd>` : nothing}</button>`,
    )}
  </div>`;
}
