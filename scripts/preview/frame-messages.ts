import type { OutlineNode } from './accessibility/outline.ts';
import type { AxeReport } from './accessibility/run-axe.ts';
import type { Scheme } from './emulate-scheme.ts';
import type { SessionEvent } from './sessions/session.ts';

/** What the worker's page says of itself. */
export type BridgeMessage = { source: 'gtkit-preview' } & (
  | { kind: 'answer'; answer: Record<string, unknown>; valid: boolean; message: string; setup: string }
  | { kind: 'error'; message: string }
  | { kind: 'ready'; page: string }
  | { kind: 'events'; events: SessionEvent[]; size: { width: number; height: number } }
  | { kind: 'replay'; done: number; finished: boolean; answer: Record<string, unknown> }
  | { kind: 'outline'; nodes: OutlineNode[] }
  | { kind: 'axe'; report?: AxeReport; problem?: string }
);

/** What the preview asks of the worker's page. */
export type FrameRequest = { source: 'gtkit-workbench' } & (
  | { kind: 'replay'; events: SessionEvent[]; speed: number }
  | { kind: 'stop' }
  | { kind: 'scheme'; scheme: Scheme }
  | { kind: 'finger'; on: boolean }
  /** Once, and again whenever it changes until `follow` is false. */
  | { kind: 'outline'; follow: boolean }
  | { kind: 'axe' }
  | { kind: 'highlight'; id: number | undefined }
);

type Content<M> = M extends { source: 'gtkit-preview' } ? Omit<M, 'source'> : never;

/** Tells the preview something, from within the worker's page. */
export function post(message: Content<BridgeMessage>): void {
  window.parent.postMessage({ source: 'gtkit-preview', ...message }, '*');
}
