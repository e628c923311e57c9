import { msg, str } from '@lit/localize';
import { nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Box, ImageSize } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { middleOf, ninthOf } from '#elements/stage/aim-grid.ts';
import { jsonAttribute } from '#elements/stage/json-attribute.ts';
import { LabelingElement, type Problem } from '#elements/stage/labeling-element.ts';
import type { Shortcut } from '#elements/stage/shortcuts.ts';
import { snapToPixel } from '#geometry/snap-to-pixel.ts';
import { alongImage, type Point } from '#geometry/view.ts';
import type { PoseStyle } from './draw-poses.ts';
import { keypointAnswerOf } from './keypoint-answer-of.ts';
import { poseStyleOf } from './keypoint-colors.ts';
import {
  countMarks,
  emptyKeypointDocument,
  isUnmarked,
  type KeypointDocument,
  markAt,
  nextUnmarked,
  placedAt,
  type Spot,
} from './keypoint-document.ts';
import { editKeypoints, type KeypointEdit } from './keypoint-edits.ts';
import { renderKeypointPanel } from './keypoint-panel.ts';
import { keypointPanelStyles } from './keypoint-panel-styles.ts';
import { keypointShortcuts } from './keypoint-shortcuts.ts';
import { KeypointTool } from './keypoint-tool.ts';
import { spokenName } from './keypoint-words.ts';
import { swappedPairs } from './left-right.ts';
import { missingKeypoints } from './missing-keypoints.ts';
import { paintOtherPoses, paintPointer, paintSelectedPose } from './paint-keypoints.ts';
import {
  adaptKeypoints,
  draftShape,
  fromAnnotations,
  readInitialKeypoints,
} from './read-initial-keypoints.ts';
import { readSkeleton } from './read-skeleton.ts';
import { boxOf, pairPositions, placesOf, type Reshape, reshapePose } from './reshape-pose.ts';
import { placeSwapWarning, renderSwapWarning } from './swap-warning.ts';

/** Stands in until the attributes are read, and where they cannot be. */
const noSkeleton: Skeleton = { name: 'none', keypoints: [{ name: 'point' }] };
const first: Spot = { pose: 0, keypoint: 0 };
/** What the skeleton and its first marks are read from. */
const attributes = [
  'skeleton',
  'labels',
  'keypointClasses',
  'skeletonRig',
  'skeletonBoundingBox',
  'initialValue',
  'initialValues',
];

/**
 * Marks the keypoints of one or several animals: `<gt-keypoint name src skeleton | labels header initial-value
 * max-instances precision required disabled>`. Its answer is a {@link KeypointAnswer}.
 */
export class GtKeypoint extends LabelingElement<KeypointDocument> {
  static override styles = [...LabelingElement.styles, keypointPanelStyles];

  static override properties: PropertyDeclarations = {
    skeleton: { converter: jsonAttribute },
    labels: { converter: jsonAttribute },
    maxInstances: { type: Number, attribute: 'max-instances' },
    precision: { type: Number },
    placement: {},
    example: {},
    imgSrc: {},
    keypointClasses: { converter: jsonAttribute },
    skeletonRig: { converter: jsonAttribute },
    skeletonBoundingBox: { converter: jsonAttribute },
    initialValues: { converter: jsonAttribute },
    selected: { state: true },
    occludeNext: { state: true },
    loupe: { state: true },
    dropping: { state: true },
  };

  /** A skeleton as in contracts/skeleton.ts. */
  skeleton: unknown;
  /** Keypoint names, for a task without edges. */
  labels: unknown;
  /** Most animals that can be marked. */
  maxInstances = 100;
  /** Decimals of a coordinate. */
  precision = 0;

  /** "box" has every animal begin with its rest pose in a box that is drawn; else points are placed one by one. */
  placement = '';
  /** Address of a picture of one animal, cut to the box of the skeleton's rest pose. */
  example = '';

  // As in crowd-2d-skeleton, whose templates go on with another tag name.
  imgSrc = '';
  keypointClasses: unknown;
  skeletonRig: unknown;
  skeletonBoundingBox: unknown;
  initialValues: unknown;

  /** Animals that clicks go through until they are taken from the list, by id: shown only, or not shown. */
  readonly aside = new Map<string, 'locked' | 'hidden'>();
  /** The keypoint that the panel speaks of. */
  selected: Spot = first;
  /** The next mark is placed as hidden. */
  occludeNext = false;
  loupe = true;

  /** The skeleton as it was read. */
  rig: Skeleton = noSkeleton;
  /** Place of the next mark when it is steered by keys, in image pixels. */
  keyCursor: Point | undefined;
  /** What the number keys have narrowed the cross to, in image pixels. */
  aimBox: Box | undefined;
  /** The next drag draws the box that the rest pose is dropped into. */
  dropping = false;
  readonly tool = new KeypointTool(this);
  poseStyle: PoseStyle = { edges: [], colors: [] };
  /** Animals whose left and right the worker has looked at: "keep them so". */
  readonly #kept = new Set<string>();
  #warned = '';
  /** Marks in the order in which they were made, for Backspace. */
  #trail: Spot[] = [];

  /** What one instance is called. */
  get noun(): string {
    return this.rig.instance === undefined ? msg('animal') : spokenName(this.rig.instance);
  }

  get canAdd(): boolean {
    return this.editable && this.document.poses.length < this.maxInstances;
  }

  /** The keypoint that a click places: the selected one, or the next that is not marked. */
  get armed(): Spot | undefined {
    return this.editable && !this.document.nothing ? nextUnmarked(this.document, this.selected) : undefined;
  }

  protected override get subject(): string | undefined {
    return this.rig.keypoints[this.selected.keypoint]?.name;
  }

  /** "left elbow", or "left elbow of cat 2" where there are several. */
  spoken({ pose, keypoint }: Spot): string {
    const name = spokenName(this.rig.keypoints[keypoint]?.name ?? '');
    return this.document.poses.length > 1 ? msg(str`${name} of ${this.poseName(pose)}`) : name;
  }

  poseName(pose: number): string {
    const { id = '', name } = this.document.poses[pose] ?? {};
    return name ?? `${this.noun} ${id}`;
  }

  covers({ x, y }: Point): boolean {
    const { width, height } = this.stage.image.size;
    return x >= 0 && y >= 0 && x <= width && y <= height;
  }

  readonly snap = (point: Point): Point =>
    snapToPixel(point, this.stage.image.size, Math.min(Math.max(this.precision || 0, 0), 6));

  select(spot: Spot): void {
    this.selected = spot;
    this.aside.delete(this.document.poses[spot.pose]?.id ?? '');
    this.occludeNext = false;
    this.keyCursor = undefined;
    this.refresh();
  }

  /** Places the armed keypoint and goes on to the next. */
  place(point: Point, occluded: boolean): void {
    const spot = this.armed;
    if (spot === undefined) return;
    this.dropping = false;
    const place = this.snap(point);
    this.#apply(
      { type: 'place', spot, ...place, occluded: occluded || this.occludeNext },
      spot,
      msg(str`${this.spoken(spot)} placed.`),
    );
  }

  placeAtCross(occluded: boolean): unknown {
    if (this.armed === undefined) return false;
    this.place(this.keyCursor ?? this.stage.middlePixel, occluded);
    return true;
  }

  markAbsent(): void {
    const spot = this.#target;
    if (spot !== undefined)
      this.#apply({ type: 'absent', spot }, spot, msg(str`${this.spoken(spot)} is not in the picture.`));
  }

  /** Hides or shows the selected mark; before it is placed, the next click places it as hidden. */
  toggleOccluded(): void {
    if (!placedAt(this.document, this.selected)) this.occludeNext = !this.occludeNext;
    else this.commit(editKeypoints(this.document, { type: 'toggle-occluded', spot: this.selected }));
    this.stage.invalidate('active');
  }

  /** Positions of the pairs of the selected animal whose left and right look swapped, and are not kept so. */
  get swapped(): number[] {
    const pose = this.document.poses[this.selected.pose];
    return pose === undefined || this.document.nothing || !this.editable || this.#kept.has(pose.id)
      ? []
      : swappedPairs(this.rig, placesOf(pose.marks));
  }

  /** Exchanges left and right: what the warning speaks of, else the selected keypoint and its counterpart, or all. */
  swap(all = false): void {
    const pairs = pairPositions(this.rig);
    const warned = this.swapped;
    if (warned.length > 0) this.telemetry.count('warningsAccepted');
    const { pose, keypoint } = this.selected;
    const chosen = pairs.filter(
      (pair, index) => all || (warned.length > 0 ? warned.includes(index) : pair.includes(keypoint)),
    );
    this.commit(
      editKeypoints(this.document, { type: 'swap', pose, pairs: chosen }),
      msg(str`${chosen.length} swapped.`),
    );
  }

  keepSides(): void {
    this.#kept.add(this.document.poses[this.selected.pose]?.id ?? '');
    this.refresh();
  }

  /** Turns, scales or mirrors the selected animal. */
  reshape(change: Reshape, again = false): void {
    const { pose } = this.selected;
    const marks = reshapePose(
      this.document.poses[pose]?.marks ?? [],
      change,
      this.stage.image.size,
      this.snap,
    );
    const reshaped = editKeypoints(this.document, { type: 'reshape', pose, marks });
    // An animal that faces the other way shows its other side.
    const pairs = change.mirror ? pairPositions(this.rig) : [];
    const next = editKeypoints(reshaped, { type: 'swap', pose, pairs });
    if (again) this.amend(next);
    else this.commit(next, '', true);
  }

  /** Adds an animal with the marks of the selected one, a little aside. */
  duplicatePose(): void {
    const source = this.document.poses[this.selected.pose];
    if (!this.canAdd || source === undefined || countMarks(source) === 0) return;
    const aside = { dx: 24 / this.stage.view.k, dy: 24 / this.stage.view.k };
    const marks = reshapePose(source.marks, aside, this.stage.image.size, this.snap);
    this.commit(editKeypoints(this.document, { type: 'add-pose', marks }));
    this.selectPose(this.document.poses.length - 1);
  }

  /** Whether the skeleton says how an animal at rest looks. */
  get canDrop(): boolean {
    return this.armed !== undefined && this.rig.keypoints.every(({ rest }) => rest !== undefined);
  }

  /** An animal without a mark begins as the template says. */
  #begin(): void {
    this.dropping =
      this.placement === 'box' && this.canDrop && countMarks(this.document.poses[this.selected.pose]) === 0;
  }

  toggleDropping(): void {
    this.dropping = this.canDrop && !this.dropping;
    this.announce(this.dropAdvice);
  }

  /** What to do while the rest pose waits for its box, else ''. */
  get dropAdvice(): string {
    return this.dropping ? msg(str`Draw a box around the ${this.noun}.`) : '';
  }

  /** Narrows the cross to a ninth of where it can be: 1 is at the top left, 9 at the bottom right. */
  aimAt(cell: number): unknown {
    if (this.armed === undefined) return false;
    const from = this.keyCursor && this.aimBox;
    this.aimBox = ninthOf(from ?? { left: 0, top: 0, ...this.stage.image.size }, cell);
    this.keyCursor = this.snap(middleOf(this.aimBox));
    this.stage.reveal(this.keyCursor);
    this.stage.invalidate('active');
    this.announce(msg(str`Cross at ${this.keyCursor.x}, ${this.keyCursor.y}.`));
    return true;
  }

  /** Brings the selected animal to the full size of the surface. */
  fitPose(): void {
    const box = this.poseBox;
    if (box) this.stage.fitBox(box);
  }

  /** Removes the last mark that was made; it is placed again by the next click. */
  takeBack(): void {
    const selected = markAt(this.document, this.selected) === null ? undefined : this.selected;
    let spot = selected ?? this.#trail.pop();
    while (spot !== undefined && markAt(this.document, spot) === null) spot = this.#trail.pop();
    if (spot !== undefined) this.clear(spot);
  }

  clear(spot: Spot = this.selected): void {
    if (markAt(this.document, spot) === null) return;
    this.selected = spot;
    this.commit(
      editKeypoints(this.document, { type: 'clear', spot }),
      msg(str`${this.spoken(spot)} removed.`),
    );
  }

  /** Moves the selected mark, or the cross of the one that is to be placed, by image pixels as seen on the screen. */
  nudge(right: number, down: number, again = false): void {
    const [dx, dy] = alongImage(this.stage.view, right, down);
    const mark = placedAt(this.document, this.selected);
    if (mark) {
      const place = this.snap({ x: mark.x + dx, y: mark.y + dy });
      const next = editKeypoints(this.document, { type: 'move', spot: this.selected, ...place });
      // A key held down is one step.
      if (again) this.amend(next);
      else this.commit(next, '', true);
      this.stage.reveal(place);
      return;
    }
    this.aimBox = undefined;
    const from = this.keyCursor ?? this.tool.pointer?.image ?? this.stage.middlePixel;
    this.keyCursor = this.snap({ x: from.x + dx, y: from.y + dy });
    this.stage.reveal(this.keyCursor);
    this.stage.invalidate('active');
  }

  /** Selects a neighbour in the skeleton's order. False at the ends, unless it goes around. */
  step(by: number, around: boolean): unknown {
    const count = this.rig.keypoints.length;
    const next = this.selected.keypoint + by;
    if (!around && (next < 0 || next >= count)) return false;
    this.select({ pose: this.selected.pose, keypoint: (next + count) % count });
    this.announce(this.describe(this.selected));
    return true;
  }

  stepPose(by: number): void {
    const next = this.#poseAfter(by);
    if (next !== undefined) this.selectPose(next);
  }

  /** Leaves the selected animal as it is, so that it is not in the way, and goes on with another one. */
  putAside(how: 'locked' | 'hidden'): void {
    const next = this.#poseAfter(1);
    if (next === undefined) return;
    this.aside.set(this.document.poses[this.selected.pose]?.id ?? '', how);
    this.selectPose(next);
  }

  /** The closest animal in a direction that is not put aside. */
  #poseAfter(by: number): number | undefined {
    const { poses } = this.document;
    return poses
      .map((_, step) => (this.selected.pose + by * (step + 1) + poses.length ** 2) % poses.length)
      .find((pose) => pose !== this.selected.pose && !this.aside.has(poses[pose]?.id ?? ''));
  }

  renamePose(pose: number, name: string): void {
    this.commit(editKeypoints(this.document, { type: 'rename', pose, name: name.trim().slice(0, 256) }));
  }

  selectPose(pose: number): void {
    this.select(nextUnmarked(this.document, { pose, keypoint: 0 }) ?? { pose, keypoint: 0 });
    this.announce(this.poseName(pose));
  }

  addPose(): void {
    if (!this.canAdd) return;
    this.commit(editKeypoints(this.document, { type: 'add-pose' }));
    this.selectPose(this.document.poses.length - 1);
    this.#begin();
  }

  removePose(pose: number): void {
    this.commit(
      editKeypoints(this.document, { type: 'remove-pose', pose }),
      msg(str`${this.poseName(pose)} removed.`),
    );
    const last = this.document.poses.length - 1;
    this.selectPose(Math.min(this.selected.pose > pose ? this.selected.pose - 1 : this.selected.pose, last));
  }

  setNothing(value: boolean): void {
    this.commit(
      editKeypoints(this.document, { type: 'nothing', value }),
      value ? msg(str`No ${this.noun} in this picture.`) : '',
    );
  }

  toggleLoupe(): void {
    this.loupe = !this.loupe;
    this.stage.invalidate('active');
  }

  /** A keypoint's state in words. */
  describe(spot: Spot): string {
    const mark = markAt(this.document, spot);
    const name = this.spoken(spot);
    if (mark === null) return msg(str`${name}, not marked yet`);
    return {
      visible: msg(str`${name}, placed`),
      occluded: msg(str`${name}, placed, hidden`),
      absent: msg(str`${name}, not in the picture`),
    }[mark.visibility];
  }

  progress() {
    const { poses, nothing } = this.document;
    const total = this.rig.keypoints.length * poses.length;
    const done = nothing ? total : poses.reduce((sum, pose) => sum + countMarks(pose), 0);
    return { done, total, label: nothing ? msg(str`no ${this.noun}`) : msg(str`${done} of ${total}`) };
  }

  /** The animal whose mark is on its way. */
  get dragged() {
    return this.tool.drags ? this.poseBox : undefined;
  }

  /** Around the selected animal. */
  get poseBox() {
    return boxOf(this.document.poses[this.selected.pose]?.marks ?? []);
  }

  drawStatic(context: CanvasRenderingContext2D): void {
    paintOtherPoses(context, this);
  }

  drawActive(context: CanvasRenderingContext2D): void {
    paintSelectedPose(context, this);
    paintPointer(context, this);
  }

  protected emptyDocument(): KeypointDocument {
    return emptyKeypointDocument(1);
  }

  protected answerOf(document: KeypointDocument, image: ImageSize): KeypointAnswer {
    return keypointAnswerOf(document, image, this.rig);
  }

  protected readDraft(draft: KeypointDocument): KeypointDocument | undefined {
    return draftShape(this.rig.keypoints.length)(draft, '') === undefined ? draft : undefined;
  }

  protected problemOf(document: KeypointDocument): Problem | undefined {
    return this.required ? missingKeypoints(this, document) : undefined;
  }

  /** Whoever submits a picture without a mark, after being asked, says that there is nothing to mark. */
  override sealAnswer(submit: Event): void {
    if (this.required && isUnmarked(this.document)) this.setNothing(true);
    super.sealAnswer(submit);
  }

  protected renderPanel(): TemplateResult {
    return renderKeypointPanel(this, this.renderProblem());
  }

  protected override renderOverlay(): unknown {
    const { swapped } = this;
    return swapped.length === 0 ? nothing : renderSwapWarning(this, swapped);
  }

  /** The warning stays beside its animal, however the view moves; written past Lit. */
  override viewChanged(): void {
    super.viewChanged();
    placeSwapWarning(this);
  }

  protected override updated(): void {
    const shown = this.swapped.join();
    if (shown !== '' && shown !== this.#warned) {
      this.telemetry.count('warningsShown');
      this.announce(msg('Left and right look swapped.'));
    }
    this.#warned = shown;
    if (shown !== '') this.viewChanged();
  }

  protected ownShortcuts(): readonly Shortcut[] {
    return keypointShortcuts(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('imgSrc') && this.imgSrc) this.src = this.imgSrc;
    if (!this.hasUpdated || attributes.some((name) => changed.has(name))) this.#readAttributes(changed);
    super.willUpdate(changed);
  }

  /** After undo and redo, speaks of what came back or went. */
  protected override documentReplaced(before: KeypointDocument): void {
    const { poses } = this.document;
    const pose = poses.findIndex((pose, index) => pose !== before.poses[index]);
    const keypoint =
      poses[pose]?.marks.findIndex((mark, index) => mark !== before.poses[pose]?.marks[index]) ?? -1;
    if (pose >= 0 && keypoint >= 0) this.select({ pose, keypoint });
    else if (this.selected.pose >= poses.length) this.selected = { pose: poses.length - 1, keypoint: 0 };
    this.keyCursor = undefined;
    this.#begin();
  }

  /** The loupe of the cross that keys steer. */
  get keyAim() {
    const { armed, keyCursor: at } = this;
    return armed && at ? { at, caption: this.spoken(armed), touch: false } : undefined;
  }

  /** What A and O speak of: the selected keypoint, marked or not. */
  get #target(): Spot | undefined {
    return this.document.nothing ? undefined : this.selected;
  }

  /** Commits an edit that marks a keypoint, and goes on to the next one. */
  #apply(edit: KeypointEdit, spot: Spot, announcement: string): void {
    const next = editKeypoints(this.document, edit);
    const following = nextUnmarked(next, spot);
    this.#trail.push(spot);
    this.occludeNext = false;
    this.keyCursor = undefined;
    this.selected = following ?? spot;
    const then =
      following === undefined ? msg('All are marked.') : msg(str`Next: ${this.spoken(following)}.`);
    this.commit(next, `${announcement} ${then}`);
  }

  #readAttributes(changed: PropertyValues): void {
    const old = this.rig;
    try {
      this.authorProblem = undefined;
      this.rig = readSkeleton(this);
      const anew =
        changed.has('initialValue') || changed.has('initialValues') || !this.hasUpdated || old === noSkeleton;
      const document = anew
        ? readInitialKeypoints(this.initialValue ?? fromAnnotations(this.initialValues), this.rig)
        : adaptKeypoints(this.document, old, this.rig);
      this.poseStyle = poseStyleOf(this.rig);
      this.selected = nextUnmarked(document, first) ?? first;
      this.#trail = [];
      this.restart(document);
      this.#begin();
    } catch (error) {
      this.authorProblem = (error as Error).message;
    }
    // Templates written for crowd-keypoint read the attribute back and split it at '","'.
    if (Array.isArray(this.labels)) this.setAttribute('labels', JSON.stringify(this.labels));
  }
}

if (customElements.get('gt-keypoint') === undefined) customElements.define('gt-keypoint', GtKeypoint);

declare global {
  interface HTMLElementTagNameMap {
    'gt-keypoint': GtKeypoint;
  }
}
