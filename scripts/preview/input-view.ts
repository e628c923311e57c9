import { html, nothing, type TemplateResult } from 'lit';
import { lineOfPath } from './line-of-path.ts';
import type { PreviewState } from './preview-state.ts';

export interface InputActions {
  editInput(text: string): void;
  formatInput(): void;
  resetInput(): void;
}

/** The editor of `task.input`: plain text with line numbers, and what is wrong with it, by line. */
export function inputView(state: PreviewState, actions: InputActions): TemplateResult {
  const { inputProblem, inputText, live } = state;
  const lines = inputText.split('\n');
  const found = inputProblem
    ? []
    : state.problems.map(({ path, message }) => ({
        line: lineOfPath(inputText, path),
        path: path.length === 0 ? 'task.input' : path.join('.'),
        message,
      }));
  const wrong = new Set(found.map(({ line }) => line));
  const edited = inputText !== state.template?.example;
  return html`
    <div class="panel-head">
      <p><code>task.input</code></p>
      <button class="quiet" @click=${actions.formatInput} ?disabled=${inputProblem !== undefined}>Format</button>
      <button class="quiet" @click=${actions.resetInput} ?disabled=${!edited}>Reset</button>
    </div>
    ${inputProblem ? note('error', `Line ${inputProblem.line}`, inputProblem.message, showLine(inputProblem.line)) : nothing}
    ${found.map(({ line, path, message }) => note('warning', `Line ${line}`, html`<code>${path}</code>: ${message}`, showLine(line)))}
    ${!inputProblem && found.length === 0 && live?.setup ? note('error', 'The element says', live.setup) : nothing}
    <div class="editor">
      <ol aria-hidden="true">${lines.map((_, index) => html`<li class=${index + 1 === inputProblem?.line ? 'wrong' : wrong.has(index + 1) ? 'doubtful' : ''}>${index + 1}</li>`)}</ol>
      <textarea
        aria-label="Task input"
        aria-invalid=${inputProblem ? 'true' : 'false'}
        spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off"
        rows=${lines.length}
        .value=${inputText}
        @input=${(event: Event) => actions.editInput((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>`;
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

/** Puts the cursor into a line of the editor and brings it into sight. */
function showLine(line: number): () => void {
  return () => {
    const editor = document.querySelector<HTMLTextAreaElement>('.editor textarea');
    const lines = editor?.value.split('\n') ?? [];
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    editor?.focus();
    editor?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    document.querySelector(`.editor li:nth-child(${line})`)?.scrollIntoView({ block: 'center' });
  };
}
