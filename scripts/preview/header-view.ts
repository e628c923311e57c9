import { html, nothing, type TemplateResult } from 'lit';
import type { PreviewState, View, WorkerId } from './preview-state.ts';
import { workers } from './preview-state.ts';

export interface HeaderActions {
  chooseTemplate(name: string): void;
  show(view: View): void;
  chooseBuilt(built: boolean): void;
  togglePanel(): void;
  chooseWorker(worker: WorkerId): void;
}

/** Longest template that Ground Truth takes, in characters. */
const LIMIT = (128_000).toLocaleString('en');

/** The bar on top: which template, what of it, and who is labeling. */
export function headerView(state: PreviewState, actions: HeaderActions): TemplateResult {
  const { template, built, characters } = state;
  const result = state.view === 'result';
  const recorded = state.recorded[template?.name ?? ''] ?? {};
  const choose = (event: Event) => actions.chooseTemplate((event.target as HTMLSelectElement).value);
  return html`
    <header>
      <h1>Preview</h1>
      <select aria-label="Template" @change=${choose}>
        ${state.templates.map(({ name }) => html`<option value=${name} ?selected=${name === template?.name}>${name}</option>`)}
      </select>
      <div class="segments wide" role="group" aria-label="Show">
        ${segment('Label', !result, 'What a worker sees', () => actions.show('label'))}
        ${segment('Result', result, 'What the consolidation makes of the answers', () => actions.show('result'))}
      </div>
      ${
        result
          ? nothing
          : html`<div class="segments wide" role="group" aria-label="From">
              ${segment('Source', !built, 'Elements as modules, reloaded when they change', () => actions.chooseBuilt(false))}
              ${segment('Built', built, 'The bytes that go to Ground Truth', () => actions.chooseBuilt(true))}
            </div>`
      }
      ${built && characters > 0 && !result ? html`<span class="figure wide">${characters.toLocaleString('en')} of ${LIMIT} characters</span>` : nothing}
      <div class="segments workers" role="group" aria-label="Label as">
        <span class="wide">Worker</span>
        ${workers.map(
          (worker) => html`<button
            aria-pressed=${state.worker === worker ? 'true' : 'false'}
            aria-label="Worker ${worker.slice(-1)}${recorded[worker] === undefined ? '' : ', has answered'}"
            @click=${() => actions.chooseWorker(worker)}
          >${worker.slice(-1)}${recorded[worker] === undefined ? nothing : html`<i class="dot done"></i>`}</button>`,
        )}
      </div>
      <button
        class="icon wide"
        aria-label=${state.panelOpen ? 'Hide the panel' : 'Show the panel'}
        title=${state.panelOpen ? 'Hide the panel' : 'Show the panel'}
        aria-pressed=${state.panelOpen ? 'true' : 'false'}
        @click=${actions.togglePanel}
      ><svg viewBox="0 0 20 20" aria-hidden="true"><rect x="2.75" y="3.75" width="14.5" height="12.5" rx="2" /><path d="M12.25 4v12" /></svg></button>
    </header>`;
}

function segment(text: string, pressed: boolean, title: string, choose: () => void): TemplateResult {
  return html`<button aria-pressed=${pressed ? 'true' : 'false'} title=${title} @click=${choose}>${text}</button>`;
}
