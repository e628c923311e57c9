import { html, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import { skeletonBoard } from './skeleton-board.ts';
import type { Picture, SkeletonEditor, SkeletonTool } from './skeleton-editor.ts';

export interface SkeletonViewActions {
  uploadPicture(file: File): void;
}

const tools: [SkeletonTool, string, string][] = [
  ['points', 'Points', 'Place and move points'],
  ['edges', 'Edges', 'Draw edges between points'],
  ['pairs', 'Pairs', 'Say which left and right parts belong together'],
];

/** The picture to draw on, with its tools above it; a picture or a skeleton file can be dropped on it. */
export function skeletonView(
  editor: SkeletonEditor,
  pictures: readonly Picture[],
  actions: SkeletonViewActions,
): TemplateResult {
  const choose = (event: Event) => {
    const picture = pictures.find(({ url }) => url === (event.target as HTMLSelectElement).value);
    if (picture) editor.choosePicture(picture);
  };
  const upload = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) actions.uploadPicture(file);
    input.value = '';
  };
  const drop = async (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.type.startsWith('image/')) actions.uploadPicture(file);
    else editor.importText(await file.text(), file.name);
  };
  return html`
    <div class="design" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${drop}>
      <div class="toolbar">
        <div class="segments" role="group" aria-label="Draw">
          ${tools.map(([tool, text, title]) => html`<button title=${title} aria-pressed=${editor.tool === tool ? 'true' : 'false'} @click=${() => editor.chooseTool(tool)}>${text}</button>`)}
        </div>
        <button class="icon-button" aria-label="Undo" title="Undo (Ctrl Z)" ?disabled=${!editor.canUndo} @click=${() => editor.undo()}>${icon(icons.undo)}</button>
        <button class="icon-button" aria-label="Redo" title="Redo (Ctrl Shift Z)" ?disabled=${!editor.canRedo} @click=${() => editor.redo()}>${icon(icons.redo)}</button>
        <label class="check"><input type="checkbox" .checked=${editor.named} @change=${(event: Event) => {
          editor.named = (event.target as HTMLInputElement).checked;
          editor.select(editor.selected);
        }} />Names</label>
        <p class="hint" role="status">${editor.hint}</p>
        <select aria-label="Picture" @change=${choose}>
          ${pictures.map(({ name, url }) => html`<option value=${url} .selected=${url === editor.picture?.url}>${name}</option>`)}
        </select>
        <label class="plain file" title="Or drop a picture here">${icon(icons.picture)}<span>Your picture</span>
          <input type="file" class="covered" aria-label="Your picture" accept="image/png,image/jpeg,image/webp" @change=${upload} /></label>
      </div>
      ${skeletonBoard(editor)}
    </div>`;
}
