import type { Box } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';
import type { LoupeAim } from '../stage/draw-loupe.ts';
import type { StagePointer, Tool } from '../stage/tool.ts';
import type { LabeledBox } from './box-document.ts';
import { boxInside, clamp, type Handle, moveBox, resizeBox } from './box-edits.ts';
import type { BoxSession } from './box-session.ts';
import { GRIP_REACH, type Grip, gripAt, gripCursor } from './grip-at.ts';

/** CSS pixels that a pointer may tremble between down and up and still be a click. */
const CLICK = 4;
/** CSS pixels outside a box that still belong to it when it is clicked. */
const REACH = 3;

type Gesture =
  | { readonly kind: 'draw' | 'press' | 'corner'; readonly start: StagePointer }
  // `anew`: the box was not selected before, so that a click may only be meant to select it.
  | ({ readonly kind: 'grip'; readonly start: StagePointer; readonly anew: boolean } & Grip<Box>);

/**
 * The pointer on boxes. A drag draws; a click on a box selects it, the next click at the same place the box
 * below it; a selected box moves and has handles, and one that was given does so before it is selected: a drag puts
 * it right. A click beside all boxes sets the first of two corners, or, while a box is drawn by its four ends, a
 * click anywhere sets one of them. With Shift a drag always draws, also inside a box.
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
    const grip = gesture.kind === 'grip' ? gesture : undefined;
    const handle = grip?.handle;
    if (grip) {
      session.preview =
        clicks && (grip.anew || !handle)
          ? undefined
          : handle
            ? resizeBox(grip.box, handle, dx, dy, session.image)
            : moveBox(grip.box, dx, dy, session.image);
    } else if (gesture.kind !== 'corner') {
      // A new box is being drawn: the one before is done.
      if (!clicks && session.selectedId !== undefined) session.select(undefined);
      session.band = clicks ? undefined : boxInside([gesture.start.image, pointer.image], session.image);
    }
    session.hover(pointer.image);
    const { kind } = gesture;
    const at = handle && session.preview ? edgeAt(session.preview, handle, pointer.image) : pointer.image;
    // A mouse that has not moved yet may only be clicking; a finger hides the place from the start.
    const aims = kind === 'corner' || handle || (kind === 'draw' && (!clicks || pointer.touch));
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
    const free = gesture === undefined && session.corners.length === 0;
    const grip = gesture?.kind === 'grip' ? gesture : free && this.#grip(pointer);
    return grip ? gripCursor(grip, pointer.turn) : 'crosshair';
  }

  #begin(pointer: StagePointer): Gesture {
    const session = this.#session;
    if (session.corners.length > 0) return { kind: 'corner', start: pointer };
    const grip = this.#grip(pointer);
    if (grip) {
      const anew = grip.box.id !== session.selectedId;
      if (anew) session.select(grip.box.id);
      return { kind: 'grip', start: pointer, anew, ...grip };
    }
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
    } else if (gesture.kind === 'grip' && (gesture.handle || !clicks)) {
      session.place(session.preview ?? gesture.box);
    } else if (gesture.kind === 'draw' && clicks) {
      session.cursor = gesture.start.image;
      session.setCorner();
    } else if (clicks) this.#pick(pointer);
    else session.draw(gesture.start.image, pointer.image);
  }

  /** What a drag from here takes: the selected box, else a box that was given. */
  #grip(pointer: StagePointer): Grip<LabeledBox> | undefined {
    const { selected, grabbed, given, extreme, index } = this.#session;
    if (pointer.shift) return undefined;
    const held = selected && gripAt([selected], pointer, pointer.touch);
    if (held && (held.handle || grabbed)) return held;
    const near = extreme ? [] : index.at(pointer.image, GRIP_REACH / pointer.scale);
    return gripAt(
      near.filter(({ id }) => id <= given),
      pointer,
    );
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

/** Where a box's edge is that a hand has taken beside it: on the edge, beside the hand. */
function edgeAt({ left, top, width, height }: Box, handle: Handle, hand: Point): Point {
  const has = (side: string) => handle.includes(side);
  return {
    x: has('w') ? left : has('e') ? left + width : clamp(hand.x, left, left + width),
    y: has('n') ? top : has('s') ? top + height : clamp(hand.y, top, top + height),
  };
}

function isClick(a: StagePointer, b: StagePointer, reach = CLICK): boolean {
  return Math.hypot(a.screen.x - b.screen.x, a.screen.y - b.screen.y) < reach;
}
