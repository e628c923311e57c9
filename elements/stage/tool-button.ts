import { html, type TemplateResult } from 'lit';
import { type Drawing, icon } from './icon.ts';
import type { Shortcuts } from './shortcuts.ts';

/** A small button with an icon, named after what its key does; `text` where it has no key. */
export function toolButton(
  { shortcuts }: { readonly shortcuts: Shortcuts },
  drawing: Drawing,
  id: string,
  run: () => void,
  enabled = true,
  text = shortcuts.describe(id),
): TemplateResult {
  return html`<button class="tool" data-id=${id} title=${shortcuts.tip(text, id)} aria-label=${text} ?disabled=${!enabled} @click=${run}>${icon(drawing)}</button>`;
}
