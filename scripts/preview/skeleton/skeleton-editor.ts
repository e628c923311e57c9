import { messageOf } from '#contracts/message-of.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { type Draft, draftOf, finished, type Place, placePoint } from './draft.ts';
import { addPoint, reorderPoint, setPair, toggleEdge } from './edit-draft.ts';
import { importSkeleton } from './import-skeleton.ts';

/** What a click or drag on the picture does. */
export type SkeletonTool = 'points' | 'edges' | 'pairs';

/** A picture that a skeleton is drawn over. */
export interface Picture {
  /** What a task input calls it. */
  name: string;
  url: string;
}

export interface SkeletonHost {
  redraw(): void;
  notify(text: string): void;
  /** Keeps the draft over a reload. */
  keep(draft: Draft): void;
  /** Keeps which picture is drawn on. */
  keepPicture(name: string): void;
}

/** Steps that can be undone; older ones are forgotten. */
const STEPS = 200;

/** The skeleton that is being drawn, what is selected in it, and its undo. */
export class SkeletonEditor {
  draft: Draft = draftOf();
  selected: number | undefined;
  tool: SkeletonTool = 'points';
  /** Where an edge or a pair begins that is being drawn. */
  from: string | undefined;
  /** Where it would end now. */
  cursor: Place | undefined;
  picture: Picture | undefined;
  /** Width by height of the picture. */
  ratio = 1.5;
  /** Names stand beside all points and not only the selected one. */
  named = globalThis.innerWidth > 900;
  /** Why the last file could not be read. */
  problem = '';
  /** A file with several skeletons in it, of which one has to be chosen. */
  choice: { text: string; fileName: string; names: readonly string[] } | undefined;
  private past: Draft[] = [];
  private future: Draft[] = [];
  private gesture: string | undefined;
  private readonly host: SkeletonHost;

  constructor(host: SkeletonHost) {
    this.host = host;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }
  get canRedo(): boolean {
    return this.future.length > 0;
  }
  get skeleton(): Skeleton {
    return finished(this.draft);
  }

  /** Takes a changed draft. Changes with the same `gesture` are one step. */
  change(draft: Draft, gesture?: string): void {
    if (draft === this.draft) return;
    if (gesture === undefined || gesture !== this.gesture)
      this.past = [...this.past.slice(1 - STEPS), this.draft];
    this.gesture = gesture;
    this.future = [];
    this.show(draft);
  }

  undo(): void {
    const before = this.past.at(-1);
    if (!before) return;
    this.past = this.past.slice(0, -1);
    this.future = [...this.future, this.draft];
    this.gesture = undefined;
    this.show(before);
  }

  redo(): void {
    const after = this.future.at(-1);
    if (!after) return;
    this.future = this.future.slice(0, -1);
    this.past = [...this.past, this.draft];
    this.gesture = undefined;
    this.show(after);
  }

  /** Shows a draft that is where the work begins: there is nothing before it. */
  begin(draft: Draft): void {
    this.draft = draft;
    this.past = [];
    this.future = [];
    this.selected = undefined;
  }

  /** Begins with another skeleton; undo leads back. */
  load(draft: Draft): void {
    this.selected = undefined;
    this.from = undefined;
    this.problem = '';
    this.choice = undefined;
    this.change(draft);
  }

  /** @param category the one to read of a file with several */
  importText(text: string, fileName: string, category?: string): void {
    this.choice = undefined;
    this.problem = '';
    try {
      const { skeleton, categories = [], remark } = importSkeleton(text, fileName, category);
      if (skeleton) {
        this.load(draftOf(skeleton));
        this.host.notify(
          `${skeleton.name}: ${skeleton.keypoints.length} points.${remark ? ` ${remark}` : ''}`,
        );
      } else this.choice = { text, fileName, names: categories };
    } catch (error) {
      this.problem = messageOf(error);
    }
    this.host.redraw();
  }

  select(index: number | undefined): void {
    this.selected = index;
    this.host.redraw();
  }

  chooseTool(tool: SkeletonTool): void {
    this.tool = tool;
    this.from = undefined;
    this.host.redraw();
  }

  choosePicture(picture: Picture): void {
    this.picture = picture;
    this.host.keepPicture(picture.name);
    this.host.redraw();
  }

  /**
   * Puts the selected point here if it has no place yet, else the first that has none, else a new one.
   * @returns whether it is a new one, which has no name yet
   */
  place(at: Place): boolean {
    const { keypoints } = this.draft.skeleton;
    const chosen = this.selected === undefined ? undefined : keypoints[this.selected];
    const waiting =
      chosen && !chosen.rest ? this.selected : keypoints.findIndex(({ rest }) => rest === undefined);
    const found = waiting !== undefined && waiting >= 0;
    this.selected = found ? waiting : keypoints.length;
    this.change(found ? placePoint(this.draft, waiting, at) : addPoint(this.draft, at));
    if (found) this.selected = nextUnplaced(this.draft.skeleton) ?? waiting;
    this.host.redraw();
    return !found;
  }

  /** Chooses one end of an edge or pair; with the second end it is drawn. */
  connect(name: string): void {
    const { from, tool } = this;
    if (from === undefined || from === name) {
      this.from = from === name ? undefined : name;
    } else {
      this.from = undefined;
      this.change((tool === 'pairs' ? setPair : toggleEdge)(this.draft, from, name));
    }
    this.cursor = undefined;
    this.host.redraw();
  }

  /** Moves the selected point in the order. */
  move(from: number, to: number): void {
    if (to < 0 || to >= this.draft.skeleton.keypoints.length) return;
    this.selected = to;
    this.change(reorderPoint(this.draft, from, to));
  }

  /** The one next thing, in a sentence. */
  get hint(): string {
    const { keypoints, edges = [], pairs = [] } = this.draft.skeleton;
    if (keypoints.length === 0) return 'Click the picture to place the first point.';
    if (this.tool === 'edges') {
      if (this.from) return `Now the other end of the edge from ${this.from}.`;
      return edges.length === 0
        ? 'Drag from one point to another.'
        : 'Drag between two points; again takes it away.';
    }
    if (this.tool === 'pairs') {
      if (this.from) return `Now the right one that belongs to ${this.from}.`;
      return pairs.length === 0
        ? 'Choose a left part, then its right one.'
        : 'Left part first, then its right one.';
    }
    const waiting = keypoints[this.selected ?? -1];
    const unplaced = waiting && !waiting.rest ? waiting : keypoints.find(({ rest }) => rest === undefined);
    return unplaced
      ? `Click where ${unplaced.name} is.`
      : `Click to add point ${keypoints.length + 1}, or drag one.`;
  }

  private show(draft: Draft): void {
    this.draft = draft;
    if (this.selected !== undefined && this.selected >= draft.skeleton.keypoints.length)
      this.selected = undefined;
    this.host.keep(draft);
    this.host.redraw();
  }
}

function nextUnplaced({ keypoints }: Skeleton): number | undefined {
  const index = keypoints.findIndex(({ rest }) => rest === undefined);
  return index < 0 ? undefined : index;
}
