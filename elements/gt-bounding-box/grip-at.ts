import type { Box } from '#contracts/geometry.ts';
import type { StagePointer } from '../stage/tool.ts';
import { type Handle, handles } from './box-edits.ts';
import { handleAt } from './handle-at.ts';

/** CSS pixels around a box within which a drag may take it by a handle. */
export const GRIP_REACH = 12;

/** A box that a drag takes: by a handle, or as a whole. */
export interface Grip<Taken extends Box> {
  readonly box: Taken;
  readonly handle: Handle | '';
}

/** By eighths of a turn, in the order of the handles; the opposite ones look the same. */
const cursors = ['nwse-resize', 'ns-resize', 'nesw-resize', 'ew-resize'];

/**
 * What a drag takes of boxes that lie one upon the other, the first on top.
 * @param touch whether handles are as large as a finger needs them
 */
export function gripAt<Taken extends Box>(
  boxes: readonly Taken[],
  { image, scale }: StagePointer,
  touch = false,
): Grip<Taken> | undefined {
  for (const box of boxes) {
    const handle = handleAt(box, image, scale, touch);
    if (handle !== undefined) return { box, handle };
  }
  return undefined;
}

/** The cursor that says what a drag does with a grip, as it lies on the screen. */
export function gripCursor({ handle }: Grip<Box>, turn = 0): string {
  return (handle && cursors[(handles.indexOf(handle) + Math.round(turn / 45) + 8) % 4]) || 'move';
}
