import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { spokenName } from './keypoint-words.ts';

/** Stands beside an animal whose left and right look swapped, and offers the two things that can be true. */
export function renderSwapWarning(element: GtKeypoint, swapped: readonly number[]): TemplateResult {
  const names = swapped.map((index) => spokenName(element.rig.pairs?.[index]?.[0] ?? '')).join(', ');
  const { noun } = element;
  return html`<div class="beside" role="group">
    <p>${icon(icons.warning)}${msg('Left and right look swapped')}</p>
    <span>${msg(str`See the ${names}. Left is the ${noun}'s own left.`)}</span>
    <div>
      <button class="submit" data-ready title=${element.shortcuts.tip(msg('Swap them'), 'swap')} @click=${() => element.swap()}>${msg('Swap them')}</button>
      <button class="plain" @click=${() => element.keepSides()}>${msg('Keep')}</button>
    </div>
  </div>`;
}
