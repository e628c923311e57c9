import type { ActionParts } from './action-parts.ts';
import type { CheckActions } from './check-actions.ts';
import type { BridgeMessage } from './frame-messages.ts';

/** Milliseconds that the elements have to draw themselves before they are looked at. */
const SETTLE = 500;

/** Takes what the worker's page says of itself. */
export function hearFrame(data: BridgeMessage, { state, desk, ask }: ActionParts, check: CheckActions): void {
  if (data.kind === 'ready') {
    state.settled = data.page === state.page;
    // A session of fingers replays on a page that is laid out for them.
    const touched = desk.replay?.session.events.some(({ p }) => p === 'touch');
    if (touched ?? state.phone) ask({ source: 'gtkit-workbench', kind: 'finger', on: true });
    if (state.scheme !== 'system') ask({ source: 'gtkit-workbench', kind: 'scheme', scheme: state.scheme });
    // What was asked of the page before this one is asked again, when the elements have drawn themselves.
    if (state.panel === 'accessibility') setTimeout(() => check.followOutline(true), SETTLE);
    if (state.accessibility.checking) setTimeout(check.checkWithAxe, SETTLE);
  }
  if (desk.hear(data)) return;
  if (data.kind === 'answer') {
    const { answer, valid, message, setup } = data;
    state.live = { answer, valid, message, setup };
  } else if (data.kind === 'outline') {
    const { report, outline } = state.accessibility;
    // What axe-core said was said of the page before.
    const stale = report !== undefined && outline !== undefined;
    state.accessibility = { ...state.accessibility, outline: data.nodes, stale };
  } else if (data.kind === 'axe')
    state.accessibility = {
      ...state.accessibility,
      checking: false,
      report: data.report,
      problem: data.problem ?? '',
    };
  else if (data.kind === 'error' && !state.pageErrors.includes(data.message))
    state.pageErrors = [...state.pageErrors.slice(-2), data.message];
}
