import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { GtImageClassifier } from './gt-image-classifier.ts';

/** A field for the worker's own words; its heading and placeholder are those of `<worker-comment>`. */
export function renderComment(element: GtImageClassifier): TemplateResult {
  const region = element.commentRegion;
  const heading = region?.getAttribute('header') || region?.getAttribute('link-text') || msg('Comment');
  const keys = (event: KeyboardEvent) => {
    // Keys in a text field are its own, but for the ways out of it.
    if (event.key === 'Escape') element.stage.root.focus();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.submit();
  };
  return html`<label class="comment"
    ><span>${heading} <small>${msg('(optional)')}</small></span>
    <textarea
      rows="3"
      maxlength="2000"
      placeholder=${region?.getAttribute('placeholder') ?? ''}
      ?disabled=${!element.editable}
      .value=${element.document.comment}
      @input=${(event: Event) => element.write((event.target as HTMLTextAreaElement).value)}
      @blur=${() => element.stopWriting()}
      @keydown=${keys}
    ></textarea>
  </label>`;
}
