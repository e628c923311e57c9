import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { edgeColor, keypointColors } from '#elements/gt-keypoint/keypoint-colors.ts';
import { moveCorner, type Place, placeOf, placePoint } from './draft.ts';
import { removePoint } from './edit-draft.ts';
import { type NameSide, placeNames } from './place-names.ts';
import type { SkeletonEditor } from './skeleton-editor.ts';

/** A press that moves less than this is a click, px. */
const SLACK = 3;
/** How far an arrow key moves a point, in shares of the picture's width; Shift is ten times that. */
const NUDGE = 0.002;

/** The picture with the skeleton over it. Points are buttons: the whole of it works by keyboard. */
export function skeletonBoard(editor: SkeletonEditor): TemplateResult {
  const { draft, picture, tool } = editor;
  const { keypoints } = draft.skeleton;
  const colors = keypointColors(draft.skeleton);
  const sides = nameSides(editor);
  return html`
    <div
      class="board" data-tool=${tool} style="--ratio:${editor.ratio}"
      @pointerdown=${(event: PointerEvent) => press(event, editor)}
      @pointermove=${(event: PointerEvent) => {
        if (editor.from === undefined) return;
        editor.cursor = placeUnder(event);
        editor.select(editor.selected);
      }}
    >
      <div class="sheet">
        ${
          picture
            ? html`<img src=${picture.url} alt="" draggable="false" crossorigin="anonymous"
                @load=${(event: Event) => measure(event.target as HTMLImageElement, editor)} />`
            : nothing
        }
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">${drawLines(editor)}</svg>
        ${tool === 'points' && keypoints.filter(({ rest }) => rest).length > 1 ? frameOf(editor) : nothing}
        ${keypoints.map((keypoint, index) => {
          const place = placeOf(draft, keypoint);
          if (!place) return nothing;
          const chosen = editor.selected === index;
          return html`<button
            class="point" data-index=${index} data-side=${sides[index] ?? 'none'}
            style="left:${place[0] * 100}%;top:${place[1] * 100}%;--color:${colors[index]}"
            aria-label="${keypoint.name}, point ${index + 1} of ${keypoints.length}" title=${keypoint.name}
            aria-pressed=${chosen || editor.from === keypoint.name ? 'true' : 'false'}
            @focus=${() => editor.selected !== index && choose(editor, index)}
            @keydown=${(event: KeyboardEvent) => steer(event, editor, index)}
          ><i></i>${sides[index] === 'none' ? nothing : html`<span>${chosen || editor.named ? keypoint.name : index + 1}</span>`}</button>`;
        })}
      </div>
    </div>`;
}

const ruler = document.createElement('canvas').getContext('2d');

function widthOf(text: string): number {
  if (!ruler) return text.length * 7;
  ruler.font = '500 12px system-ui, sans-serif';
  return ruler.measureText(text).width;
}

/** On a phone the names of a whole animal do not fit beside each other. */
function nameSides(editor: SkeletonEditor): NameSide[] {
  const { draft, named, selected } = editor;
  // Before the first drawing nothing can be measured.
  const { width, height } = sheet() ?? { width: 1000, height: 600 };
  const points = draft.skeleton.keypoints.map((keypoint, index) => {
    const place = placeOf(draft, keypoint);
    const name = named || index === selected ? keypoint.name : String(index + 1);
    return place && { x: place[0] * width, y: place[1] * height, name };
  });
  return placeNames(points, { width, height }, selected, widthOf);
}

function drawLines(editor: SkeletonEditor): SVGTemplateResult[] {
  const { draft, tool } = editor;
  const { keypoints, edges = [], pairs = [] } = draft.skeleton;
  const indexOf = (name: string) => keypoints.findIndex((keypoint) => keypoint.name === name);
  const at = (name: string) => {
    const keypoint = keypoints[indexOf(name)];
    return keypoint && placeOf(draft, keypoint);
  };
  const line = (from: Place | undefined, to: Place | undefined, kind: string, color = '') =>
    from && to
      ? [
          svg`<path class="under ${kind}" d="M${from[0]} ${from[1]}L${to[0]} ${to[1]}" />`,
          svg`<path class=${kind} d="M${from[0]} ${from[1]}L${to[0]} ${to[1]}" style=${color && `stroke:${color}`} />`,
        ]
      : [];
  return [
    ...edges.flatMap(([from, to]) =>
      line(at(from), at(to), 'edge', edgeColor(keypoints, indexOf(from), indexOf(to))),
    ),
    // Pairs would be a net over everything; they show while they are drawn.
    ...(tool === 'pairs' ? pairs.flatMap(([left, right]) => line(at(left), at(right), 'pair')) : []),
    ...(editor.from ? line(at(editor.from), editor.cursor, 'rubber') : []),
  ];
}

/** The box around the pose, with two corners to move and size all of it by. */
function frameOf(editor: SkeletonEditor): TemplateResult {
  const { left, top, width, height } = editor.draft.frame;
  const corner = (end: 0 | 1, name: string) => {
    const place: Place = end === 0 ? [left, top] : [left + width, top + height];
    return html`<button class="corner" style="left:${place[0] * 100}%;top:${place[1] * 100}%" aria-label="${name} corner of the pose"
      @pointerdown=${(event: PointerEvent) => dragCorner(event, editor, end)}
      @keydown=${(event: KeyboardEvent) => {
        const to = arrowPlace(event, place, editor.ratio);
        if (!to) return;
        event.preventDefault();
        editor.change(moveCorner(editor.draft, end, to), `corner ${end}`);
      }}></button>`;
  };
  return html`<div class="frame" style="left:${left * 100}%;top:${top * 100}%;width:${width * 100}%;height:${height * 100}%"></div>
    ${corner(0, 'Top left')}${corner(1, 'Bottom right')}`;
}

function dragCorner(event: PointerEvent, editor: SkeletonEditor, end: 0 | 1): void {
  event.stopPropagation();
  const handle = event.currentTarget as HTMLElement;
  const gesture = `corner ${event.timeStamp}`;
  const { left, top, width, height } = editor.draft.frame;
  const corner: Place = end === 0 ? [left, top] : [left + width, top + height];
  const grabbed = placeUnder(event) ?? corner;
  const listening = new AbortController();
  const { signal } = listening;
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener(
    'pointermove',
    (move) => {
      const place = placeUnder(move);
      // The corner follows the hand from where it was taken, not from its middle.
      if (place) {
        const to: Place = [corner[0] + place[0] - grabbed[0], corner[1] + place[1] - grabbed[1]];
        editor.change(moveCorner(editor.draft, end, to), gesture);
      }
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel'])
    handle.addEventListener(type, () => listening.abort(), { signal });
}

/** Selects a point and brings its fields into sight. */
function choose(editor: SkeletonEditor, index: number): void {
  editor.select(index);
  document.querySelector('.points .chosen')?.scrollIntoView({ block: 'nearest' });
}

/** The selected point's name is typed next. */
function focusName(): void {
  const field = document.querySelector<HTMLInputElement>('.point-name');
  field?.scrollIntoView({ block: 'nearest' });
  field?.focus({ preventScroll: true });
  field?.select();
}

/** Drags a point, draws from one point to another, or places a point where there is none. */
function press(event: PointerEvent, editor: SkeletonEditor): void {
  if (event.button !== 0) return;
  const board = event.currentTarget as HTMLElement;
  const start = event;
  const index = pointAt(event);
  const name = editor.draft.skeleton.keypoints[index ?? -1]?.name;
  const gesture = `drag ${event.timeStamp}`;
  let moved = false;
  const listening = new AbortController();
  const { signal } = listening;
  board.setPointerCapture(event.pointerId);
  if (index !== undefined) choose(editor, index);
  if (name !== undefined && editor.tool !== 'points') editor.connect(name);
  board.addEventListener(
    'pointermove',
    (move) => {
      moved ||= Math.hypot(move.clientX - start.clientX, move.clientY - start.clientY) > SLACK;
      const place = placeUnder(move);
      if (moved && place && index !== undefined && editor.tool === 'points')
        editor.change(placePoint(editor.draft, index, place), gesture);
    },
    { signal },
  );
  board.addEventListener(
    'pointerup',
    (up) => {
      listening.abort();
      if (editor.tool === 'points') {
        const place = placeUnder(up);
        const free = index === undefined && !moved && isOnSheet(up);
        // With a keyboard at hand the name comes next. A finger would call up the screen's keyboard over the picture.
        if (free && place && editor.place(place) && up.pointerType === 'mouse') focusName();
        return;
      }
      const end = editor.draft.skeleton.keypoints[pointAt(up) ?? -1]?.name;
      if (moved && editor.from !== undefined && end !== undefined && end !== editor.from) editor.connect(end);
      else if (name === undefined || (moved && end === undefined)) {
        editor.from = undefined;
        editor.select(editor.selected);
      }
    },
    { signal },
  );
  board.addEventListener('pointercancel', () => listening.abort(), { signal });
}

function steer(event: KeyboardEvent, editor: SkeletonEditor, index: number): void {
  const keypoint = editor.draft.skeleton.keypoints[index];
  const place = keypoint && placeOf(editor.draft, keypoint);
  if (!place) return;
  const to = arrowPlace(event, place, editor.ratio);
  if (to) {
    editor.change(placePoint(editor.draft, index, to), `nudge ${index}`);
  } else if (event.key === 'Delete' || event.key === 'Backspace') {
    editor.selected = undefined;
    editor.change(removePoint(editor.draft, index));
  } else if ((event.key === 'Enter' || event.key === ' ') && editor.tool !== 'points') {
    editor.connect(keypoint.name);
  } else if (event.key === 'Escape') {
    editor.from = undefined;
    editor.select(undefined);
  } else return;
  event.preventDefault();
}

/** Where an arrow key leads from a place; undefined for another key. */
function arrowPlace(event: KeyboardEvent, [x, y]: Place, ratio: number): Place | undefined {
  const step = NUDGE * (event.shiftKey ? 10 : 1);
  const moves: Record<string, Place> = {
    ArrowLeft: [x - step, y],
    ArrowRight: [x + step, y],
    ArrowUp: [x, y - step * ratio],
    ArrowDown: [x, y + step * ratio],
  };
  return moves[event.key];
}

function measure(image: HTMLImageElement, editor: SkeletonEditor): void {
  editor.ratio = image.naturalWidth / (image.naturalHeight || 1);
  editor.select(editor.selected);
}

const sheet = () => document.querySelector('.sheet')?.getBoundingClientRect();

function placeUnder({ clientX, clientY }: PointerEvent): Place | undefined {
  const box = sheet();
  return box && [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
}

function isOnSheet({ clientX, clientY }: PointerEvent): boolean {
  const box = sheet();
  return !!box && clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}

function pointAt({ clientX, clientY }: PointerEvent): number | undefined {
  const point = document
    .elementsFromPoint(clientX, clientY)
    .map((element) => element.closest<HTMLElement>('.point'))
    .find((found) => found !== null);
  return point ? Number(point.dataset['index']) : undefined;
}
