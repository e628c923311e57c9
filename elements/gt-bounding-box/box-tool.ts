import type { Box } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';
import type { LoupeAim } from '../stage/draw-loupe.ts';
import type { StagePointer, Tool } from '../stage/tool.ts';
import { boxAround, type Handle, moveBox, resizeBox } from './box-edits.ts';
import type { BoxSession } from './box-session.ts';
import { handleAt } from './handle-at.ts';

/** CSS pixels that a pointer may tremble between down and up and still be a click. */
const CLICK = 4;
/** CSS pixels outside a box that still belong to it when it is clicked. */
const REACH = 3;

/** By eighths of a turn from the top, clockwise; the opposite ones look the same. */
const cursors = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'] as const;
const eighths: readonly Handle[] = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'];

/** The cursor on a handle, as it lies on the screen. */
function cursorOf(handle: Handle, turn = 0): string {
  return cursors[(eighths.indexOf(handle) + Math.round(turn / 45) + 8) % 4] ?? '';
}

type Gesture =
  | { readonly kind: 'draw' | 'press'; readonly start: StagePointer }
  | { readonly kind: 'corner'; readonly start: StagePointer }
  | { readonly kind: 'move'; readonly start: StagePointer; readonly initial: Box }
  | { readonly kind: 'resize'; readonly start: StagePointer; readonly initial: Box; readonly handle: Handle };

/**
 * The pointer on boxes. A drag draws; a click on a box selects it, the next click at the same place the box
 * below it; a selected box moves and has handles; a click beside all boxes sets the first of two corners, or,
 * while a box is drawn by its four ends, a click anywhere sets one of them.
 * With Shift a drag always draws, also inside the selected box.
 */
export class BoxTool implements Tool {
  readonly #session: BoxSession;
  #gesture: Gesture | undefined;
  /** Where the loupe looks: at the edge or corner that is on its way. */
  aim: LoupeAim | undefined;
  /** Where the last click selected a box: a click there again goes to the next one. */
  #lastPick: StagePointer | undefined;

  constructor(session: BoxSession) {
    this.#session = session;
  }

  down(pointer: StagePointer): boolean {
    this.#gesture = this.#begin(pointer);
    this.#session.aim = undefined;
    this.#session.hoveredId = undefined;
    this.move(pointer);
    return true;
  }

  move(pointer: StagePointer): void {
    const session = this.#session;
    const gesture = this.#gesture;
    if (!gesture) return;
    const dx = pointer.image.x - gesture.start.image.x;
    const dy = pointer.image.y - gesture.start.image.y;
    const clicks = isClick(gesture.start, pointer);
    if (gesture.kind === 'move') {
      session.preview = clicks ? undefined : moveBox(gesture.initial, dx, dy, session.image);
    } else if (gesture.kind === 'resize') {
      session.preview = resizeBox(gesture.initial, gesture.handle, dx, dy, session.image);
    } else if (gesture.kind !== 'corner') {
      // A new box is being drawn: the one before is done.
      if (!clicks && session.selectedId !== undefined) session.select(undefined);
      session.band = clicks ? undefined : boxAround([gesture.start.image, pointer.image], session.image);
    }
    session.hover(pointer.image);
    const { kind } = gesture;
    const resized = kind === 'resize' ? session.preview : undefined;
    const at = kind === 'resize' && resized ? edgeAt(resized, gesture.handle, pointer.image) : pointer.image;
    // A mouse that has not moved yet may only be clicking; a finger hides the place from the start.
    const aims = kind === 'corner' || kind === 'resize' || (kind === 'draw' && (!clicks || pointer.touch));
    this.aim = aims ? { at, touch: pointer.touch } : undefined;
  }

  up(pointer: StagePointer): void {
    const gesture = this.#gesture;
    if (!gesture) return;
    this.move(pointer);
    this.#gesture = undefined;
    this.#finish(gesture, pointer);
    this.hover(pointer);
  }

  cancel(): void {
    this.#gesture = undefined;
    this.aim = undefined;
    this.#session.drop();
    this.#session.hover(undefined);
  }

  hover(pointer: StagePointer | undefined): void {
    const session = this.#session;
    if (pointer) session.aim = undefined;
    // A finger that lifts has no place to hover at, and must not lose the corner that it has set.
    session.hoveredId =
      pointer && session.corners.length === 0
        ? session.index.at(pointer.image, REACH / pointer.scale)[0]?.id
        : undefined;
    const free = pointer && this.cursor(pointer) === 'crosshair';
    session.hover(free ? pointer.image : undefined);
    this.aim = free && session.corners.length > 0 ? { at: pointer.image, touch: pointer.touch } : undefined;
  }

  cursor(pointer: StagePointer): string {
    const session = this.#session;
    const gesture = this.#gesture;
    if (gesture?.kind === 'resize') return cursorOf(gesture.handle, pointer.turn);
    if (gesture?.kind === 'move') return 'move';
    if (gesture || session.corners.length > 0) return 'crosshair';
    const handle = this.#handle(pointer);
    if (handle) return cursorOf(handle, pointer.turn);
    return this.#holds(pointer) ? 'move' : 'crosshair';
  }

  #begin(pointer: StagePointer): Gesture {
    const session = this.#session;
    const { selected: initial } = session;
    if (session.corners.length > 0) return { kind: 'corner', start: pointer };
    const handle = this.#handle(pointer);
    if (handle && initial) return { kind: 'resize', start: pointer, initial, handle };
    if (this.#holds(pointer) && initial) return { kind: 'move', start: pointer, initial };
    const over =
      !pointer.shift && !session.extreme && session.index.at(pointer.image, REACH / pointer.scale).length > 0;
    return { kind: over ? 'press' : 'draw', start: pointer };
  }

  #finish(gesture: Gesture, pointer: StagePointer): void {
    const session = this.#session;
    const clicks = isClick(gesture.start, pointer);
    if (gesture.kind === 'corner' || (session.extreme && clicks)) {
      session.cursor = pointer.image;
      session.setCorner();
    } else if (gesture.kind === 'resize' || (gesture.kind === 'move' && !clicks)) {
      session.place(session.preview ?? gesture.initial);
    } else if (gesture.kind === 'draw' && clicks) {
      session.cursor = gesture.start.image;
      session.setCorner();
    } else if (clicks) this.#pick(pointer);
    else session.draw(gesture.start.image, pointer.image);
  }

  #handle(pointer: StagePointer): Handle | undefined {
    const { selected } = this.#session;
    if (!selected || pointer.shift) return undefined;
    return handleAt(selected, pointer.image, pointer.scale, pointer.touch);
  }

  /** Whether a drag from here would move the selected box. */
  #holds({ image, shift }: StagePointer): boolean {
    const { selected, grabbed } = this.#session;
    if (!selected || !grabbed || shift) return false;
    const { left, top, width, height } = selected;
    return image.x >= left && image.x <= left + width && image.y >= top && image.y <= top + height;
  }

  #pick(pointer: StagePointer): void {
    const lastPick = this.#lastPick;
    const session = this.#session;
    const again = lastPick !== undefined && isClick(lastPick, pointer, CLICK * 2);
    this.#lastPick = pointer;
    const after = again && session.grabbed ? session.selectedId : undefined;
    session.select(session.index.pick(pointer.image, REACH / pointer.scale, after));
  }
}

/** Where a box's edge is that a hand has taken beside it: on the edge, at the height of the hand. */
function edgeAt({ left, top, width, height }: Box, handle: Handle, hand: Point): Point {
  const has = (side: string) => handle.includes(side);
  return {
    x: has('w') ? left : has('e') ? left + width : hand.x,
    y: has('n') ? top : has('s') ? top + height : hand.y,
  };
}

function isClick(a: StagePointer, b: StagePointer, reach = CLICK): boolean {
  return Math.hypot(a.screen.x - b.screen.x, a.screen.y - b.screen.y) < reach;
}
