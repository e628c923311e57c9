import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UndoHistory } from '#elements/stage/undo-history.ts';
import {
  countMarks,
  emptyKeypointDocument,
  type KeypointDocument,
  nextUnmarked,
} from './keypoint-document.ts';
import { editKeypoints, type KeypointEdit } from './keypoint-edits.ts';

const spot = fc.record({ pose: fc.nat(3), keypoint: fc.nat(5) });
const place = { x: fc.nat(2000), y: fc.nat(2000) };
const marks = fc.array(
  fc.oneof(
    fc.constant(null),
    fc.record({ visibility: fc.constantFrom('visible' as const, 'occluded' as const), ...place }),
    fc.constant({ visibility: 'absent' as const }),
  ),
  { minLength: 6, maxLength: 6 },
);
const edits: fc.Arbitrary<KeypointEdit> = fc.oneof(
  fc.record({ type: fc.constant('place' as const), spot, ...place, occluded: fc.boolean() }),
  fc.record({ type: fc.constant('move' as const), spot, ...place }),
  fc.record({ type: fc.constantFrom('toggle-occluded' as const, 'absent' as const, 'clear' as const), spot }),
  fc.constant({ type: 'add-pose' as const }),
  fc.record({ type: fc.constant('add-pose' as const), marks }),
  // Mirrored, turned, scaled or dropped as a whole.
  fc.record({ type: fc.constant('reshape' as const), pose: fc.nat(3), marks }),
  fc.record({ type: fc.constant('rename' as const), pose: fc.nat(3), name: fc.string() }),
  fc.constant({ type: 'swap' as const, pose: 0, pairs: [[0, 1] as const, [2, 3] as const] }),
  fc.record({ type: fc.constant('remove-pose' as const), pose: fc.nat(3) }),
  fc.record({ type: fc.constant('nothing' as const), value: fc.boolean() }),
);

const apply = (start: KeypointDocument, ...list: KeypointEdit[]) => list.reduce(editKeypoints, start);
const nose = { pose: 0, keypoint: 0 };

describe('edits of keypoints', () => {
  it('undo to the byte-equal start and redo to the byte-equal end', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 60 }), (list) => {
        const history = new UndoHistory(emptyKeypointDocument(6));
        const start = JSON.stringify(history.document);
        for (const edit of list) history.commit(editKeypoints(history.document, edit));
        const end = JSON.stringify(history.document);
        while (history.undo());
        expect(JSON.stringify(history.document)).toBe(start);
        while (history.redo());
        expect(JSON.stringify(history.document)).toBe(end);
      }),
      { numRuns: 1000 },
    );
  });

  it('never change the document they start from, and give it back when nothing changes', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 20 }), edits, (list, edit) => {
        const before = list.reduce(editKeypoints, emptyKeypointDocument(6));
        const bytes = JSON.stringify(before);
        const after = editKeypoints(before, edit);
        expect(JSON.stringify(before)).toBe(bytes);
        expect(JSON.stringify(after) === bytes).toBe(after === before);
      }),
    );
  });

  it('always leave a pose to mark, with ids of their own and every keypoint', () => {
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 40 }), (list) => {
        const { poses } = apply(emptyKeypointDocument(6), ...list);
        expect(poses.length).toBeGreaterThan(0);
        expect(new Set(poses.map(({ id }) => id)).size).toBe(poses.length);
        expect(poses.every(({ marks }) => marks.length === 6)).toBe(true);
      }),
    );
  });

  it('keep a mark hidden while it moves', () => {
    const document = apply(
      emptyKeypointDocument(2),
      { type: 'place', spot: nose, x: 1, y: 2, occluded: true },
      { type: 'move', spot: nose, x: 5, y: 6 },
    );
    expect(document.poses[0]?.marks[0]).toEqual({ visibility: 'occluded', x: 5, y: 6 });
  });

  it('cannot move or hide what is not placed', () => {
    const document = emptyKeypointDocument(2);
    expect(apply(document, { type: 'move', spot: nose, x: 1, y: 1 })).toBe(document);
    expect(apply(document, { type: 'toggle-occluded', spot: nose })).toBe(document);
  });

  it('take "nothing here" back as soon as something is marked', () => {
    const document = apply(
      emptyKeypointDocument(2),
      { type: 'nothing', value: true },
      { type: 'place', spot: nose, x: 1, y: 2, occluded: false },
    );
    expect(document.nothing).toBe(false);
  });
});

describe('the guided order', () => {
  it('goes to the next keypoint that is not marked, around the end, until none is left', () => {
    const document = apply(
      emptyKeypointDocument(3),
      { type: 'place', spot: { pose: 0, keypoint: 1 }, x: 1, y: 2, occluded: false },
      { type: 'absent', spot: { pose: 0, keypoint: 2 } },
    );
    expect(nextUnmarked(document, { pose: 0, keypoint: 1 })).toEqual(nose);
    expect(countMarks(document.poses[0])).toBe(2);
    expect(nextUnmarked(apply(document, { type: 'absent', spot: nose }), nose)).toBeUndefined();
  });
});
