import { messageOf } from '#contracts/message-of.ts';
import type { ActionParts } from './action-parts.ts';
import type { PageActions } from './page-view.ts';
import { measureTemplates } from './preview-api.ts';

export type CheckActions = Pick<
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
        (error: unknown) => notify(messageOf(error)),
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
