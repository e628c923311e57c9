import type { Box, ImageSize } from '#contracts/geometry.ts';
import { besideBox, settleBox } from './box-edits.ts';

/** A box with its label and an identity that lasts while the page is open. */
export interface LabeledBox extends Box {
  readonly id: number;
  readonly label: string;
}

/** What undo steps through: never changed in place, so that a step is the document itself. */
export interface BoxDocument {
  readonly boxes: readonly LabeledBox[];
  /** The worker says that there is nothing in the picture; true only while there are no boxes. */
  readonly nothingToLabel: boolean;
  readonly nextId: number;
}

export const emptyDocument: BoxDocument = { boxes: [], nothingToLabel: false, nextId: 1 };

/** Distance between a box and its copy, in image pixels. */
const COPY_OFFSET = 12;

/** The document of an initial value, with every box in whole pixels inside the image. */
export function documentOf(boxes: readonly (Box & { label: string })[], image: ImageSize): BoxDocument {
  return {
    boxes: boxes.map((box, index) => ({ id: index + 1, label: box.label, ...settleBox(box, image) })),
    nothingToLabel: false,
    nextId: boxes.length + 1,
  };
}

export function findBox(document: BoxDocument, id: number | undefined): LabeledBox | undefined {
  return id === undefined ? undefined : document.boxes.find((box) => box.id === id);
}

/** Adds a box at the end; its id is the `nextId` that the document had. */
export function addBox(document: BoxDocument, box: Box, label: string): BoxDocument {
  const { left, top, width, height } = box;
  return {
    boxes: [...document.boxes, { id: document.nextId, label, left, top, width, height }],
    nothingToLabel: false,
    nextId: document.nextId + 1,
  };
}

/** Puts a box at another place. The same place gives the same document, which is no undo step. */
export function placeBox(document: BoxDocument, id: number, place: Box): BoxDocument {
  const { left, top, width, height } = place;
  return change(document, id, (box) =>
    box.left === left && box.top === top && box.width === width && box.height === height
      ? box
      : { ...box, left, top, width, height },
  );
}

export function relabelBox(document: BoxDocument, id: number, label: string): BoxDocument {
  return change(document, id, (box) => (box.label === label ? box : { ...box, label }));
}

export function removeBox(document: BoxDocument, id: number): BoxDocument {
  const boxes = document.boxes.filter((box) => box.id !== id);
  return boxes.length === document.boxes.length ? document : { ...document, boxes };
}

/** Adds a copy beside a box; its id is the `nextId` that the document had. */
export function duplicateBox(document: BoxDocument, id: number, image: ImageSize): BoxDocument {
  const box = findBox(document, id);
  return box ? addBox(document, besideBox(box, COPY_OFFSET, image), box.label) : document;
}

/** Says, or takes back, that there is nothing to label. Only a picture without boxes can be said so. */
export function sayNothing(document: BoxDocument, nothing: boolean): BoxDocument {
  const nothingToLabel = nothing && document.boxes.length === 0;
  return nothingToLabel === document.nothingToLabel ? document : { ...document, nothingToLabel };
}

function change(document: BoxDocument, id: number, edit: (box: LabeledBox) => LabeledBox): BoxDocument {
  const index = document.boxes.findIndex((box) => box.id === id);
  const box = document.boxes[index];
  if (!box) return document;
  const edited = edit(box);
  return edited === box ? document : { ...document, boxes: document.boxes.with(index, edited) };
}
