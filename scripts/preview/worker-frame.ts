import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { PreviewState } from './preview-state.ts';
import type { SessionDesk } from './sessions/session-desk.ts';

/** A common phone, CSS px. */
const PHONE = { width: 390, height: 844 };
/** Room around a device, px. */
const MARGIN = 24;

/** The worker's page: as large as there is room, as a phone, or as large as it was when a session was recorded. */
export function workerFrame(state: PreviewState, desk: SessionDesk): TemplateResult {
  const { page, failure, failureDetail, phone } = state;
  const size = desk.replay?.session.size ?? (phone ? PHONE : undefined);
  const room = document.querySelector('main')?.getBoundingClientRect();
  const fit = size
    ? Math.min(
        1,
        ((room?.width || innerWidth) - 2 * MARGIN) / size.width,
        ((room?.height || innerHeight) - 2 * MARGIN) / size.height,
      )
    : 1;
  // The page keeps its size and is shown smaller, so that its own layout is the device's.
  const style = size
    ? `width:${size.width}px;height:${size.height}px;transform:translate(-50%,-50%) scale(${fit})`
    : '';
  // A frame of its own for each page: a frame that is given a second address while it goes to its first may stay there.
  return html`
    ${page ? keyed(page, html`<iframe title="The worker's page" data-settled=${state.settled} class=${size ? 'device' : ''} style=${style} src=${page}></iframe>`) : nothing}
    ${
      failure
        ? html`<div class="blank failed" role="alert"><h2>The page can't be shown</h2><p>${failure}</p>
            ${failureDetail ? html`<pre>${failureDetail}</pre>` : nothing}
            <p class="secondary">It appears again as soon as that is put right.</p></div>`
        : nothing
    }`;
}
