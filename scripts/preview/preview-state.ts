import type { AccessibilityState } from './accessibility/accessibility-view.ts';
import type { PreviewLabel } from './consolidate-answers.ts';
import type { JsonProblem } from './describe-json-error.ts';
import type { Scheme } from './emulate-scheme.ts';
import type { InputProblem } from './input-problems.ts';
import type { TemplateEntry } from './preview-api.ts';
import type { Draft } from './skeleton/draft.ts';
import type { Picture } from './skeleton/skeleton-editor.ts';
import type { TemplateSize } from './template-sizes.ts';

export const workers = ['worker-1', 'worker-2', 'worker-3'] as const;
export type WorkerId = (typeof workers)[number];

/** What a phone shows one at a time; a desktop shows a picture (design, label, result) and a panel beside it. */
export type View = 'design' | 'label' | 'panel' | 'result';

/** What the panel beside the worker's page shows. */
export type Panel = 'input' | 'answer' | 'sessions' | 'accessibility' | 'size';

/** Everything that the page shows. One object; {@link saved} outlives a reload. */
export interface PreviewState {
  templates: TemplateEntry[];
  template: TemplateEntry | undefined;
  /** Languages besides English in which the worker's page can be shown, and the one that is; undefined is English. */
  locales: string[];
  locale: string | undefined;
  view: View;
  panel: Panel;
  /** Whether the panel beside the picture is shown; on a phone it is a view of its own. */
  panelOpen: boolean;
  worker: WorkerId;
  /** Task input as it stands in the editor. */
  inputText: string;
  inputProblem: JsonProblem | undefined;
  /** The last input that was JSON. */
  input: Record<string, unknown>;
  /** Show the built template and not its sources. */
  built: boolean;
  /** Characters of the built template, 0 when it is not built. */
  characters: number;
  /** Show the worker's page as large as a phone. */
  phone: boolean;
  /** Show the worker's page light or dark. */
  scheme: Scheme;
  /** Consolidation method that was chosen; the task's default when it is none of the task's. */
  method: string | undefined;
  /** Pictures of the author's own. */
  pictures: Picture[];
  accessibility: AccessibilityState;
  /** Undefined while they are measured. */
  sizes: TemplateSize[] | undefined;
  page: string;
  /** Whether that page is the one of the input as it stands, and is loaded: what is done in it will stay. */
  settled: boolean;
  image: string;
  /** What is wrong with the input; the worker's page is there all the same. */
  problems: InputProblem[];
  /** Why there is no worker's page. */
  failure: string;
  /** The lines of source around it. */
  failureDetail: string;
  /** What the worker's page itself reported. */
  pageErrors: string[];
  /** What would be submitted now. */
  live: { answer: Record<string, unknown>; valid: boolean; message: string; setup: string } | undefined;
  /** Submitted answers, by template and worker. */
  recorded: Record<string, Partial<Record<WorkerId, unknown>>>;
  result: PreviewLabel | undefined;
  resultProblem: string;
  /** Workers whose answers are drawn over the result. */
  shown: Set<string>;
  notice: string;
}

const STORAGE_KEY = 'gtkit-preview';

interface Saved {
  template?: string;
  locale?: string | undefined;
  inputs?: Record<string, string>;
  recorded?: PreviewState['recorded'];
  draft?: Draft;
  /** Name of the picture that is drawn on. */
  picture?: string;
  view?: View;
  panel?: Panel;
}

/** What an earlier visit left: edited inputs and recorded answers. */
export function loadSaved(): Saved {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Saved;
  } catch {
    return {};
  }
}

/** Keeps what is given; a full or forbidden storage costs only the memory of it. */
export function save(changes: Saved): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ ...loadSaved(), ...changes }));
  } catch {
    // The preview works without.
  }
}

/** The value that the element answered, out of what crowd-form submits. */
export function elementAnswer(answers: Record<string, unknown>, name: string): unknown {
  return answers[name] ?? Object.values(answers)[0];
}

/** What the page shows before anything was loaded. */
export function initialState(): PreviewState {
  return {
    templates: [],
    template: undefined,
    locales: [],
    locale: loadSaved().locale,
    view: loadSaved().view ?? 'label',
    panel: loadSaved().panel ?? 'input',
    panelOpen: true,
    worker: 'worker-1',
    inputText: '',
    inputProblem: undefined,
    input: {},
    built: false,
    characters: 0,
    phone: false,
    scheme: 'system',
    method: undefined,
    pictures: [],
    accessibility: { outline: undefined, report: undefined, checking: false, stale: false, problem: '' },
    sizes: undefined,
    page: '',
    settled: false,
    image: '',
    problems: [],
    failure: '',
    failureDetail: '',
    pageErrors: [],
    live: undefined,
    recorded: loadSaved().recorded ?? {},
    result: undefined,
    resultProblem: '',
    shown: new Set(['label', ...workers]),
    notice: '',
  };
}
