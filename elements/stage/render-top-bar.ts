import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icon.ts';
import type { LabelingElement } from './labeling-element.ts';
import { lookButton, renderLook } from './picture-look.ts';
import { ZOOM_STEP } from './shell-shortcuts.ts';
import { toolButton } from './tool-button.ts';

/** Title, progress, undo and redo, zoom, adjustment, help, panel, submit. */
export function renderTopBar<Document>(element: LabelingElement<Document>): TemplateResult {
  const { stage, shortcuts } = element;
  // Of a task that is not set up right, nothing can be said.
  const progress = element.authorProblem ? { label: '' } : element.progress();
  const { done = 0, total = 0, label, complete = total > 0 && done >= total } = progress;
  const ready = stage.status === 'ready';
  return html`
    <div class="bar">
      <h1 title=${element.header ?? ''}>${element.header}</h1>
      <div class="progress" ?data-complete=${total > 0 && done >= total}>
        ${total > 0 ? html`<progress max=${total} .value=${done} aria-label=${msg('Progress')}></progress>` : nothing}<span>${label}</span>
      </div>
      <div class="tools">
        ${toolButton(element, icons.undo, 'undo', () => element.undo(), element.canUndo)}
        ${toolButton(element, icons.redo, 'redo', () => element.redo(), element.canRedo)}
      </div>
      <div class="tools zoom">
        ${toolButton(element, icons.out, 'out', () => stage.zoomBy(1 / ZOOM_STEP), ready)}
        <output class="percent" aria-label=${msg('Zoom')}></output>
        ${toolButton(element, icons.in, 'in', () => stage.zoomBy(ZOOM_STEP), ready)}
        ${toolButton(element, icons.fit, 'fit', () => stage.fit(), ready)}
      </div>
      <div class="tools">
        ${lookButton()} ${renderLook(element)}
        ${toolButton(element, icons.panel, '', () => element.togglePanel(), true, msg('Show or hide the side panel'))}
        ${toolButton(element, icons.help, 'help', () => element.openHelp())}
      </div>
      ${
        element.hasForm
          ? html`<button class="submit" ?data-ready=${complete} ?disabled=${element.disabled} title=${shortcuts.tip(msg('Submit'), 'submit')} @click=${({ detail }: MouseEvent) => detail > 1 || element.submit()}>${msg('Submit')}</button>`
          : nothing
      }
    </div>`;
}
