import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { LabelingElement } from '#elements/stage/labeling-element.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

/**
 * The element that corrects the marks, over the page. It stands in a form of its own: its submit ends the
 * adjustment, and its hidden field is no part of the page's answer.
 */
export function renderAdjusting(element: GtImageClassifier): TemplateResult {
  const { marks, src } = element;
  const back = () => element.endAdjusting();
  const submitted = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.currentTarget as HTMLElement;
    const editor = form.querySelector<LabelingElement<unknown>>('gt-bounding-box, gt-keypoint');
    if (editor?.value) element.endAdjusting({ value: editor.value, changed: editor.canUndo });
  };
  // What happens inside is not yet an answer of this element.
  const stop = (event: Event) => event.stopPropagation();
  return html`<form class="adjusting" aria-label=${msg('Adjust the marks')} @submit=${submitted} @input=${stop} @change=${stop}>
    <div class="strip"><button type="button" class="plain back" @click=${back}>${msg('Back, without changes')}</button><span>${msg('Correct what is wrong, then submit.')}</span></div>
    ${
      marks.editor === 'gt-keypoint'
        ? html`<gt-keypoint name="adjustment" no-draft no-telemetry header=${msg('Adjust the keypoints')} .src=${src} .skeleton=${marks.skeleton} .initialValue=${marks.value}></gt-keypoint>`
        : html`<gt-bounding-box name="adjustment" no-draft no-telemetry header=${msg('Adjust the boxes')} .src=${src} .labels=${[...marks.labels]} .initialValue=${marks.value}></gt-bounding-box>`
    }
  </form>`;
}
