import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { icon, icons } from './icon.ts';
import type { ImageStatus } from './image-source.ts';
import type { LabelingElement } from './labeling-element.ts';

/** What stands in the image's place while it is not there. */
export function renderNotice<Document>(
  element: LabelingElement<Document>,
  status: ImageStatus,
): TemplateResult {
  const { setupProblem } = element;
  if (setupProblem !== undefined) {
    return html`<div class="notice" role="alert">
      ${icon(icons.warning)}
      <h2>${msg("This task isn't set up right")}</h2>
      <p>${msg("It isn't your fault. Please skip it, or tell the person who gave it to you.")}</p>
      <details><summary>${msg('For the author of the template')}</summary><code lang="en">${setupProblem}</code></details>
    </div>`;
  }
  if (status === 'failed') {
    return html`<div class="notice" role="alert">
      ${icon(icons.picture)}
      <h2>${msg('The picture could not be loaded')}</h2>
      <p>${msg("Check the connection and try again. If it still doesn't appear, skip this task.")}</p>
      <button class="plain" @click=${() => element.stage.image.retry()}>${msg('Try again')}</button>
    </div>`;
  }
  if (status === 'empty') {
    return html`<div class="notice">${icon(icons.picture)}<h2>${msg('There is no picture here yet')}</h2></div>`;
  }
  return html`<div class="placeholder" role="img" aria-label=${msg('The picture is loading')}></div>`;
}
