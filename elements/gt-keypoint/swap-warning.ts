import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { toScreen } from '#geometry/view.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { spokenName } from './keypoint-words.ts';
import { keepSides, swapSides } from './swap-sides.ts';

/** Stands beside an animal whose left and right look swapped, and offers the two things that can be true. */
export function renderSwapWarning(element: GtKeypoint, swapped: readonly number[]): TemplateResult {
  const names = swapped.map((index) => spokenName(element.rig.pairs?.[index]?.[0] ?? '')).join(', ');
  const { noun } = element;
  return html`<div class="beside" role="group">
    <p>${icon(icons.warning)}${msg('Left and right look swapped')}</p>
    <span>${msg(str`See the ${names}. Left is the ${noun}'s own left.`)}</span>
    <div>
      <button class="submit" data-ready title=${element.shortcuts.tip(msg('Swap them'), 'swap')} @click=${() => swapSides(element)}>${msg('Swap them')}</button>
      <button class="plain" @click=${() => keepSides(element)}>${msg('Keep')}</button>
    </div>
  </div>`;
}

/** Keeps the warning beside its animal, however the view moves; written past Lit. */
export function placeSwapWarning({ renderRoot, armed, poseBox, stage }: GtKeypoint): void {
  const bubble = renderRoot?.querySelector<HTMLElement>('.beside');
  if (!bubble || !poseBox) return;
  const { view, viewport } = stage;
  const { x, y } = toScreen(view, { x: poseBox.left + poseBox.width, y: poseBox.top + poseBox.height / 2 });
  const within = (at: number, room: number) => `${Math.max(8, Math.min(at, room))}px`;
  const room = viewport.width - bubble.offsetWidth - 8;
  // While the animal is being marked the place beside it may be the next keypoint's; there or where there is no room,
  // the corner above hides the least.
  const corner = armed !== undefined || x + 24 > room;
  bubble.style.left = within(corner ? room : x + 24, room);
  bubble.style.top = within(
    corner ? 0 : y - bubble.offsetHeight / 2,
    viewport.height - bubble.offsetHeight - 8,
  );
}
