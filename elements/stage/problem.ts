import { html, nothing, type TemplateResult } from 'lit';
import { icon, icons } from './icon.ts';

/**
 * What a submit asks about, once a task: whoever submits again means it.
 * `empty`: nothing is marked or chosen; `unmarked`: keypoints are missing; `unlisted`: an earlier box has a label
 * that cannot be chosen.
 */
export type Doubt = 'empty' | 'unmarked' | 'unlisted';

/** Why the answer is not submitted: a sentence for the worker, and what brings them to the place. */
export interface Problem {
  /** Without one there is no answer that could be submitted, and the problem stands until it is solved. */
  readonly doubt?: Doubt;
  /** Names all that the doubt is about. */
  readonly message: string;
  readonly show?: () => void;
}

/** The sentence about the answer, to be put beside what it speaks of. */
export function renderProblem(problem: Problem | undefined): TemplateResult | typeof nothing {
  return problem === undefined
    ? nothing
    : html`<p class="problem">${icon(icons.warning)}${problem.message}</p>`;
}
