import { html, type TemplateResult } from 'lit';

/** Line drawings on a grid of 20, as paths; a script carries those that it names. */
export const icons = {
  undo: 'M7 4 3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8',
  redo: 'm13 4 3.5 3.5L13 11m3-3.5H8.5a4.5 4.5 0 0 0 0 9H12',
  out: 'M5 10h10',
  in: 'M5 10h10M10 5v10',
  fit: 'M3.5 7.5v-4h4m5 0h4v4m0 5v4h-4m-5 0h-4v-4',
  adjust: 'M10 3.5a6.5 6.5 0 1 0 0 13zm0 0a6.5 6.5 0 0 1 0 13',
  help: 'M7.5 7.6a2.5 2.5 0 1 1 3.6 2.3c-.7.4-1.1.9-1.1 1.9m0 2.6v.1',
  panel: 'M3.5 4.5h13v11h-13zM12 4.5v11',
  warning: 'M10 3.5 17.5 16.5h-15zm0 4.5v4m0 2.2v.1',
  check: 'm4 10.5 4 4 8-9',
  hidden: 'M3 10s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5m1-6 12 12',
  absent: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M5.5 5.5l9 9',
  lock: 'M5 9h10v7.5H5zm2 0V6.5a3 3 0 0 1 6 0V9',
  remove: 'M4 6h12m-7.5-2.5h3M6 6l.7 10h6.6L14 6',
  copy: 'M7 7h9.5v9.5H7zm6 0V3.5H3.5V13H7',
  close: 'm5 5 10 10M15 5 5 15',
  edit: 'm4 16 .9-3.6L13.4 4 16 6.6l-8.4 8.5z',
  picture: 'M3.5 4.5h13v11h-13zm0 8.5 4-4 4 4 2-2 3 3',
} as const;

/** One of the {@link icons}. */
export type Drawing = (typeof icons)[keyof typeof icons];

/** One of the {@link icons} in the colour of the text; always beside a word or inside a labelled button. */
export function icon(drawing: Drawing): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${drawing}></path></svg>`;
}
