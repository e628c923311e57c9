import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { AnsweredBox } from '#contracts/bounding-box-answer.ts';
import type { AnsweredKeypoint } from '#contracts/keypoint-answer.ts';
import { cycleColors } from '#skeletons/cycle-colors.ts';
import { elementAnswer, type PreviewState, workers } from './preview-state.ts';

/** A worker's colour over the picture; the label itself is white on dark. */
export const workerColors = Object.fromEntries(
  workers.map((worker, index) => [worker, cycleColors[index] ?? '#fff']),
);

type Point = { x: number; y: number };

/**
 * The picture with each shown worker's answer thinly over it and the label on top. Marks and captions have the
 * same size on the screen whatever the picture's.
 */
export function drawLabels(state: PreviewState): TemplateResult {
  const { result } = state;
  const size = (result && result.task !== 'classification' && result.label.image_size[0]) || {
    width: 0,
    height: 0,
  };
  // Image pixels in one screen pixel, near enough; strokes themselves do not scale.
  const room = innerWidth - (innerWidth > 900 && state.panelOpen ? 416 : 32);
  const unit = Math.max(size.width / room, size.height / (innerHeight - 160));
  const recorded = state.recorded[state.template?.name ?? ''] ?? {};
  const answers = workers.flatMap((worker) => {
    const answer = recorded[worker];
    if (answer === undefined || !state.shown.has(worker)) return [];
    return drawAnswer(answer, workerColors[worker] ?? '#fff', unit);
  });
  return html`
    <figure class="drawn" style="--ratio:${size.width / (size.height || 1)}">
      <img src=${state.image} alt="The picture of this task" crossorigin="anonymous" />
      <svg viewBox="0 0 ${size.width} ${size.height}" aria-hidden="true">
        ${answers}
        ${state.shown.has('label') ? drawResult(state, unit) : nothing}
      </svg>
    </figure>`;
}

function drawAnswer(answer: unknown, color: string, unit: number): SVGTemplateResult[] {
  const { keypoints = [], boundingBoxes = [] } = answer as {
    keypoints?: AnsweredKeypoint[];
    boundingBoxes?: AnsweredBox[];
  };
  return [
    ...keypoints.map(
      ({ x, y, label, visibility }) => svg`
        <g><title>${label}</title>
          <circle class="halo" cx=${x} cy=${y} r=${4 * unit} />
          <circle class="answer" cx=${x} cy=${y} r=${4 * unit} stroke=${color} stroke-dasharray=${visibility === 'occluded' ? '2 2' : nothing} />
        </g>`,
    ),
    ...boundingBoxes.map(
      ({ left, top, width, height, label }) => svg`
        <g><title>${label}</title><rect class="halo" x=${left} y=${top} width=${width} height=${height} />
        <rect class="answer" x=${left} y=${top} width=${width} height=${height} stroke=${color} /></g>`,
    ),
  ];
}

function drawResult({ result, input }: PreviewState, unit: number): SVGTemplateResult[] {
  if (result?.task === 'bounding-box') {
    return result.label.annotations.map(({ left, top, width, height, class_id }) => {
      const name = result.classMap[class_id] ?? '';
      return svg`
        <rect class="label-under" x=${left} y=${top} width=${width} height=${height} />
        <rect class="label-line" x=${left} y=${top} width=${width} height=${height} />
        <text class="caption" x=${left + 5 * unit} y=${top + 17 * unit} font-size=${13 * unit}>${name}</text>`;
    });
  }
  const edges = ((input['skeleton'] as { edges?: [string, string][] })?.edges ?? []) as [string, string][];
  return (result?.task === 'keypoint' ? result.label.annotations : []).flatMap(({ keypoints }) => {
    const at = new Map<string, Point>();
    for (const { label, x, y } of keypoints) if (x !== null && y !== null) at.set(label, { x, y });
    const lines = edges.flatMap(([from, to]) => {
      const [a, b] = [at.get(from), at.get(to)];
      return a && b ? trimmedLine(a, b, 6 * unit) : [];
    });
    return [
      svg`<path class="label-under" d=${lines.join('')} /><path class="label-line" d=${lines.join('')} />`,
      ...keypoints.flatMap(({ label, x, y, visibility, confidence, sd }) =>
        x === null || y === null
          ? []
          : [
              svg`<g><title>${label}, confidence ${confidence.toFixed(2)}${sd === null ? '' : `, ± ${sd.toFixed(1)} px`}</title>
                <circle class="label-under" cx=${x} cy=${y} r=${6 * unit} />
                <circle class="label-point ${visibility === 1 ? 'hidden' : ''}" cx=${x} cy=${y} r=${6 * unit} /></g>`,
            ],
      ),
    ];
  });
}

/** A path from ring to ring, so that their centres stay clear; none where they touch. */
function trimmedLine(a: Point, b: Point, radius: number): string[] {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length <= 2 * radius) return [];
  const [dx, dy] = [((b.x - a.x) / length) * radius, ((b.y - a.y) / length) * radius];
  return [`M${a.x + dx} ${a.y + dy}L${b.x - dx} ${b.y - dy}`];
}

/** What an answer holds, in a few words. */
export function summarize(answer: unknown): string {
  const value = answer as {
    keypoints?: AnsweredKeypoint[];
    absent?: unknown[];
    boundingBoxes?: unknown[];
    nothingToLabel?: boolean;
    label?: string;
    labels?: string[];
    categories?: unknown;
  };
  if (value.nothingToLabel) return 'nothing to label';
  if (value.categories && value.labels) return value.labels.join(', ') || 'none';
  if (value.label !== undefined) return value.label;
  if (value.boundingBoxes) return plural(value.boundingBoxes.length, 'box', 'boxes');
  const hidden = value.keypoints?.filter(({ visibility }) => visibility === 'occluded').length ?? 0;
  return [
    plural(value.keypoints?.length ?? 0, 'point', 'points'),
    ...(hidden > 0 ? [`${hidden} hidden`] : []),
    ...(value.absent?.length ? [`${value.absent.length} absent`] : []),
  ].join(', ');
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The recorded answer of a worker as the element gave it. */
export function recordedAnswer(state: PreviewState, submitted: Record<string, unknown>): unknown {
  const value = elementAnswer(submitted, state.template?.answerName ?? '');
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
