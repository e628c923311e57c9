import type { StagePointer, Tool } from '#elements/stage/tool.ts';
import type { Point } from '#geometry/view.ts';

/** A pointer that only looks: a drag moves the picture, and what is under the pointer is named. */
export class LookTool implements Tool {
  /** Where the pointer is, in image pixels. */
  at: Point | undefined;
  private readonly moved: () => void;

  constructor(moved: () => void) {
    this.moved = moved;
  }

  down(): boolean {
    return false;
  }

  move(): void {}

  up(): void {}

  cancel(): void {}

  hover(pointer: StagePointer | undefined): void {
    this.at = pointer?.image;
    this.moved();
  }

  cursor(): string {
    return '';
  }
}
