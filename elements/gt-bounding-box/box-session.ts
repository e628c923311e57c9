import { msg, str } from '@lit/localize';
import type { Box, ImageSize } from '#contracts/geometry.ts';
import type { Point } from '#geometry/view.ts';
import { middleOf, ninthOf } from '../stage/aim-grid.ts';
import {
  addBox,
  type BoxDocument,
  duplicateBox,
  findBox,
  type LabeledBox,
  placeBox,
  relabelBox,
  removeBox,
  sayNothing,
} from './box-document.ts';
import { boxInside, moveBox, whyTooSmall } from './box-edits.ts';
import { BoxIndex } from './box-index.ts';

/** What a session needs of its element, which keeps the document and its history. */
export interface BoxSessionClient {
  readonly document: BoxDocument;
  /** Makes a document the present one, as one undo step, and says so to a screen reader; `moves` is for telemetry. */
  commit(document: BoxDocument, announcement?: string, moves?: boolean): void;
  /** The same without a step of its own: the last step goes on. */
  amend(document: BoxDocument): void;
  /** Selection or label changed: everything that shows them is out of date. */
  refresh(): void;
  /** Only what follows the pointer changed. */
  pointerChanged(): void;
  /** A sentence for the worker, to be seen and heard. */
  say(message: string): void;
  /** A sentence to be heard only: what it says can be seen already. */
  announce(message: string): void;
}

/**
 * What one worker has in hand on one image: what is selected, the label of the next box, and the gesture that
 * runs. Knows no DOM, so that every way of editing is tested without a browser.
 */
export class BoxSession {
  image: ImageSize = { width: 0, height: 0 };
  labels: readonly string[] = [];
  /** Label of the next box; stays until another is chosen. */
  label = '';
  selectedId: number | undefined;
  /** How many boxes were there at first: those with the lowest ids. The first drag of one puts it right. */
  given = 0;
  /** Whether the selected box was taken on purpose and moves with a drag; a freshly drawn one does not. */
  grabbed = false;
  /** Whether the selected box was drawn by keys: arrows go on with the crosshair, to the next box. */
  #steered = false;
  hoveredId: number | undefined;
  /** Clicks towards the next box: one of its two corners, or up to three of its four ends. */
  corners: readonly Point[] = [];
  /** Whether a box is drawn by clicking the object's top, left, bottom and right end, in any order. */
  extreme = false;
  /** Boxes that the pointer goes through, until they are taken from the list: by id, not shown or only shown. */
  aside: ReadonlyMap<number, 'hidden' | 'locked'> = new Map();
  /** Where the crosshair is, in image pixels. */
  cursor: Point | undefined;
  /** While the number keys aim: where the crosshair can still go. */
  aim: Box | undefined;
  /** The box that is being drawn. */
  band: Box | undefined;
  /** Where the selected box is while a gesture moves it. */
  preview: Box | undefined;
  readonly #client: BoxSessionClient;
  #indexed: { boxes: readonly LabeledBox[]; index: BoxIndex } | undefined;

  constructor(client: BoxSessionClient) {
    this.#client = client;
  }

  get document(): BoxDocument {
    return this.#client.document;
  }

  get selected(): LabeledBox | undefined {
    return findBox(this.document, this.selectedId);
  }

  /** The selected box when it was taken in hand, by a click or by stepping to it; not one that was just drawn. */
  get held(): LabeledBox | undefined {
    return this.grabbed ? this.selected : undefined;
  }

  /** The selected box as it looks now, also in the middle of a gesture. */
  get shown(): LabeledBox | undefined {
    const { selected, preview } = this;
    return selected && preview ? { ...selected, ...preview } : selected;
  }

  get index(): BoxIndex {
    const { boxes } = this.document;
    if (this.#indexed?.boxes !== boxes)
      this.#indexed = { boxes, index: new BoxIndex(boxes.filter(({ id }) => !this.aside.has(id))) };
    return this.#indexed.index;
  }

  /** The document was replaced by undo or redo: the selection stays if its box is still there. */
  documentReplaced(): void {
    this.drop();
    if (!this.selected) this.selectedId = undefined;
    this.hoveredId = undefined;
  }

  select(id: number | undefined, grabbed = true): void {
    this.drop();
    this.selectedId = id;
    if (id !== undefined) this.#setAside(id);
    this.grabbed = grabbed && id !== undefined;
    this.#client.refresh();
  }

  /** Puts the selected box aside, so that it is not in the way, and lets go of it. */
  putAside(how: 'hidden' | 'locked'): void {
    const { selected } = this;
    if (!selected) return;
    this.select(undefined);
    this.#setAside(selected.id, how);
    this.#client.announce(
      how === 'hidden'
        ? msg(str`${selected.label} is hidden. Take it from the list to change it.`)
        : msg(str`${selected.label} is locked. Take it from the list to change it.`),
    );
    this.#client.refresh();
  }

  #setAside(id: number, how?: 'hidden' | 'locked'): void {
    if (this.aside.get(id) === how) return;
    this.hoveredId = undefined;
    const aside = new Map(this.aside);
    if (how) aside.set(id, how);
    else aside.delete(id);
    this.aside = aside;
    this.#indexed = undefined;
  }

  /** Goes from drawing by corners to drawing by the four ends, or back. */
  toggleExtreme(): void {
    this.extreme = !this.extreme;
    this.select(undefined);
  }

  /** Draws a box around points and selects it, or says why it is too small. */
  draw(...points: readonly Point[]): void {
    const box = boxInside(points, this.image);
    this.drop();
    const reason = whyTooSmall(box);
    if (reason !== undefined) {
      this.#client.say(reason);
      this.#client.refresh();
      return;
    }
    this.selectedId = this.document.nextId;
    this.grabbed = false;
    this.#steered = false;
    const spoken = msg(str`${this.label}, ${box.width} by ${box.height} pixels.`);
    this.#client.commit(addBox(this.document, box, this.label), spoken);
  }

  /** Puts the selected box at a place, as one step. */
  place(box: Box): void {
    this.drop();
    if (this.selectedId !== undefined)
      this.#client.commit(placeBox(this.document, this.selectedId, box), '', true);
  }

  /**
   * Moves the selected box by whole pixels.
   * @param goesOn whether this is a key held down: its repeats are one undo step
   */
  nudge(dx: number, dy: number, goesOn: boolean): boolean {
    const { selected } = this;
    if (!selected || (this.#steered && !this.grabbed)) return false;
    const next = placeBox(this.document, selected.id, moveBox(selected, dx, dy, this.image));
    if (goesOn) this.#client.amend(next);
    else this.#client.commit(next, '', true);
    return true;
  }

  /**
   * Chooses a label: of the box that was taken in hand, else of the next box. A box that was just drawn keeps
   * its label, because who draws a boat and presses 2 means the house that comes next.
   */
  choose(label: string): void {
    if (this.held) this.relabel(label);
    else {
      this.label = label;
      this.#client.announce(msg(str`Next: ${label}.`));
      this.#client.refresh();
    }
  }

  /** Gives a label to the box in hand, or to the one that was just drawn. */
  relabel(label: string | undefined): boolean {
    const { selected } = this;
    if (!selected || label === undefined) return false;
    this.#client.commit(relabelBox(this.document, selected.id, label), msg(str`Now ${label}.`));
    return true;
  }

  remove(id = this.selectedId): boolean {
    const box = findBox(this.document, id);
    if (!box) return false;
    this.drop();
    if (box.id === this.selectedId) this.selectedId = undefined;
    if (box.id === this.hoveredId) this.hoveredId = undefined;
    this.#client.commit(removeBox(this.document, box.id), msg(str`${box.label} deleted.`));
    return true;
  }

  /** Deletes every box, as one step: what was predicted is of no use. */
  clear(): boolean {
    if (this.document.boxes.length === 0) return false;
    this.select(undefined);
    this.#client.commit({ ...this.document, boxes: [] }, msg('No boxes yet'));
    return true;
  }

  duplicate(): boolean {
    const { selected } = this;
    if (!selected) return false;
    this.drop();
    this.selectedId = this.document.nextId;
    this.grabbed = true;
    this.#client.commit(
      duplicateBox(this.document, selected.id, this.image),
      msg(str`${selected.label} duplicated.`),
    );
    return true;
  }

  sayNothing(nothing: boolean): void {
    this.#client.commit(
      sayNothing(this.document, nothing),
      nothing ? msg('Said: there is nothing to label here. You can submit.') : msg('No boxes yet'),
    );
  }

  /** Takes the next (1) or previous (-1) box of the list in hand, around its end; back from a new box is that box. */
  step(by: 1 | -1): boolean {
    const { boxes } = this.document;
    if (boxes.length === 0) return false;
    const at = boxes.findIndex(({ id }) => id === this.selectedId);
    const stays = by < 0 && (at < 0 || !this.grabbed);
    this.select(boxes.at(stays ? at : (at + by) % boxes.length)?.id);
    return true;
  }

  /** Lets go of the corner that was set, or of the selected box; there is never both. */
  escape(): boolean {
    if (this.aim) return this.toggleAim();
    if (this.corners.length === 0 && this.selectedId === undefined) return false;
    this.select(undefined);
    return true;
  }

  /** Moves the crosshair, for drawing by keys; it starts in the middle of `start`. */
  moveCursor(dx: number, dy: number, start: Point): void {
    const { x, y } = this.cursor ?? start;
    const { width, height } = this.image;
    const { aim } = this;
    if (aim) this.aim = { ...aim, left: aim.left + dx, top: aim.top + dy };
    this.hover({
      x: Math.round(Math.min(Math.max(x + dx, 0), width)),
      y: Math.round(Math.min(Math.max(y + dy, 0), height)),
    });
  }

  /** From here on the number keys aim the crosshair, until a box is drawn with it or they choose labels again. */
  toggleAim(): boolean {
    const aims = this.aim === undefined;
    if (aims && this.corners.length === 0) this.select(undefined);
    this.#aim(aims ? { left: 0, top: 0, ...this.image } : undefined);
    if (aims) this.#client.announce(msg('While aiming: a ninth of the picture, then of that'));
    return true;
  }

  /** Narrows the crosshair to a ninth of where it can be. */
  aimAt(number: number): void {
    if (!this.aim) return;
    this.#aim(ninthOf(this.aim, number));
    this.#client.announce(`${this.cursor?.x}, ${this.cursor?.y}`);
  }

  #aim(aim: Box | undefined): void {
    this.aim = aim;
    const middle = aim && middleOf(aim);
    this.hover(middle && { x: Math.round(middle.x), y: Math.round(middle.y) });
  }

  /** How many clicks are still to come. */
  get missing(): number {
    return (this.extreme ? 4 : 2) - this.corners.length;
  }

  /** Sets a corner, or an end, at the crosshair; the last one makes the box. */
  setCorner(steered = false): boolean {
    const { cursor, corners, extreme } = this;
    if (!cursor) return false;
    const set = [...corners, cursor];
    if (this.missing === 1) {
      this.draw(...set);
      this.#steered = steered;
      this.aim = undefined;
      return true;
    }
    this.select(undefined);
    this.corners = set;
    if (this.aim) this.aim = { left: 0, top: 0, ...this.image };
    const { missing } = this;
    this.#client.announce(
      extreme ? msg(str`${missing} to go.`) : msg('First corner set. Go to the opposite corner.'),
    );
    this.#client.refresh();
    return true;
  }

  /** The crosshair is here; a box that is begun grows with it. */
  hover(place: Point | undefined): void {
    this.cursor = place;
    if (this.corners.length > 0 && place) this.band = boxInside([...this.corners, place], this.image);
    this.#client.pointerChanged();
  }

  /** Leaves a gesture without a trace. */
  drop(): void {
    this.corners = [];
    this.band = undefined;
    this.preview = undefined;
  }
}
