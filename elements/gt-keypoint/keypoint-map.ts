import { html, nothing, svg, type TemplateResult } from 'lit';
import type { GtKeypoint } from './gt-keypoint.ts';
import { type Mark, markAt } from './keypoint-document.ts';
import { spokenName } from './keypoint-words.ts';

/** Units of the drawing: the rest pose fills the width, and keeps a readable height. */
const WIDTH = 268;
const HEIGHT = 168;
const MARGIN = 18;

/** What a keypoint's dot says: placed filled, hidden half, absent crossed, missing hollow. */
export function markState(mark: Mark | null): string {
  return mark === null ? 'missing' : mark.visibility;
}

/**
 * The skeleton in its rest pose as a map of the work. Drawn only when every keypoint has a place in the rest
 * pose. The list below it says the same to a screen reader, so the map is for eyes and pointers.
 */
export function renderKeypointMap(element: GtKeypoint): TemplateResult | typeof nothing {
  const { rig, document, selected, colors } = element;
  const places = rig.keypoints.flatMap(({ rest }) =>
    rest ? [{ x: MARGIN + rest[0] * (WIDTH - 2 * MARGIN), y: MARGIN + rest[1] * (HEIGHT - 2 * MARGIN) }] : [],
  );
  if (places.length < rig.keypoints.length) return nothing;
  const index = new Map(rig.keypoints.map(({ name }, position) => [name, position]));
  const edges = (rig.edges ?? []).map((edge) => edge.map((name) => places[index.get(name) ?? 0]));
  const armed = element.armed ?? selected;
  return html`<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
    ${edges.map(([from, to]) => svg`<line x1=${from?.x} y1=${from?.y} x2=${to?.x} y2=${to?.y}></line>`)}
    ${places.map(({ x, y }, keypoint) => {
      const spot = { pose: selected.pose, keypoint };
      const classes = `dot ${markState(markAt(document, spot))}${keypoint === armed.keypoint ? ' current' : ''}`;
      return svg`<g class=${classes} style="--color:${dotColor(colors[keypoint])}" transform="translate(${x} ${y})" @click=${() => element.select(spot)}>
        <title>${spokenName(rig.keypoints[keypoint]?.name ?? '')}</title>
        <circle class="reach" r="13"></circle><circle class="halo" r="10"></circle><circle class="ring" r="5.5"></circle>
        <path d="M-3 -3 3 3"></path>
      </g>`;
    })}
  </svg>`;
}

/** The midline's near-white is for photographs; on the panel it takes the colour of text. */
export function dotColor(color: string | undefined): string {
  return color === undefined || /^#f4f4f4$/i.test(color) ? 'var(--gt-text-secondary)' : color;
}
