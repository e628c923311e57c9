import { html, nothing, type TemplateResult } from 'lit';
import { type InputOption, inputOptions } from './input-options.ts';
import { type JsonPlace, placeOfPath } from './place-of-path.ts';
import type { PreviewState } from './preview-state.ts';

export interface InputActions {
  editInput(text: string): void;
  formatInput(): void;
  resetInput(): void;
  addToInput(option: InputOption): void;
}

/** What is wrong with the text, where, and in how grave a way. */
interface Fault extends JsonPlace {
  kind: 'error' | 'warning';
  message: string | TemplateResult;
}

/** The editor of `task.input`: plain text with line numbers, and what is wrong with it, by line and column. */
export function inputView(state: PreviewState, actions: InputActions): TemplateResult {
  const { inputProblem, inputText, live } = state;
  const faults = faultsOf(state);
  const edited = inputText !== state.template?.example;
  return html`
    <div class="panel-head">
      <p><code>task.input</code></p>
      ${addSelect(state, actions)}
      <button class="quiet" @click=${actions.formatInput} ?disabled=${inputProblem !== undefined}>Format</button>
      <button class="quiet" @click=${actions.resetInput} ?disabled=${!edited}>Reset</button>
    </div>
    <div class="editor">
      <div class="lines" aria-hidden="true">${lineRows(inputText, faults)}</div>
      <textarea
        aria-label="Task input"
        aria-invalid=${inputProblem ? 'true' : 'false'}
        spellcheck="false" autocapitalize="off" autocomplete="off"
        .value=${inputText}
        @input=${(event: Event) => actions.editInput((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>
    <div class="faults">
      ${faults.map((fault) => note(fault.kind, `Line ${fault.line}, column ${fault.column}`, fault.message, () => showPlace(fault)))}
      ${faults.length === 0 && live?.setup ? note('error', 'The element says', live.setup) : nothing}
    </div>`;
}

/** What the task understands and the input does not say yet. */
function addSelect({ template, input, inputProblem }: PreviewState, actions: InputActions) {
  const options = inputOptions[template?.task ?? 'keypoint'].filter(({ key }) => !(key in input));
  const add = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const option = options.find(({ key }) => key === select.value);
    select.value = '';
    if (option) actions.addToInput(option);
  };
  return html`<select class="quiet" aria-label="Add to the input" ?disabled=${inputProblem !== undefined || options.length === 0} @change=${add}>
    <option value="">Add…</option>
    ${options.map(({ key, title }) => html`<option value=${key}>${key}: ${title}</option>`)}
  </select>`;
}

function faultsOf({ inputProblem, inputText, problems }: PreviewState): Fault[] {
  if (inputProblem) {
    const { line, column, offset, message } = inputProblem;
    return [{ kind: 'error', line, column, start: offset, end: offset + 1, message }];
  }
  return problems.map(({ path, message }) => ({
    kind: 'warning',
    ...placeOfPath(inputText, path),
    message: html`<code>${path.length === 0 ? 'task.input' : path.join('.')}</code>: ${message}`,
  }));
}

/**
 * The text once more behind the field, line by line: a long line is broken as the field breaks it, so its number
 * stands at its begin and the mark of a fault under its place.
 */
function lineRows(text: string, faults: readonly Fault[]): TemplateResult[] {
  let start = 0;
  return text.split('\n').map((line, index) => {
    const fault = faults.find((one) => one.line === index + 1);
    const from = fault ? fault.start - start : 0;
    start += line.length + 1;
    const words = fault
      ? html`${line.slice(0, from)}<mark>${line.slice(from, fault.end - fault.start + from) || ' '}</mark>${line.slice(fault.end - fault.start + from)}`
      : line || ' ';
    return html`<div class=${fault?.kind ?? ''}><i class="line-number">${index + 1}</i><span class="line-words">${words}</span></div>`;
  });
}

/** A message with its mark and its word, never by colour alone. */
export function note(
  kind: 'error' | 'warning' | 'good',
  word: string,
  message: string | TemplateResult,
  show?: () => void,
): TemplateResult {
  const marks = { error: '✕', warning: '!', good: '✓' };
  return html`<p class="note ${kind}" role="status"><span class="mark" aria-hidden="true">${marks[kind]}</span><span><b>${word}.</b> ${message}</span>${show ? html`<button class="quiet" @click=${show}>Show</button>` : nothing}</p>`;
}

/** Selects a place in the editor and brings it into sight. */
export function showPlace({ line, start, end }: JsonPlace): void {
  const editor = document.querySelector<HTMLTextAreaElement>('.editor textarea');
  // The row first: the field is as high as all of its text, and focus would bring its middle into sight.
  editor?.focus({ preventScroll: true });
  editor?.setSelectionRange(start, end);
  document.querySelector(`.editor .lines > :nth-child(${line})`)?.scrollIntoView({ block: 'center' });
}
