import type { FrameRequest } from './frame-messages.ts';
import type { PreviewState } from './preview-state.ts';
import type { SessionDesk } from './sessions/session-desk.ts';
import type { SkeletonEditor } from './skeleton/skeleton-editor.ts';
import type { WorkerPage } from './worker-page.ts';

/** What groups of actions need of the workbench. */
export interface ActionParts {
  state: PreviewState;
  editor: SkeletonEditor;
  desk: SessionDesk;
  /** The worker's page and the label, as they are asked for. */
  page: WorkerPage;
  draw(): void;
  notify(text: string): void;
  /** Asks something of the worker's page. */
  ask(request: FrameRequest): void;
}
