import type { ActionParts } from './action-parts.ts';
import { formatJson } from './format-json.ts';
import { showPlace } from './input-view.ts';
import type { PageActions } from './page-view.ts';
import { placeOfPath } from './place-of-path.ts';
import { loadSaved, save } from './preview-state.ts';
import { draftOf } from './skeleton/draft.ts';
import { readSkeletonOf } from './skeleton/read-skeleton-of.ts';

/** Milliseconds without a keystroke before an edited input is rendered. */
const QUIET = 450;

export interface InputActions
  extends Pick<PageActions, 'chooseTemplate' | 'editInput' | 'formatInput' | 'resetInput' | 'addToInput'> {
  /** Takes a task input that is not being typed, and shows the page with it at once. */
  showInput(text: string): void;
}

/** Which template, and with which task input. */
export function inputActions({ state, editor, desk, page }: ActionParts): InputActions {
  let pending: ReturnType<typeof setTimeout> | undefined;
  const actions: InputActions = {
    chooseTemplate(name) {
      const template = state.templates.find((entry) => entry.name === name) ?? state.templates[0];
      if (!template) return;
      Object.assign(state, { template, result: undefined, resultProblem: '', worker: 'worker-1' });
      desk.replay = undefined;
      save({ template: template.name });
      const own = state.pictures.some(({ url }) => url === editor.picture?.url);
      if (template.picture && !own) editor.picture = template.picture;
      page.setInput(loadSaved().inputs?.[template.name] ?? template.example);
      const skeleton = readSkeletonOf(state.input);
      if (skeleton && editor.draft.skeleton.keypoints.length === 0) editor.begin(draftOf(skeleton));
      void page.showAll();
    },
    editInput(text) {
      desk.replay = undefined;
      page.setInput(text);
      if (state.template) save({ inputs: { ...loadSaved().inputs, [state.template.name]: text } });
      clearTimeout(pending);
      state.settled = false;
      if (!state.inputProblem) pending = setTimeout(() => void page.showAll(), QUIET);
    },
    formatInput() {
      actions.editInput(`${formatJson(JSON.parse(state.inputText))}\n`);
    },
    resetInput() {
      actions.editInput(state.template?.example ?? '');
    },
    addToInput({ key, value }) {
      // Before the long parts: what was added is in sight.
      const { taskObject, header, ...rest } = state.input;
      const first = { taskObject, ...(header === undefined ? {} : { header }) };
      actions.editInput(`${formatJson({ ...first, [key]: value, ...rest })}\n`);
      showPlace(placeOfPath(state.inputText, [key]));
    },
    showInput(text) {
      actions.editInput(text);
      clearTimeout(pending);
      void page.showAll();
    },
  };
  return actions;
}
