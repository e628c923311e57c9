import {
  emptyPose,
  type KeypointDocument,
  type Mark,
  markAt,
  type Pose,
  placedAt,
  type Spot,
} from './keypoint-document.ts';

/** Everything that a worker can do to a document. */
export type KeypointEdit =
  | {
      readonly type: 'place';
      readonly spot: Spot;
      readonly x: number;
      readonly y: number;
      readonly occluded: boolean;
    }
  /** Moves a placed mark and keeps its visibility. */
  | { readonly type: 'move'; readonly spot: Spot; readonly x: number; readonly y: number }
  | { readonly type: 'toggle-occluded' | 'absent' | 'clear'; readonly spot: Spot }
  /** Exchanges the marks of left/right pairs, given as positions. */
  | { readonly type: 'swap'; readonly pose: number; readonly pairs: readonly (readonly [number, number])[] }
  /** Gives a whole pose other marks: moved, turned, or placed at once. */
  | { readonly type: 'reshape'; readonly pose: number; readonly marks: Pose['marks'] }
  /** Adds a pose, empty or with the marks of another one. */
  | { readonly type: 'add-pose'; readonly marks?: Pose['marks'] }
  /** Removes a pose; the last one is emptied instead, so that there is always one to mark. */
  | { readonly type: 'remove-pose'; readonly pose: number }
  /** Calls a pose something; '' takes its name away. */
  | { readonly type: 'rename'; readonly pose: number; readonly name: string }
  | { readonly type: 'nothing'; readonly value: boolean };

/** The document after an edit. An edit that does not apply or changes nothing gives the same document back. */
export function editKeypoints(document: KeypointDocument, edit: KeypointEdit): KeypointDocument {
  switch (edit.type) {
    case 'place':
      return mark(document, edit.spot, {
        visibility: edit.occluded ? 'occluded' : 'visible',
        x: edit.x,
        y: edit.y,
      });
    case 'move': {
      const old = placedAt(document, edit.spot);
      return old ? mark(document, edit.spot, { ...old, x: edit.x, y: edit.y }) : document;
    }
    case 'toggle-occluded': {
      const old = placedAt(document, edit.spot);
      const visibility = old?.visibility === 'occluded' ? 'visible' : 'occluded';
      return old ? mark(document, edit.spot, { ...old, visibility }) : document;
    }
    case 'absent':
      return mark(document, edit.spot, { visibility: 'absent' });
    case 'clear':
      return mark(document, edit.spot, null);
    case 'swap':
      return edit.pairs.reduce((swapped, [left, right]) => {
        const [a, b] = [left, right].map((keypoint) => ({ pose: edit.pose, keypoint })) as [Spot, Spot];
        const [atA, atB] = [markAt(swapped, a), markAt(swapped, b)];
        return mark(mark(swapped, a, atB), b, atA);
      }, document);
    case 'reshape':
      return edit.marks.reduce<KeypointDocument>(
        (reshaped, next, keypoint) => mark(reshaped, { pose: edit.pose, keypoint }, next),
        document,
      );
    case 'add-pose': {
      const empty = emptyPose(freeId(document), size(document));
      const pose = { ...empty, marks: edit.marks ?? empty.marks };
      return { poses: [...document.poses, pose], nothing: false };
    }
    case 'remove-pose':
      return removePose(document, edit.pose);
    case 'rename':
      return rename(document, edit.pose, edit.name);
    case 'nothing':
      return edit.value === document.nothing ? document : { ...document, nothing: edit.value };
  }
}

function mark(document: KeypointDocument, spot: Spot, next: Mark | null): KeypointDocument {
  const pose = document.poses[spot.pose];
  const old = pose?.marks[spot.keypoint];
  if (pose === undefined || old === undefined || same(old, next)) return document;
  const changed = { ...pose, marks: pose.marks.with(spot.keypoint, next) };
  return { poses: document.poses.with(spot.pose, changed), nothing: next === null && document.nothing };
}

function same(a: Mark | null, b: Mark | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.visibility === 'absent' || b.visibility === 'absent') return a.visibility === b.visibility;
  return a.visibility === b.visibility && a.x === b.x && a.y === b.y;
}

function rename(document: KeypointDocument, index: number, name: string): KeypointDocument {
  const { name: before = '', ...pose } = document.poses[index] ?? emptyPose('', 0);
  if (name === before || pose.id === '') return document;
  return { ...document, poses: document.poses.with(index, name === '' ? pose : { ...pose, name }) };
}

function size(document: KeypointDocument): number {
  return document.poses[0]?.marks.length ?? 0;
}

/** An id that no pose has: one more than the largest number, so that ids are never given twice in a row. */
function freeId(document: KeypointDocument): string {
  return String(document.poses.reduce((largest, { id }) => Math.max(largest, Number(id) || 0), 0) + 1);
}

function removePose(document: KeypointDocument, index: number): KeypointDocument {
  const pose = document.poses[index];
  if (pose === undefined) return document;
  if (document.poses.length > 1) return { ...document, poses: document.poses.toSpliced(index, 1) };
  if (pose.marks.every((mark) => mark === null)) return document;
  return { ...document, poses: [emptyPose(pose.id, pose.marks.length)] };
}
