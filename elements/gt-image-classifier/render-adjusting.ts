import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { LabelingElement } from '#elements/stage/labeling-element.ts';
import type { GtImageClassifier } from './gt-image-classifier.ts';

/**
 * The element that corrects the marks, over the page. It stands in a form of its own: its submit ends the
 * adjustment, and its hidden field is no part of the page's answer.
 */
export function renderAdjusting(element: GtImageClassifier): TemplateResult {
  const { editing: marks, src } = element;
  const back = () => element.endAdjusting(false);
  const submitted = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    element.endAdjusting(true);
  };
  // The editor's own events are none of this element, which says in its turn that its answer is another one.
  const stop = (event: Event) => event.stopPropagation();
  const changed = (event: Event) => {
    event.stopPropagation();
    element.adjusted(event.target as LabelingElement<unknown>);
  };
  return html`<form class="adjusting" ?data-opening=${element.strokes.waiting} aria-label=${msg('Adjust the marks')} @submit=${submitted} @input=${stop} @change=${changed}>
    <div class="strip"><button type="button" class="plain back" @click=${back}>${msg('Back, without changes')}</button><span>${msg('Correct what is wrong, then submit.')}</span></div>
    ${
      marks.editor === 'gt-keypoint'
        ? html`<gt-keypoint name="adjustment" no-draft no-telemetry header=${msg('Adjust the keypoints')} .src=${src} .skeleton=${marks.skeleton} .initialValue=${marks.value}></gt-keypoint>`
        : html`<gt-bounding-box name="adjustment" no-draft no-telemetry header=${msg('Adjust the boxes')} .src=${src} .labels=${marks.labels} .initialValue=${marks.value}></gt-bounding-box>`
    }
  </form>`;
}
