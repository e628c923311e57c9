import type { StagePointer, Tool } from '#elements/stage/tool.ts';
import type { Point } from '#geometry/view.ts';

/** CSS pixels that a pointer may tremble on a mark and still only point at it. */
const DRAG = 3;

/** What looking asks of its element. */
export interface LookToolHost {
  /** The cursor over a mark that a drag corrects, else ''. */
  cursorAt(pointer: StagePointer): string;
  /** A mark is dragged: from here on its editor has the pointer. */
  adjust(): unknown;
  /** The pointer is elsewhere. */
  pointerMoved(): void;
}

/**
 * A pointer that looks: a drag moves the picture, and what is under the pointer is named. A drag of a mark that can be
 * corrected brings its editor.
 */
export class LookTool implements Tool {
  /** Where the pointer is, in image pixels. */
  at: Point | undefined;
  private readonly host: LookToolHost;
  private pressed: StagePointer | undefined;

  constructor(host: LookToolHost) {
    this.host = host;
  }

  down(pointer: StagePointer): boolean {
    this.pressed = this.host.cursorAt(pointer) === '' ? undefined : pointer;
    return this.pressed !== undefined;
  }

  move({ screen }: StagePointer): void {
    const { pressed } = this;
    if (!pressed || Math.hypot(screen.x - pressed.screen.x, screen.y - pressed.screen.y) < DRAG) return;
    this.pressed = undefined;
    this.host.adjust();
  }

  up(): void {
    this.pressed = undefined;
  }

  cancel(): void {
    this.pressed = undefined;
  }

  hover(pointer: StagePointer | undefined): void {
    this.at = pointer?.image;
    this.host.pointerMoved();
  }

  cursor(pointer: StagePointer): string {
    return this.host.cursorAt(pointer);
  }
}
