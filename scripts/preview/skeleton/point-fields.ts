import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { clearPair, describePoint, removePoint, renamePoint, setPair, toggleEdge } from './edit-draft.ts';
import type { SkeletonEditor } from './skeleton-editor.ts';

const sides = [
  ['left', 'Left'],
  ['middle', 'Middle'],
  ['right', 'Right'],
] as const;

/** Everything about one point: name, side, partner, definition, edges, colour, order. */
export function pointFields(editor: SkeletonEditor, index: number, color: string): TemplateResult {
  const { keypoints, edges = [], pairs = [] } = editor.draft.skeleton;
  const keypoint = keypoints[index];
  if (!keypoint) return html``;
  const { name } = keypoint;
  const partner = pairs.find((pair) => pair.includes(name))?.find((end) => end !== name) ?? '';
  const neighbours = edges.flatMap((edge) => (edge.includes(name) ? edge.filter((end) => end !== name) : []));
  const others = keypoints.filter((other) => other.name !== name);
  return html`<div class="fields point-fields">
    <label>Name
      <input class="point-name" .value=${name} data-name=${name} maxlength="256" spellcheck="false"
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && !event.isComposing && leaveName(event, index)}
        @change=${(event: Event) => rename(event, editor, index)} /></label>
    <div class="field"><span id="side-label">Side, the animal's own</span>
      <div class="segments" role="group" aria-labelledby="side-label">
        ${sides.map(
          ([side, text]) =>
            html`<button aria-pressed=${(keypoint.side ?? 'middle') === side ? 'true' : 'false'} @click=${() => editor.change(describePoint(editor.draft, index, { side }))}>${text}</button>`,
        )}
      </div></div>
    <label>Same part of the other side
      <select @change=${(event: Event) => pair(event, editor, name)}>
        <option value="" .selected=${partner === ''}>none</option>
        ${others.map((other) => html`<option value=${other.name} .selected=${partner === other.name}>${other.name}</option>`)}
      </select></label>
    <label>Definition, one sentence
      <textarea rows="2" maxlength="1000" placeholder="Where exactly is it?" .value=${keypoint.definition ?? ''}
        @change=${(event: Event) => editor.change(describePoint(editor.draft, index, { definition: (event.target as HTMLTextAreaElement).value.trim() || undefined }))}></textarea></label>
    <div class="field"><span>Edges to</span>
      <div class="chips small">
        ${neighbours.map((other) => html`<button class="chip" aria-label="Remove the edge to ${other}" @click=${() => editor.change(toggleEdge(editor.draft, name, other))}>${other}${icon(icons.close)}</button>`)}
        <select aria-label="Add an edge to" @change=${(event: Event) => addEdge(event, editor, name)}>
          <option value="">Add…</option>
          ${others.filter((other) => !neighbours.includes(other.name)).map((other) => html`<option value=${other.name}>${other.name}</option>`)}
        </select>
      </div></div>
    <div class="point-actions">
      <label class="swatch" title="Colour"><input type="color" aria-label="Colour" .value=${color.toLowerCase()}
        @input=${(event: Event) => editor.change(describePoint(editor.draft, index, { color: (event.target as HTMLInputElement).value }), `color ${index}`)} /></label>
      ${keypoint.color === undefined ? html`<span class="secondary">automatic colour</span>` : html`<button class="quiet" @click=${() => editor.change(describePoint(editor.draft, index, { color: undefined }))}>Automatic</button>`}
      <span class="gap"></span>
      <button class="icon-button" aria-label="Earlier in the order" title="Earlier in the order" ?disabled=${index === 0} @click=${() => editor.move(index, index - 1)}>${arrow('m5 12 5-5 5 5')}</button>
      <button class="icon-button" aria-label="Later in the order" title="Later in the order" ?disabled=${index === keypoints.length - 1} @click=${() => editor.move(index, index + 1)}>${arrow('m5 8 5 5 5-5')}</button>
      <button class="icon-button" aria-label="Delete ${name}" title="Delete" @click=${() => remove(editor, index)}>${icon(icons.remove)}</button>
    </div>
    ${keypoint.rest ? nothing : html`<p class="secondary">Click the picture to place it.</p>`}
  </div>`;
}

const arrow = (path: string) =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;

/** With Enter the name is given, and the arrow keys move the point. */
function leaveName(event: KeyboardEvent, index: number): void {
  const input = event.target as HTMLInputElement;
  input.blur();
  if (input.validity.valid) document.querySelector<HTMLElement>(`.point[data-index="${index}"]`)?.focus();
}

function rename(event: Event, editor: SkeletonEditor, index: number): void {
  const input = event.target as HTMLInputElement;
  const name = input.value.trim();
  const before = editor.draft.skeleton.keypoints[index]?.name ?? '';
  const taken = name !== before && editor.draft.skeleton.keypoints.some((other) => other.name === name);
  input.setCustomValidity(taken ? `There is already a point called ${name}.` : '');
  if (taken) input.reportValidity();
  else editor.change(renamePoint(editor.draft, index, name));
  // A name that can't be given goes back to the one before.
  if (name === '') input.value = before;
}

function pair(event: Event, editor: SkeletonEditor, name: string): void {
  const other = (event.target as HTMLSelectElement).value;
  const side = editor.draft.skeleton.keypoints.find((keypoint) => keypoint.name === name)?.side;
  if (other === '') editor.change(clearPair(editor.draft, name));
  else
    editor.change(side === 'right' ? setPair(editor.draft, other, name) : setPair(editor.draft, name, other));
}

function addEdge(event: Event, editor: SkeletonEditor, name: string): void {
  const select = event.target as HTMLSelectElement;
  const other = select.value;
  select.value = '';
  if (other !== '') editor.change(toggleEdge(editor.draft, name, other));
}

function remove(editor: SkeletonEditor, index: number): void {
  editor.selected = undefined;
  editor.change(removePoint(editor.draft, index));
}
