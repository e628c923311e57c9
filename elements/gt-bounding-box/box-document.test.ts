import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndoHistory } from '../stage/undo-history.ts';
import { boxAnswer } from './box-answer.ts';
import {
  addBox,
  type BoxDocument,
  documentOf,
  duplicateBox,
  emptyDocument,
  findBox,
  placeBox,
  relabelBox,
  removeBox,
  sayNothing,
} from './box-document.ts';
import { handles, moveBox, resizeBox } from './box-edits.ts';
import { BoxIndex } from './box-index.ts';

const image = { width: 400, height: 300 };
const boat = { left: 10, top: 20, width: 30, height: 40, label: 'boat' };
const person = { left: 15, top: 25, width: 5, height: 8, label: 'person' };

describe('a document of boxes', () => {
  it('gives a new box an id of its own', () => {
    const document = addBox(addBox(emptyDocument, boat, 'boat'), person, 'person');
    expect(document.boxes.map(({ id, label }) => [id, label])).toEqual([
      [1, 'boat'],
      [2, 'person'],
    ]);
  });

  it('is the same document when an edit changes nothing', () => {
    const document = documentOf([boat], image);
    expect(placeBox(document, 1, boat)).toBe(document);
    expect(relabelBox(document, 1, 'boat')).toBe(document);
    expect(removeBox(document, 9)).toBe(document);
    expect(duplicateBox(document, 9, image)).toBe(document);
    expect(sayNothing(document, true)).toBe(document);
  });

  it('forgets "nothing to label" as soon as there is a box', () => {
    const nothing = sayNothing(emptyDocument, true);
    expect(nothing.nothingToLabel).toBe(true);
    expect(addBox(nothing, boat, 'boat').nothingToLabel).toBe(false);
  });

  it('comes back byte-equal after any edits are undone, and goes forth again', () => {
    type Edit = (document: BoxDocument) => BoxDocument;
    const id = fc.integer({ min: 1, max: 6 });
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      fc.tuple(fc.nat(300), fc.nat(200)).map<Edit>(
        ([left, top]) =>
          (document) =>
            addBox(document, { left, top, width: 20, height: 30 }, 'boat'),
      ),
      id.map<Edit>((which) => (document) => removeBox(document, which)),
      id.map<Edit>((which) => (document) => duplicateBox(document, which, image)),
      id.map<Edit>((which) => (document) => relabelBox(document, which, 'person')),
      fc.tuple(id, fc.integer({ min: -40, max: 40 })).map<Edit>(([which, dx]) => (document) => {
        const box = findBox(document, which);
        return box ? placeBox(document, which, moveBox(box, dx, dx, image)) : document;
      }),
      fc
        .tuple(id, fc.constantFrom(...handles), fc.integer({ min: -40, max: 40 }))
        .map<Edit>(([which, handle, dx]) => (document) => {
          const box = findBox(document, which);
          return box ? placeBox(document, which, resizeBox(box, handle, dx, -dx, image)) : document;
        }),
      fc.boolean().map<Edit>((nothing) => (document) => sayNothing(document, nothing)),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const start = documentOf([boat, person], image);
        const before = JSON.stringify(start);
        const history = new UndoHistory(start);
        for (const apply of edits) history.commit(apply(history.document));
        const end = JSON.stringify(history.document);
        while (history.undo());
        expect(JSON.stringify(history.document)).toBe(before);
        while (history.redo());
        expect(JSON.stringify(history.document)).toBe(end);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the answer', () => {
  it('is what crowd-bounding-box answers, and the labels', () => {
    const document = documentOf([boat], image);
    expect(JSON.stringify(boxAnswer(document, image, ['boat'], undefined))).toBe(
      '{"boundingBoxes":[{"height":40,"label":"boat","left":10,"top":20,"width":30}],"inputImageProperties":{"height":300,"width":400},"labels":["boat"]}',
    );
  });

  it('says whether an initial value was changed, and takes a box that went there and back as unchanged', () => {
    const initial = documentOf([boat, person], image);
    expect(boxAnswer(initial, image, [], initial).initialValueModified).toBe(false);
    const again = addBox(removeBox(initial, 1), boat, 'boat');
    expect(boxAnswer(again, image, [], initial).initialValueModified).toBe(false);
    expect(boxAnswer(removeBox(initial, 1), image, [], initial).initialValueModified).toBe(true);
    expect(boxAnswer(relabelBox(initial, 1, 'x'), image, [], initial).initialValueModified).toBe(true);
  });

  it('says that there is nothing to label only when the worker did', () => {
    expect(boxAnswer(emptyDocument, image, [], undefined)).not.toHaveProperty('nothingToLabel');
    expect(boxAnswer(sayNothing(emptyDocument, true), image, [], undefined).nothingToLabel).toBe(true);
  });
});

describe('finding a box', () => {
  const index = new BoxIndex(documentOf([boat, person], image).boxes);

  it('takes the smallest at a place, then the next, then the smallest again', () => {
    const place = { x: 17, y: 28 };
    const first = index.pick(place, 0, undefined);
    const second = index.pick(place, 0, first);
    expect([first, second, index.pick(place, 0, second)]).toEqual([2, 1, 2]);
  });

  it('finds nothing beside the boxes, and a near miss within reach', () => {
    expect(index.pick({ x: 8, y: 30 }, 0, undefined)).toBeUndefined();
    expect(index.pick({ x: 8, y: 30 }, 3, undefined)).toBe(1);
  });
});
