import { msg, str } from '@lit/localize';
import { nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Box, ImageSize } from '#contracts/geometry.ts';
import type { KeypointAnswer } from '#contracts/keypoint-answer.ts';
import type { Skeleton } from '#contracts/skeleton.ts';
import { jsonAttribute } from '#elements/stage/json-attribute.ts';
import { LabelingElement } from '#elements/stage/labeling-element.ts';
import { type Problem, renderProblem } from '#elements/stage/problem.ts';
import type { Shortcut } from '#elements/stage/shortcuts.ts';
import { snapToPixel } from '#geometry/snap-to-pixel.ts';
import type { Point } from '#geometry/view.ts';
import type { PoseStyle } from './draw-poses.ts';
import { keypointAnswerOf } from './keypoint-answer-of.ts';
import { poseStyleOf } from './keypoint-colors.ts';
import {
  countMarks,
  emptyKeypointDocument,
  isUnmarked,
  type KeypointDocument,
  nextUnmarked,
  type Spot,
} from './keypoint-document.ts';
import { editKeypoints, type KeypointEdit } from './keypoint-edits.ts';
import { renderKeypointPanel } from './keypoint-panel.ts';
import { keypointPanelStyles } from './keypoint-panel-styles.ts';
import { keypointShortcuts } from './keypoint-shortcuts.ts';
import { KeypointTool } from './keypoint-tool.ts';
import { spokenName } from './keypoint-words.ts';
import { missingKeypoints } from './missing-keypoints.ts';
import { paintOtherPoses, paintPointer, paintSelectedPose } from './paint-keypoints.ts';
import {
  adaptKeypoints,
  draftShape,
  fromAnnotations,
  readInitialKeypoints,
} from './read-initial-keypoints.ts';
import { readSkeleton } from './read-skeleton.ts';
import { boxOf } from './reshape-pose.ts';
import { beginPose } from './rest-pose.ts';
import { swappedIn } from './swap-sides.ts';
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
  readonly kept = new Set<string>();
  #warned = '';
  /** Marks in the order in which they were made, for Backspace. */
  trail: Spot[] = [];

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
    this.mark(
      { type: 'place', spot, ...place, occluded: occluded || this.occludeNext },
      spot,
      msg(str`${this.spoken(spot)} placed.`),
    );
  }

  /** Brings the cross of the next mark to a place, and into sight. */
  steer(to: Point): Point {
    this.keyCursor = this.snap(to);
    this.stage.reveal(this.keyCursor);
    this.stage.invalidate('active');
    return this.keyCursor;
  }

  selectPose(pose: number): void {
    this.select(nextUnmarked(this.document, { pose, keypoint: 0 }) ?? { pose, keypoint: 0 });
    this.announce(this.poseName(pose));
  }

  addPose(): void {
    if (!this.canAdd) return;
    this.commit(editKeypoints(this.document, { type: 'add-pose' }));
    this.selectPose(this.document.poses.length - 1);
    beginPose(this);
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

  renderPanel(): TemplateResult {
    return renderKeypointPanel(this, renderProblem(this.problem));
  }

  override renderOverlay(): unknown {
    const swapped = swappedIn(this);
    return swapped.length === 0 ? nothing : renderSwapWarning(this, swapped);
  }

  /** The warning stays beside its animal, however the view moves; written past Lit. */
  override viewChanged(): void {
    super.viewChanged();
    placeSwapWarning(this);
  }

  protected override updated(): void {
    const shown = swappedIn(this).join();
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
    beginPose(this);
  }

  /** The loupe of the cross that keys steer. */
  get keyAim() {
    const { armed, keyCursor: at } = this;
    return armed && at ? { at, caption: this.spoken(armed), touch: false } : undefined;
  }

  /** Commits an edit that marks a keypoint, and goes on to the next one. */
  mark(edit: KeypointEdit, spot: Spot, announcement: string): void {
    const next = editKeypoints(this.document, edit);
    const following = nextUnmarked(next, spot);
    this.trail.push(spot);
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
      this.trail = [];
      this.restart(document);
      beginPose(this);
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
