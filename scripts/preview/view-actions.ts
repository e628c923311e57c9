import type { ActionParts } from './action-parts.ts';
import type { CheckActions } from './check-actions.ts';
import type { InputActions } from './input-actions.ts';
import type { PageActions } from './page-view.ts';
import { save } from './preview-state.ts';
import type { SkeletonActions } from './skeleton/skeleton-actions.ts';

type ViewActions = Omit<PageActions, keyof CheckActions | keyof InputActions | keyof SkeletonActions>;

/** What is looked at, and as whom. */
export function viewActions(
  { state, desk, page, draw, notify, ask }: ActionParts,
  check: CheckActions,
): ViewActions {
  return {
    show(view) {
      state.view = view;
      draw();
    },
    openPanel(panel) {
      state.panel = panel;
      check.followOutline(panel === 'accessibility');
      if (panel === 'size' && !state.sizes) check.measureSizes();
      draw();
    },
    keepSession() {
      page.keepSession(state.live?.answer ?? {});
      notify('The session is on the list.');
    },
    chooseMethod(method) {
      state.method = method;
      void page.showResult();
    },
    togglePhone() {
      state.phone = !state.phone;
      ask({ source: 'gtkit-workbench', kind: 'finger', on: state.phone });
      draw();
      // A page lays itself out as it begins; one that was worked in is kept, and only becomes smaller.
      if (!desk.begun) void page.show();
    },
    togglePanel() {
      state.panelOpen = !state.panelOpen;
      draw();
    },
    chooseBuilt(built) {
      state.built = built;
      draw();
      void page.show();
    },
    chooseLocale(locale) {
      state.locale = locale;
      save({ locale });
      draw();
      void page.show();
    },
    chooseWorker(worker) {
      if (worker === state.worker) return;
      desk.replay = undefined;
      state.worker = worker;
      draw();
      void page.show();
    },
    labelAs(worker) {
      state.view = 'label';
      state.worker = worker;
      draw();
      void page.show();
    },
    toggleShown(name) {
      if (!state.shown.delete(name)) state.shown.add(name);
      draw();
    },
    removeAnswer(worker) {
      if (!state.template) return;
      delete state.recorded[state.template.name]?.[worker];
      save({ recorded: state.recorded });
      void page.showResult();
    },
  };
}
