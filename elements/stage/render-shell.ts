import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { LabelingElement } from './labeling-element.ts';
import { lookButton } from './picture-look.ts';
import { renderHelp } from './render-help.ts';
import { renderNotice } from './render-notice.ts';
import { renderTopBar } from './render-top-bar.ts';

/** The page of a task: top bar, picture, side panel, what is said to a screen reader, help. */
export function renderShell<Document>(element: LabelingElement<Document>): TemplateResult {
  return html`
    <div class="shell" ?data-panel=${element.panelOpen}>
      ${renderTopBar(element)}
      <div class="work">
        ${element.stage.root} ${element.renderOverlay()}
        ${element.hindrance ? renderNotice(element) : nothing}
      </div>
      ${
        element.authorProblem === undefined
          ? html`<div class="panel" role="group" aria-label=${msg('What to mark')}>
        <button class="grip" aria-expanded=${element.panelOpen} aria-label=${msg('Show or hide the details')} @click=${() => element.togglePanel()}></button>
        ${lookButton()}
        <div class="panel-content">
          <p class="task">${element.header}</p>
          ${element.renderPanel()}
          ${element.instructions.has('short-instructions') ? html`<section class="short"><slot name="short-instructions"></slot></section>` : nothing}
        </div>
      </div>`
          : nothing
      }
      <div class="live visually-hidden" role="status"></div>
      ${renderHelp(element)}
    </div>`;
}
