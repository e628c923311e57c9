import { html, nothing, type TemplateResult } from 'lit';
import { keypointColors } from '#elements/gt-keypoint/keypoint-colors.ts';
import { icon, icons } from '#elements/stage/icon.ts';
import { skeletons } from '#skeletons/registry.ts';
import { download } from '../download.ts';
import { note } from '../input-view.ts';
import { closeMenu } from '../open-menus.ts';
import { type Advice, advise } from './advise.ts';
import { draftOf } from './draft.ts';
import { nameSkeleton, setAxis } from './edit-draft.ts';
import { pointFields } from './point-fields.ts';
import type { SkeletonEditor } from './skeleton-editor.ts';
import { skeletonFiles } from './skeleton-files.ts';

export interface SkeletonPanelActions {
  /** Puts the skeleton into the task input. */
  useSkeleton(): void;
  /** The skeleton that the task input has now. */
  inputSkeleton(): void;
}

/** Names, order and properties of the points, what could be better, and the files. */
export function skeletonPanel(editor: SkeletonEditor, actions: SkeletonPanelActions): TemplateResult {
  const { draft, selected, problem } = editor;
  const { keypoints, axis } = draft.skeleton;
  const advice = advise(draft.skeleton);
  const colors = keypointColors(draft.skeleton);
  return html`
    <div class="panel-head">
      <select aria-label="Start from" class="start" @change=${(event: Event) => start(event, editor, actions)}>
        <option value="" selected>Start from…</option>
        <option value="new">A new skeleton</option>
        <option value="input">The task input</option>
        ${Object.keys(skeletons).map((name) => html`<option value=${name}>${name}</option>`)}
      </select>
      <label class="quiet file" tabindex="-1">Import
        <input type="file" class="covered" aria-label="Import a skeleton" accept=".json,.txt,.html"
          @change=${(event: Event) => readFile(event, editor)} /></label>
    </div>
    ${problem ? note('error', 'Not imported', problem) : nothing}
    ${editor.choice ? categoryChoice(editor, editor.choice) : nothing}
    <div class="scroll">
      <div class="fields two">
        <label>Skeleton
          <input .value=${draft.skeleton.name} maxlength="256" @change=${(event: Event) => editor.change(nameSkeleton(editor.draft, { name: textOf(event) }))} /></label>
        <label>One of them is a
          <input .value=${draft.skeleton.instance ?? ''} maxlength="256" placeholder="cat" @change=${(event: Event) => editor.change(nameSkeleton(editor.draft, { instance: textOf(event) }))} /></label>
      </div>
      <ol class="points" aria-label="Points, in the order that workers mark them">
        ${keypoints.map((keypoint, index) => {
          const chosen = selected === index;
          return html`<li
            class=${chosen ? 'chosen' : ''} draggable=${chosen ? 'false' : 'true'}
            @dragstart=${(event: DragEvent) => event.dataTransfer?.setData('text/x-point', String(index))}
            @dragover=${(event: DragEvent) => event.preventDefault()}
            @drop=${(event: DragEvent) => drop(event, editor, index)}
          >
            <button class="row" aria-expanded=${chosen ? 'true' : 'false'} @click=${() => editor.select(chosen ? undefined : index)}>
              <i class=${keypoint.rest ? '' : 'none'} style="--color:${colors[index]}"></i>
              <b>${index + 1}</b><span>${keypoint.name}</span>
              ${keypoint.rest ? nothing : html`<em>not placed</em>`}
            </button>
            ${chosen ? pointFields(editor, index, colors[index] ?? '#bbbbbb') : nothing}
          </li>`;
        })}
      </ol>
      ${
        keypoints.length > 1
          ? html`<div class="fields two">
              <label>Tail end ${endSelect(editor, 0)}</label>
              <label>Head end ${endSelect(editor, 1)}</label>
            </div>`
          : nothing
      }
      ${advice.length > 0 && keypoints.length > 0 ? html`<ul class="advice" aria-label="What could be better">${advice.map((entry) => adviceRow(entry, editor))}</ul>` : nothing}
      ${axis && advice.length === 0 ? note('good', 'Ready', 'This skeleton says all that it can say.') : nothing}
    </div>
    <div class="panel-foot">
      <details class="menu">
        <summary class="plain" role="button">Export</summary>
        <div class="menu-list">
          ${skeletonFiles(editor.skeleton).map(
            (file) =>
              html`<button ?disabled=${keypoints.length === 0} @click=${(event: Event) => {
                download(file.fileName, file.type, file.text);
                closeMenu(event.currentTarget as HTMLElement);
              }}>${file.title}<small>${file.fileName}</small></button>`,
          )}
        </div>
      </details>
      <button class="accent" ?disabled=${advice[0]?.kind === 'error'} @click=${actions.useSkeleton}>Use in the template</button>
    </div>`;
}

/** Which of a COCO file's categories is meant. */
function categoryChoice(
  editor: SkeletonEditor,
  { text, fileName, names }: NonNullable<SkeletonEditor['choice']>,
): TemplateResult {
  return html`<div class="choice" role="group" aria-labelledby="choice-label">
    <p id="choice-label" role="status">${fileName} has ${names.length} skeletons. Which one?</p>
    ${names.map((name) => html`<button class="plain" @click=${() => editor.importText(text, fileName, name)}>${name}</button>`)}
  </div>`;
}

function endSelect(editor: SkeletonEditor, end: 0 | 1): TemplateResult {
  const { keypoints, axis } = editor.draft.skeleton;
  // One end alone is no axis; the other is taken from the far side of the list until it is said.
  const choose = (event: Event) => {
    const chosen = textOf(event);
    const other = axis?.[1 - end] ?? keypoints.find(({ name }) => name !== chosen)?.name ?? '';
    const next = chosen === other ? (keypoints.find(({ name }) => name !== chosen)?.name ?? '') : other;
    const [tail, head] = end === 0 ? [chosen, next] : [next, chosen];
    editor.change(setAxis(editor.draft, chosen === '' ? '' : tail, head));
  };
  return html`<select @change=${choose}>
    <option value="" ?selected=${!axis}>not said</option>
    ${keypoints.map(({ name }) => html`<option value=${name} .selected=${axis?.[end] === name}>${name}</option>`)}
  </select>`;
}

function adviceRow({ kind, text, index }: Advice, editor: SkeletonEditor): TemplateResult {
  return html`<li class=${kind}>${icon(icons.warning)}<span>${text}</span>
    ${index === undefined ? nothing : html`<button class="quiet" @click=${() => editor.select(index)}>Show</button>`}</li>`;
}

function start(event: Event, editor: SkeletonEditor, actions: SkeletonPanelActions): void {
  const select = event.target as HTMLSelectElement;
  const name = select.value;
  select.value = '';
  const known = skeletons[name];
  if (name === 'input') actions.inputSkeleton();
  else if (known) editor.load(draftOf(known));
  else if (name === 'new') editor.load(draftOf());
}

async function readFile(event: Event, editor: SkeletonEditor): Promise<void> {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file) editor.importText(await file.text(), file.name);
  // The same file can be chosen again.
  input.value = '';
}

function drop(event: DragEvent, editor: SkeletonEditor, to: number): void {
  const from = event.dataTransfer?.getData('text/x-point');
  if (!from) return;
  event.preventDefault();
  editor.move(Number(from), to);
}

const textOf = (event: Event) => (event.target as HTMLInputElement).value.trim();
