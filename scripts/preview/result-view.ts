import { html, nothing, type TemplateResult } from 'lit';
import type { PreviewLabel } from './consolidate-answers.ts';
import { drawLabels, summarize, workerColors } from './draw-labels.ts';
import { note } from './input-view.ts';
import { jsonView } from './json-view.ts';
import { type PreviewState, type WorkerId, workers } from './preview-state.ts';

export interface ResultActions {
  toggleShown(name: string): void;
  removeAnswer(worker: WorkerId): void;
  labelAs(worker: WorkerId): void;
  chooseMethod(method: string): void;
}

const nameOf = (worker: string) => worker.replace('worker-', 'Worker ');

/** The picture with the label and the answers that it was made from. */
export function resultPicture(state: PreviewState, actions: ResultActions): TemplateResult {
  const recorded = state.recorded[state.template?.name ?? ''] ?? {};
  const answered = workers.filter((worker) => recorded[worker] !== undefined);
  if (answered.length === 0) {
    return html`<div class="blank"><h2>No answers yet</h2>
      <p>Label the picture and submit, as one worker or as several. The label that the consolidation makes of the answers appears here.</p>
      <button class="accent" @click=${() => actions.labelAs(state.worker)}>Label the picture</button></div>`;
  }
  if (!state.result)
    return html`<div class="blank">${state.resultProblem ? html`<h2>No label</h2><p>${state.resultProblem}</p>` : nothing}</div>`;
  return html`
    <div class="chips" role="group" aria-label="Show">
      ${['label', ...answered].map(
        (
          name,
        ) => html`<button class="chip" aria-pressed=${state.shown.has(name) ? 'true' : 'false'} @click=${() => actions.toggleShown(name)}>
          <i style="--color:${workerColors[name] ?? 'var(--gt-text-primary)'}" class=${name === 'label' ? 'solid' : ''}></i>${name === 'label' ? 'Label' : html`<span><span class="word">Worker </span>${name.slice(-1)}</span>`}
        </button>`,
      )}
    </div>
    ${state.result.task === 'classification' ? pictureWithWords(state, state.result) : drawLabels(state)}`;
}

/** A choice has no place in the picture: it stands under it, and each worker's beside it. */
function pictureWithWords(
  state: PreviewState,
  { names, metadata }: Extract<PreviewLabel, { task: 'classification' }>,
): TemplateResult {
  const recorded = state.recorded[state.template?.name ?? ''] ?? {};
  const { confidence } = metadata;
  const sure = typeof confidence === 'number' ? `${Math.round(confidence * 100)} % sure` : '';
  return html`<figure class="chosen">
    <img src=${state.image} alt="The picture of this task" crossorigin="anonymous" />
    <figcaption>
      ${state.shown.has('label') ? html`<p class="winner"><b>${names.join(', ') || 'none of the labels'}</b> <span>${sure}</span></p>` : nothing}
      ${workers
        .filter((worker) => recorded[worker] !== undefined && state.shown.has(worker))
        .map(
          (worker) =>
            html`<p><i class="dot-of-worker" style="--color:${workerColors[worker]}"></i>${nameOf(worker)}: ${summarize(recorded[worker])}</p>`,
        )}
    </figcaption>
  </figure>`;
}

/** The recorded answers and the label as JSON. */
export function resultPanel(state: PreviewState, actions: ResultActions): TemplateResult {
  const recorded = state.recorded[state.template?.name ?? ''] ?? {};
  const { result } = state;
  return html`
    <div class="panel-head"><p>Recorded answers</p></div>
    <ul class="answers">
      ${workers.map((worker) => {
        const answer = recorded[worker];
        return html`<li>
          <i style="--color:${workerColors[worker]}" class=${answer === undefined ? 'none' : ''}></i><b>${nameOf(worker)}</b>
          <span>${answer === undefined ? 'no answer' : summarize(answer)}</span>
          ${
            answer === undefined
              ? html`<button class="quiet" @click=${() => actions.labelAs(worker)}>Label</button>`
              : html`<button class="quiet" aria-label="Remove the answer of ${nameOf(worker)}" @click=${() => actions.removeAnswer(worker)}>Remove</button>`
          }
        </li>`;
      })}
    </ul>
    ${state.resultProblem ? note('error', 'No label', state.resultProblem) : nothing}
    ${
      result
        ? html`<div class="panel-head"><p>Label, merged with</p>
            <select aria-label="Consolidation method" @change=${(event: Event) => actions.chooseMethod((event.target as HTMLSelectElement).value)}>
              ${(state.template?.methods ?? []).map((name) => html`<option value=${name} .selected=${name === result.method}>${name}</option>`)}
            </select></div>
          ${jsonView('Label', shownLabel(result))}`
        : nothing
    }`;
}

/** The label as it goes into the output manifest, and what stands beside it in the metadata. */
function shownLabel(result: PreviewLabel): object {
  if (result.task === 'classification') return { label: result.label, metadata: result.metadata };
  const { label, objects } = result;
  return result.task === 'bounding-box'
    ? { label, objects, 'class-map': result.classMap }
    : { label, objects };
}
