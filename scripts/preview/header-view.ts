import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from '#elements/stage/icon.ts';
import type { Scheme } from './emulate-scheme.ts';
import { languageName } from './language-name.ts';
import type { PreviewState, View, WorkerId } from './preview-state.ts';
import { workers } from './preview-state.ts';

export interface HeaderActions {
  chooseTemplate(name: string): void;
  show(view: View): void;
  chooseBuilt(built: boolean): void;
  chooseLocale(locale: string | undefined): void;
  togglePanel(): void;
  togglePhone(): void;
  chooseScheme(scheme: Scheme): void;
  chooseWorker(worker: WorkerId): void;
}

const nextScheme: Record<Scheme, Scheme> = { system: 'dark', dark: 'light', light: 'system' };
const schemeNames: Record<Scheme, string> = {
  system: 'light or dark as the system is',
  dark: 'dark',
  light: 'light',
};

/** The bar on top: which template, what of it, on which device, and who is labeling. */
export function headerView(state: PreviewState, actions: HeaderActions): TemplateResult {
  const { template, built, view } = state;
  const labeling = view === 'label' || view === 'panel';
  const recorded = state.recorded[template?.name ?? ''] ?? {};
  const choose = (event: Event) => actions.chooseTemplate((event.target as HTMLSelectElement).value);
  return html`
    <header>
      <h1>Workbench</h1>
      <select aria-label="Template" @change=${choose}>
        ${state.templates.map(({ name }) => html`<option value=${name} .selected=${name === template?.name}>${name}</option>`)}
      </select>
      <div class="segments wide" role="group" aria-label="Show">
        ${segment('Design', view === 'design', 'Draw the skeleton', () => actions.show('design'))}
        ${segment('Label', labeling, 'What a worker sees', () => actions.show('label'))}
        ${segment('Result', view === 'result', 'What the consolidation makes of the answers', () => actions.show('result'))}
      </div>
      ${
        labeling
          ? html`<div class="segments wide" role="group" aria-label="From">
              ${segment('Source', !built, 'Elements as modules, reloaded when they change', () => actions.chooseBuilt(false))}
              ${segment('Built', built, 'The bytes that go to Ground Truth', () => actions.chooseBuilt(true))}
            </div>
            ${languageSelect(state, actions)}
            <button class="icon-button wide" aria-pressed=${state.phone ? 'true' : 'false'} aria-label="As on a phone" title="As on a phone, 390 by 844: the mouse is a finger, with Shift two" @click=${actions.togglePhone}>
              <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><rect x="5.5" y="2.5" width="9" height="15" rx="2" /><path d="M9 15h2" /></svg></button>
            <button class="icon-button wide" aria-pressed=${state.scheme === 'system' ? 'false' : 'true'} aria-label="Worker's page: ${schemeNames[state.scheme]}" title="Worker's page: ${schemeNames[state.scheme]}" @click=${() => actions.chooseScheme(nextScheme[state.scheme])}>${icon(icons.adjust)}${state.scheme === 'system' ? nothing : html`<small>${state.scheme}</small>`}</button>`
          : nothing
      }
      ${view === 'design' ? html`<span class="gap"></span>` : workerButtons(state, recorded, actions)}
      <button
        class="icon-button wide"
        aria-label=${state.panelOpen ? 'Hide the panel' : 'Show the panel'}
        title=${state.panelOpen ? 'Hide the panel' : 'Show the panel'}
        aria-pressed=${state.panelOpen ? 'true' : 'false'}
        @click=${actions.togglePanel}
      >${icon(icons.panel)}</button>
    </header>`;
}

/** The language that the worker's page is in: English, and what `elements/locales` has. */
function languageSelect({ locales, locale = 'en' }: PreviewState, actions: HeaderActions): TemplateResult {
  const choose = (event: Event) => {
    const chosen = (event.target as HTMLSelectElement).value;
    actions.chooseLocale(chosen === 'en' ? undefined : chosen);
  };
  return html`<select class="wide" aria-label="Language" title="Language of the worker's page" @change=${choose}>
    ${['en', ...locales].map((tag) => html`<option value=${tag} .selected=${tag === locale}>${languageName(tag)}</option>`)}
  </select>`;
}

function workerButtons(
  state: PreviewState,
  recorded: Partial<Record<WorkerId, unknown>>,
  actions: HeaderActions,
): TemplateResult {
  return html`<div class="segments workers" role="group" aria-label="Label as">
    <span class="wide">Worker</span>
    ${workers.map(
      (worker) => html`<button
        aria-pressed=${state.worker === worker ? 'true' : 'false'}
        aria-label="Worker ${worker.slice(-1)}${recorded[worker] === undefined ? '' : ', has answered'}"
        @click=${() => actions.chooseWorker(worker)}
      >${worker.slice(-1)}${recorded[worker] === undefined ? nothing : html`<i class="dot done"></i>`}</button>`,
    )}
  </div>`;
}

function segment(text: string, pressed: boolean, title: string, choose: () => void): TemplateResult {
  return html`<button aria-pressed=${pressed ? 'true' : 'false'} title=${title} @click=${choose}>${text}</button>`;
}
