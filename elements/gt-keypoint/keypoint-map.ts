import { html, nothing, type TemplateResult } from 'lit';
import type { GtKeypoint } from './gt-keypoint.ts';
import { type Mark, markAt } from './keypoint-document.ts';
import { spokenName } from './keypoint-words.ts';

/** Where the rest pose begins in the drawing, in percent of its width and height. */
const MARGIN = { x: 7, y: 11 };

/** What a keypoint's dot says: placed filled, hidden half, absent crossed, missing hollow. */
export function markState(mark: Mark | null): string {
  return mark === null ? 'missing' : mark.visibility;
}

/**
 * The skeleton in its rest pose as a map of the work. Drawn only when every keypoint has a place in the rest
 * pose. The list below it says the same to a screen reader, so the map is for eyes and pointers.
 */
export function renderKeypointMap(element: GtKeypoint): TemplateResult | typeof nothing {
  const { rig, document, selected, poseStyle } = element;
  const places = rig.keypoints.flatMap(({ rest }) =>
    rest
      ? [{ x: MARGIN.x + rest[0] * (100 - 2 * MARGIN.x), y: MARGIN.y + rest[1] * (100 - 2 * MARGIN.y) }]
      : [],
  );
  if (places.length < rig.keypoints.length) return nothing;
  const lines = poseStyle.edges.map(({ from, to }) =>
    [places[from], places[to]].map((place, end) => `${end ? 'L' : 'M'}${place?.x} ${place?.y}`).join(''),
  );
  return html`<div class="map" aria-hidden="true">
    ${element.example ? html`<img src=${element.example} alt="" />` : nothing}
    <svg viewBox="0 0 100 100" preserveAspectRatio="none"><path d=${lines.join('')}></path></svg>
    ${places.map(({ x, y }, keypoint) => {
      const spot = { pose: selected.pose, keypoint };
      return html`<div
        class="dot ${markState(markAt(document, spot))}"
        style="--color:${dotColor(poseStyle.colors[keypoint])};left:${x}%;top:${y}%"
        title=${spokenName(rig.keypoints[keypoint]?.name ?? '')}
        ?data-current=${keypoint === selected.keypoint}
        @click=${() => element.select(spot)}
      ><i></i></div>`;
    })}
  </div>`;
}

/** The midline's near-white is for photographs; on the panel it takes the colour of text. */
export function dotColor(color: string | undefined): string {
  return color === undefined || /^#f4f4f4$/i.test(color) ? 'var(--gt-text-secondary)' : color;
}
