import type { FrameRequest } from './frame-messages.ts';
import type { PageActions } from './page-view.ts';
import { measureTemplates } from './preview-api.ts';
import type { PreviewState } from './preview-state.ts';
import type { SkeletonEditor } from './skeleton/skeleton-editor.ts';

/** What groups of actions need of the page. */
export interface ActionParts {
  state: PreviewState;
  editor: SkeletonEditor;
  draw(): void;
  notify(text: string): void;
  /** Asks something of the worker's page. */
  ask(request: FrameRequest): void;
  /** Takes a new task input and shows the page with it. */
  setInput(text: string): void;
}

type CheckActions = Pick<
  PageActions,
  'measureSizes' | 'followOutline' | 'checkWithAxe' | 'highlight' | 'chooseScheme'
>;

/** Looking at the worker's page from outside: its sizes, its accessibility, on which device and in which light. */
export function checkActions({ state, draw, notify, ask }: ActionParts): CheckActions {
  return {
    measureSizes() {
      state.sizes = undefined;
      draw();
      measureTemplates().then(
        ({ sizes }) => {
          state.sizes = sizes;
          draw();
        },
        (error: unknown) => notify(error instanceof Error ? error.message : String(error)),
      );
    },
    followOutline: (follow) => ask({ source: 'gtkit-workbench', kind: 'outline', follow }),
    checkWithAxe() {
      state.accessibility = { ...state.accessibility, checking: true, stale: false, problem: '' };
      ask({ source: 'gtkit-workbench', kind: 'axe' });
      draw();
    },
    highlight: (id) => ask({ source: 'gtkit-workbench', kind: 'highlight', id }),
    chooseScheme(scheme) {
      state.scheme = scheme;
      ask({ source: 'gtkit-workbench', kind: 'scheme', scheme });
      draw();
    },
  };
}
