import { html, nothing, type TemplateResult } from 'lit';
import { note } from './input-view.ts';
import { languageName } from './language-name.ts';
import type { TemplateSize } from './template-sizes.ts';

/** How large the built templates are beside what they may be. */
export function sizeView(sizes: readonly TemplateSize[] | undefined, measure: () => void): TemplateResult {
  return html`
    <div class="panel-head"><p>Built from the sources</p>
      <button class="quiet" ?disabled=${sizes === undefined} @click=${measure}>Measure again</button></div>
    ${
      sizes === undefined
        ? html`<p class="empty">Building…</p>`
        : sizes.map(
            (size) => html`<div class="size">
            <h2>${size.name}</h2>
            ${
              size.problem
                ? note('error', 'Does not build', size.problem)
                : html`${bar('Template', size.characters, size.maxCharacters, 'characters')}
                    ${bar('Script, gzip', size.scriptKib, size.maxScriptKib, 'KiB')}
                    ${size.languages.map(languageSize)}
                    <p class="secondary tabular">${size.pageCharacters.toLocaleString('en')} characters of page and instructions, which is all when the script lies in a bucket.</p>`
            }
          </div>`,
          )
    }`;
}

/** A translation in a line: only what is too much needs a bar. */
function languageSize({ locale, characters, scriptKib, maxScriptKib }: TemplateSize['languages'][number]) {
  const over = scriptKib > maxScriptKib;
  return html`<p class="translation ${over ? 'over' : ''}"><span lang=${locale}>${languageName(locale)}</span>
    <span class="tabular">${over ? html`<b>✕ Over.</b> ` : nothing}${characters.toLocaleString('en')} characters, ${scriptKib.toLocaleString('en')} KiB</span></p>`;
}

function bar(name: string, figure: number, budget: number, unit: string): TemplateResult {
  const over = figure > budget;
  const text = `${figure.toLocaleString('en')} of ${budget.toLocaleString('en')} ${unit}`;
  return html`<div class="budget ${over ? 'over' : ''}">
    <p><span>${name}</span><span class="tabular">${over ? html`<b>✕ Over.</b> ` : nothing}${text}</span></p>
    <progress max=${budget} value=${Math.min(figure, budget)} aria-label="${name}, ${text}"></progress>
  </div>`;
}
