import { html, nothing, type TemplateResult } from 'lit';
import { note } from '../input-view.ts';
import type { OutlineNode } from './outline.ts';
import type { AxeReport, Violation } from './run-axe.ts';

/** What is known of the page's accessibility. */
export interface AccessibilityState {
  outline: OutlineNode[] | undefined;
  report: AxeReport | undefined;
  /** axe-core is at work. */
  checking: boolean;
  /** The page has changed since the report. */
  stale: boolean;
  problem: string;
}

export interface AccessibilityActions {
  /** Shows the outline, and keeps it up with the page or stops to. */
  followOutline(follow: boolean): void;
  checkWithAxe(): void;
  highlight(id: number | undefined): void;
}

/** What axe-core finds, and the page as assistive technology gets it. */
export function accessibilityView(
  { outline, report, checking, stale, problem }: AccessibilityState,
  actions: AccessibilityActions,
): TemplateResult {
  return html`
    <div class="panel-head"><p>Rules of axe-core</p>
      <button class="quiet" ?disabled=${checking} @click=${actions.checkWithAxe}>${checking ? 'Checking…' : report ? 'Check again' : 'Check'}</button></div>
    ${problem ? note('error', 'Not checked', problem) : nothing}
    ${
      report?.violations.length === 0
        ? note(
            'good',
            'Nothing found',
            stale
              ? `The page kept all ${report.passes} rules that apply. It has changed since.`
              : `The page keeps all ${report.passes} rules that apply, as it is now.`,
          )
        : nothing
    }
    ${report && report.violations.length > 0 ? html`<ul class="violations">${report.violations.map(violation)}</ul>` : nothing}
    <div class="panel-head ruled"><p>What a screen reader gets, as it changes</p></div>
    ${
      outline === undefined
        ? html`<p class="empty">The outline comes with the page.</p>`
        : html`<div class="outline" @pointerleave=${() => actions.highlight(undefined)} @focusout=${() => actions.highlight(undefined)}>
            ${branch(outline, actions)}</div>`
    }`;
}

function branch(nodes: readonly OutlineNode[], actions: AccessibilityActions): TemplateResult {
  return html`<ul>${nodes.map((node) => {
    const { id, role, name, states, focusable, children } = node;
    const words = html`<i>${role}</i>${name ? html`<b>${name}</b>` : nothing}${states.map((state) => html`<em>${state}</em>`)}${focusable ? html`<em class="tab" title="Reached by Tab">Tab</em>` : nothing}`;
    return html`<li>
      ${
        id < 0
          ? html`<span class="leaf">${words}</span>`
          : html`<button class="leaf" @pointerenter=${() => actions.highlight(id)} @focus=${() => actions.highlight(id)}>${words}</button>`
      }
      ${children.length > 0 ? branch(children, actions) : nothing}</li>`;
  })}</ul>`;
}

function violation({ id, impact, help, nodes }: Violation): TemplateResult {
  return html`<li>
    <p><b>${help}</b> <span class="secondary">${impact}, ${id}</span></p>
    ${nodes.map(({ target, summary }) => html`<p><code>${target}</code><br /><span class="secondary">${summary}</span></p>`)}
  </li>`;
}
