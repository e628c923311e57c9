import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from './icon.ts';
import type { LabelingElement } from './labeling-element.ts';

/** The sheet behind `?`: the full instructions, then every key, by group. */
export function renderHelp<Document>({ instructions, shortcuts }: LabelingElement<Document>): TemplateResult {
  // The same words under several keys, such as the four arrows, are one row.
  const groups = new Map<string, Map<string, string[]>>();
  for (const { keys, group, description } of shortcuts.all) {
    const rows = groups.get(group) ?? new Map<string, string[]>();
    const printed = keys.map((key) => shortcuts.print(key));
    groups.set(group, rows.set(description, [...(rows.get(description) ?? []), ...printed]));
  }
  const close = (event: Event) => (event.currentTarget as HTMLElement).closest('dialog')?.close();
  const closeOutside = (event: Event) => event.target === event.currentTarget && close(event);
  return html`<dialog class="help" aria-label=${msg('Instructions and keys')} @click=${closeOutside}>
    <div class="sheet">
      <button class="tool close" aria-label=${msg('Close')} title=${msg('Close (Esc)')} @click=${close}>${icon(icons.close)}</button>
      ${
        instructions.has('full-instructions')
          ? html`<section><h2>${instructions.header || msg('Instructions')}</h2><slot name="full-instructions"></slot></section>`
          : nothing
      }
      <section>
        <h2>${msg('Keys')}</h2>
        <div class="keys">
          ${[...groups].map(
            ([group, rows]) => html`<div><h3>${group}</h3><dl>
              ${[...rows].map(
                ([description, keys]) =>
                  html`<div><dt>${shorten(keys).map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${description}</dd></div>`,
              )}
            </dl></div>`,
          )}
        </div>
      </section>
    </div>
  </dialog>`;
}

/** The four arrows of one meaning as one, "Shift+← → ↑ ↓", and the nine numbers as "1–9". */
function shorten(keys: readonly string[]): readonly string[] {
  const [first = ''] = keys;
  if (keys.length === 4 && first.endsWith('←')) return [`${first} → ↑ ↓`];
  return keys.length > 8 ? [`${first}–${keys[8]?.at(-1)}`] : keys;
}
