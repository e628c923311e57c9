import { html, type TemplateResult } from 'lit';
import { icon } from './icon.ts';
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
      ${icon('warning')}
      <h2>This task isn't set up right</h2>
      <p>It isn't your fault. Please skip it, or tell the person who gave it to you.</p>
      <details><summary>For the author of the template</summary><code>${setupProblem}</code></details>
    </div>`;
  }
  if (status === 'failed') {
    return html`<div class="notice" role="alert">
      ${icon('picture')}
      <h2>The picture could not be loaded</h2>
      <p>Check the connection and try again. If it still doesn't appear, skip this task.</p>
      <button class="plain" @click=${() => element.stage.image.retry()}>Try again</button>
    </div>`;
  }
  if (status === 'empty') {
    return html`<div class="notice">${icon('picture')}<h2>There is no picture here yet</h2></div>`;
  }
  return html`<div class="placeholder" role="img" aria-label="The picture is loading"></div>`;
}
