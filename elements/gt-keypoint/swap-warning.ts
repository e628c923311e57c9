import { html, type TemplateResult } from 'lit';
import { icon } from '#elements/stage/icon.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { spokenName } from './keypoint-words.ts';

/** Stands beside an animal whose left and right look swapped, and offers the two things that can be true. */
export function renderSwapWarning(element: GtKeypoint, swapped: readonly number[]): TemplateResult {
  const names = swapped.map((index) => spokenName(element.rig.pairs?.[index]?.[0] ?? ''));
  return html`<div class="beside" role="group">
    <p>${icon('warning')}Left and right look swapped</p>
    <span>See the ${names.join(', ')}. Left is the ${element.noun}'s own left.</span>
    <div>
      <button class="accept" title=${element.shortcuts.tip('Swap them', 'swap')} @click=${() => element.swap()}>Swap them</button>
      <button class="plain" @click=${() => element.keepSides()}>Keep</button>
    </div>
  </div>`;
}
