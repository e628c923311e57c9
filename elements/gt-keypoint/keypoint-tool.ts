import { msg, str } from '@lit/localize';
import type { StagePointer, Tool } from '#elements/stage/tool.ts';
import { type Point, toImage, toScreen } from '#geometry/view.ts';
import type { GtKeypoint } from './gt-keypoint.ts';
import { isPlaced, type KeypointDocument, placedAt, type Spot } from './keypoint-document.ts';
import { editKeypoints } from './keypoint-edits.ts';
import { reshapePose, restPose } from './reshape-pose.ts';
import { RING } from './ring-sprite.ts';

/** CSS pixels from a mark's centre at which it is grabbed, and a drag's shortest way. */
export const GRAB = { mouse: 9, touch: 14 };
const DRAG = 3;
/** CSS pixels of the shorter side of the smallest box that the rest pose is dropped into. */
const DROP = 12;

/** Draws the box of the rest pose, or carries a whole animal. */
interface WholeGesture {
  readonly type: 'drop' | 'carry';
  readonly pose: number;
  readonly start: KeypointDocument;
  readonly from: StagePointer;
}

type Gesture =
  | { readonly type: 'place' }
  | WholeGesture
  | {
      readonly type: 'drag';
      readonly spot: Spot;
      readonly start: KeypointDocument;
      readonly from: StagePointer;
      moved: boolean;
    };

/**
 * Places the keypoint whose turn it is, and moves marks that are there. While the button is down the place can
 * still be corrected, with the loupe beside it; letting go places.
 */
export class KeypointTool implements Tool {
  /** Where the pointer is; undefined outside. */
  pointer: StagePointer | undefined;
  /** The mark under the pointer. */
  hovered: Spot | undefined;
  readonly #element: GtKeypoint;
  #gesture: Gesture | undefined;

  constructor(element: GtKeypoint) {
    this.#element = element;
  }

  /** Where the loupe looks: at the place of the next mark, or at the mark that is dragged. */
  get aim(): { at: Point; caption: string; touch: boolean } | undefined {
    const { pointer } = this;
    const element = this.#element;
    const gesture = this.#gesture;
    if (pointer === undefined) return undefined;
    const { touch } = pointer;
    if (gesture?.type === 'drag') {
      const mark = placedAt(element.document, gesture.spot);
      if (!gesture.moved || !mark) return undefined;
      return { at: mark, caption: element.spoken(gesture.spot), touch };
    }
    const { armed } = element;
    if (element.dropping || gesture?.type === 'carry') return undefined;
    if (armed === undefined || (gesture === undefined && (this.hovered !== undefined || touch)))
      return undefined;
    if (!element.covers(pointer.image)) return undefined;
    const hidden = pointer.shift || element.occludeNext;
    return {
      at: pointer.image,
      caption: hidden ? msg(str`${element.spoken(armed)}, hidden`) : element.spoken(armed),
      touch,
    };
  }

  /** Whether a mark is on its way. */
  get drags(): boolean {
    return this.#gesture?.type === 'drag' && this.#gesture.moved;
  }

  down(pointer: StagePointer): boolean {
    this.pointer = pointer;
    const element = this.#element;
    // Alt places on top of another mark, where two keypoints are at the same place.
    const spot = pointer.alt ? undefined : this.#markUnder(pointer);
    const whole = (type: 'drop' | 'carry', pose: number) => {
      this.#gesture = { type, pose, start: element.document, from: pointer };
      return true;
    };
    if (element.dropping && element.covers(pointer.image)) return whole('drop', element.selected.pose);
    if (spot !== undefined && pointer.mod) return whole('carry', spot.pose);
    if (spot !== undefined) {
      this.#gesture = { type: 'drag', spot, start: element.document, from: pointer, moved: false };
      return true;
    }
    if (element.armed === undefined || !element.covers(pointer.image)) return false;
    this.#gesture = { type: 'place' };
    element.stage.invalidate('active');
    return true;
  }

  move(pointer: StagePointer): void {
    this.pointer = pointer;
    const element = this.#element;
    const gesture = this.#gesture;
    element.stage.invalidate('active');
    if (gesture?.type === 'drop' || gesture?.type === 'carry') this.#moveWhole(gesture, pointer);
    if (gesture?.type !== 'drag') return;
    const { from } = gesture;
    if (!gesture.moved) {
      if (Math.hypot(pointer.screen.x - from.screen.x, pointer.screen.y - from.screen.y) < DRAG) return;
      gesture.moved = true;
      element.select(gesture.spot);
    }
    // From the mark's first place, so that nothing adds up and the grabbed point stays under the cursor.
    const mark = placedAt(gesture.start, gesture.spot);
    if (!mark) return;
    const place = element.snap({
      x: mark.x + pointer.image.x - from.image.x,
      y: mark.y + pointer.image.y - from.image.y,
    });
    element.preview(editKeypoints(gesture.start, { type: 'move', spot: gesture.spot, ...place }));
  }

  up(pointer: StagePointer): void {
    this.pointer = pointer;
    const element = this.#element;
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (gesture?.type === 'drag') {
      if (gesture.moved)
        element.commit(element.document, msg(str`${element.spoken(gesture.spot)} moved.`), true);
      else if (this.#isBeside(pointer, gesture.spot)) element.place(pointer.image, pointer.shift);
      else element.select(gesture.spot);
    } else if (gesture?.type === 'drop' || gesture?.type === 'carry') {
      element.dropping = false;
      element.commit(element.document, msg('Moved.'), gesture.type === 'carry');
    } else if (gesture?.type === 'place') {
      // Taken back by pulling the pointer off the picture.
      if (element.covers(pointer.image)) element.place(pointer.image, pointer.shift);
      else element.refresh();
    }
    this.hovered = pointer.touch ? undefined : this.#markUnder(pointer);
  }

  cancel(): void {
    this.#gesture = undefined;
    this.#element.dropping = false;
    this.#element.revert();
  }

  hover(pointer: StagePointer | undefined): void {
    this.pointer = pointer;
    this.hovered = pointer === undefined ? undefined : this.#markUnder(pointer);
    if (pointer !== undefined) this.#element.keyCursor = undefined;
    this.#element.stage.invalidate('active');
  }

  cursor(pointer: StagePointer): string {
    if (this.#gesture?.type === 'drag') return 'grabbing';
    if (this.#element.dropping) return 'crosshair';
    if (this.hovered !== undefined) return pointer.mod ? 'move' : 'grab';
    return this.#element.armed !== undefined && this.#element.covers(pointer.image) ? 'crosshair' : '';
  }

  #moveWhole({ type, pose, start, from }: WholeGesture, pointer: StagePointer): void {
    const element = this.#element;
    const marks = start.poses[pose]?.marks ?? [];
    const { snap } = element;
    const { view, image } = element.stage;
    const a = toScreen(view, from.image);
    const b = pointer.screen;
    const [width, height] = [Math.abs(b.x - a.x), Math.abs(b.y - a.y)];
    // The box is upright on the screen, as the animal is that somebody has turned the picture for.
    const placeAt = (across: number, down: number) =>
      snap(
        toImage(view, {
          x: Math.min(a.x, b.x) + across * width,
          y: Math.min(a.y, b.y) + down * height,
        }),
      );
    const next =
      type === 'carry'
        ? reshapePose(
            marks,
            {
              dx: Math.round(pointer.image.x - from.image.x),
              dy: Math.round(pointer.image.y - from.image.y),
            },
            image.size,
            snap,
          )
        : // A box of a few pixels is a click that slipped.
          Math.min(width, height) < DROP
          ? marks
          : restPose(marks, element.rig, placeAt);
    element.preview(editKeypoints(start, { type: 'reshape', pose, marks: next }));
  }

  /** Whether a finger that places the next keypoint came down close to a mark, and not on its ring. */
  #isBeside({ touch, screen }: StagePointer, spot: Spot): boolean {
    const { armed, document, stage } = this.#element;
    const mark = placedAt(document, spot);
    if (!touch || armed === undefined || !mark) return false;
    const { x, y } = toScreen(stage.view, mark);
    return Math.hypot(x - screen.x, y - screen.y) > RING * stage.markSize;
  }

  /** The mark closest to the pointer, within reach; the selected pose goes first. */
  #markUnder({ image, scale, touch, alt }: StagePointer): Spot | undefined {
    if (alt) return undefined;
    const { aside, document, selected } = this.#element;
    const reach = (touch ? GRAB.touch : GRAB.mouse) / scale;
    let best: Spot | undefined;
    let closest = reach;
    document.poses.forEach(({ id, marks }, pose) => {
      if (aside.has(id)) return;
      if (best?.pose === selected.pose && pose !== selected.pose) return;
      marks.forEach((mark, keypoint) => {
        if (!isPlaced(mark)) return;
        const distance = Math.hypot(mark.x - image.x, mark.y - image.y);
        const preferred = pose === selected.pose && best !== undefined && best.pose !== pose;
        if (distance > reach || (distance > closest && !preferred)) return;
        best = { pose, keypoint };
        closest = distance;
      });
    });
    return best;
  }
}
