import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from './icon.ts';
import type { LabelingElement } from './labeling-element.ts';

/** What stands in the image's place while it is not there: its title is what stands in the way of an answer. */
export function renderNotice<Document>({
  hindrance,
  authorProblem,
  stage,
}: LabelingElement<Document>): TemplateResult {
  const { status } = stage;
  if (status === 'loading' && authorProblem === undefined)
    return html`<div class="placeholder" role="img" aria-label=${hindrance}></div>`;
  return html`<div class="notice" role="alert">
    ${icon(authorProblem === undefined ? icons.picture : icons.warning)}
    <h2>${hindrance}</h2>
    ${
      authorProblem !== undefined
        ? html`<p>${msg("It isn't your fault. Please skip it, or tell the person who gave it to you.")}</p>
          <details><summary>${msg('For the author of the template')}</summary><code lang="en">${authorProblem}</code></details>`
        : status === 'failed'
          ? html`<p>${msg('Check the connection and try again, or skip this task.')}</p>
            <button class="plain" @click=${() => stage.image.retry()}>${msg('Try again')}</button>`
          : nothing
    }
  </div>`;
}
