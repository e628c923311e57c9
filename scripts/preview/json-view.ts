import { html, type TemplateResult } from 'lit';
import { formatJson } from './format-json.ts';

/** JSON to be read: a line that is longer than the panel goes on below, further in than it began. */
export function jsonView(label: string, value: unknown): TemplateResult {
  const lines = formatJson(value).split('\n');
  return html`<pre class="json" tabindex="0" aria-label=${label}>${lines.map((line) => {
    const text = line.trimStart();
    return html`<span class="json-line" style="--indent:${line.length - text.length}ch">${text}</span>`;
  })}</pre>`;
}
