import type { Box } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';

/** One pointer event as a tool sees it. */
export interface StagePointer {
  /** Where the pointer is, in image pixels, neither rounded nor clamped. */
  readonly image: Point;
  /** Where the pointer is, in CSS pixels of the stage. */
  readonly screen: Point;
  /** CSS pixels per image pixel: divide a hit radius in CSS pixels by it. */
  readonly scale: number;
  /** Degrees by which the picture is turned clockwise; upright without it. */
  readonly turn?: number;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly mod: boolean;
  readonly touch: boolean;
}

/**
 * What the pointer does on the image. The stage owns capture, panning, pinching and the view; a tool only
 * turns image pixels into edits, best with pure functions `(document, ...) => document`:
 *
 *     down -> move* -> up       one gesture; previews while it lasts, one undo step at `up`
 *     down -> move* -> cancel   a second finger, Escape or the system took it: go back to the start
 *     hover*                    the pointer moves with no button down; `undefined` when it leaves
 *
 * `down` returns whether the tool takes the gesture. When it does not, the stage pans. Handlers run in
 * pointermove: write numbers, call `stage.invalidate('active')`, never `requestUpdate`.
 */
export interface Tool {
  down(pointer: StagePointer): boolean;
  move(pointer: StagePointer): void;
  up(pointer: StagePointer): void;
  cancel(): void;
  hover(pointer: StagePointer | undefined): void;
  /** CSS cursor for the pointer's place; '' is the stage's own. */
  cursor(pointer: StagePointer): string;
}

/** What the stage asks of its owner. `drawStatic` and `drawActive` get a context in CSS pixels, cleared. */
export interface StageClient {
  readonly tool: Tool;
  /** False while the element is disabled: the view still moves, nothing can be edited. */
  readonly editable: boolean;
  /** Everything that a gesture does not change: the instances that are not selected. */
  drawStatic(context: CanvasRenderingContext2D): void;
  /** What a gesture changes: the selected instance, handles, rubber band, crosshair, loupe. */
  drawActive(context: CanvasRenderingContext2D): void;
  /**
   * What a gesture moves, in image pixels, where the active layer draws nothing farther from it than 220 CSS pixels.
   * A drag that says so is shown faster; undefined where anything may be drawn.
   */
  readonly dragged?: Box | undefined;
  /** A person zooms in or out. */
  zoomed(): void;
  /** The view changed; at most once a frame. */
  viewChanged(): void;
  /** The image's state changed; see {@link ImageStage.status}. */
  statusChanged(): void;
}
