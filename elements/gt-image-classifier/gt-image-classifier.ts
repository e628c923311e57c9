import { msg, str } from '@lit/localize';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ImageSize } from '#contracts/geometry.ts';
import { jsonAttribute } from '#elements/stage/json-attribute.ts';
import { LabelingElement } from '#elements/stage/labeling-element.ts';
import { setLook } from '#elements/stage/picture-look.ts';
import { type Problem, renderProblem } from '#elements/stage/problem.ts';
import { list, oneOf } from '#elements/stage/shape.ts';
import type { Shortcut } from '#elements/stage/shortcuts.ts';
import type { StagePointer } from '#elements/stage/tool.ts';
import { panBy } from '#geometry/view.ts';
import { ADJUSTED, classifierAnswer } from './classifier-answer.ts';
import { type ClassifierDocument, choose, comment, emptyClassifierDocument } from './classifier-document.ts';
import { classifierShortcuts } from './classifier-shortcuts.ts';
import { classifierStyles } from './classifier-styles.ts';
import { LookTool, type LookToolHost } from './look-tool.ts';
import { markCursor } from './mark-cursor.ts';
import { paintNameAt, paintOverlay } from './paint-overlay.ts';
import { checkVerdicts, readCategories, readExclusion } from './read-attributes.ts';
import { type Overlay, readOverlay, withAdjustment } from './read-overlay.ts';
import { renderAdjusting } from './render-adjusting.ts';
import { renderChoices } from './render-choices.ts';
import { renderVerdict } from './render-verdict.ts';
import { Strokes } from './strokes.ts';

/**
 * Chooses one category of a picture, or several, or says whether earlier marks are right:
 * `<gt-image-classifier name src categories header exclusion-category overlay multiple verify submit-on-choice
 * required disabled>`, with a `<worker-comment header placeholder>` inside where workers may say more. Its answer
 * is a ClassificationAnswer, or a MultiLabelAnswer with `multiple`.
 */
export class GtImageClassifier extends LabelingElement<ClassifierDocument> implements LookToolHost {
  static override styles = [...LabelingElement.styles, classifierStyles];
  static override properties: PropertyDeclarations = {
    categories: { converter: jsonAttribute },
    exclusionCategory: { attribute: 'exclusion-category' },
    overlay: { converter: jsonAttribute },
    multiple: { type: Boolean },
    verify: { type: Boolean },
    submitOnChoice: { type: Boolean, attribute: 'submit-on-choice' },
    rejecting: { state: true },
    adjusting: { state: true },
    marksHidden: { state: true },
  };

  /** Names of the categories. With `verify` the first accepts the marks, each other one is a reason to refuse. */
  categories: unknown;
  /** A category of its own, last in the list, that says that none of the others applies. */
  exclusionCategory: unknown;
  /** Earlier marks to show: `{boundingBox: {labels, value}}` or `{keypoint: {skeleton, value}}`. */
  overlay: unknown;
  /** Any number of categories may apply. */
  multiple = false;
  /** Asks whether the marks are right. */
  verify = false;
  /** Choosing the one category also submits. */
  submitOnChoice = false;

  /** The reasons to refuse are open. */
  rejecting = false;
  adjusting = false;
  marksHidden = false;

  /** The attributes as they were read. */
  names: readonly string[] = [];
  exclusion: string | undefined;
  marks: Overlay = readOverlay(undefined);
  /** What the editor starts from. */
  editing: Overlay = this.marks;
  readonly tool = new LookTool(this);
  /** What the hand does until the editor is there. */
  readonly strokes = new Strokes(this.stage.root);
  /** The document before the editor was opened. */
  private found: ClassifierDocument = this.document;
  private corrected: { readonly adjustment: object; readonly marks: Overlay } | undefined;
  /** A comment that is being typed is one undo step. */
  private typing = false;

  /** The names that are offered as choices: with `verify`, the reasons. */
  get choices(): readonly string[] {
    return this.verify ? this.names.slice(1) : this.names;
  }

  /** Whether the page brings the element that corrects these marks. */
  get canAdjust(): boolean {
    const { editor } = this.marks;
    return this.verify && editor !== undefined && customElements.get(editor) !== undefined;
  }

  /** The marks as they stand: as they came, or corrected. */
  get shown(): Overlay {
    const { marks, document, corrected } = this;
    const { adjustment } = document;
    if (adjustment === undefined) return marks;
    if (corrected?.adjustment !== adjustment)
      this.corrected = { adjustment, marks: withAdjustment(marks, adjustment) };
    return this.corrected?.marks ?? marks;
  }

  get hasMarks(): boolean {
    return this.marks.boxes.length > 0 || this.marks.poses.length > 0;
  }

  /** The author's `<worker-comment>`, which asks for words; verifying always does. */
  get commentRegion(): Element | null {
    return this.querySelector(':scope > worker-comment');
  }

  choose(name: string): void {
    if (!this.editable) return;
    this.typing = false;
    this.rejecting = this.verify;
    const { names: categories, multiple, exclusion } = this;
    const next = choose(this.document, name, { categories, multiple, exclusion });
    this.commit(next, next.chosen.includes(name) ? msg(str`${name} chosen.`) : msg(str`${name} taken back.`));
    if (this.submitOnChoice && !multiple && !this.verify) this.submit();
  }

  /** The marks are right: one action, which also submits. */
  accept(): void {
    const [first] = this.names;
    if (!this.editable || first === undefined) return;
    this.choose(first);
    this.rejecting = false;
    if (this.hasForm) this.submit();
  }

  /** The marks are not right: opens the reasons, or takes the only one. */
  async reject(): Promise<void> {
    if (!this.editable) return;
    this.rejecting = true;
    this.panelOpen = true;
    const [only, another] = this.choices;
    if (only !== undefined && another === undefined) this.choose(only);
    this.announce(msg('Say what is wrong: choose a reason.'));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.choices button')?.focus();
  }

  /** Goes to the comment; in a verification it stands with the reasons to refuse. */
  async openComment(): Promise<void> {
    this.rejecting ||= this.verify;
    this.panelOpen = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('textarea')?.focus();
  }

  write(text: string): void {
    const next = comment(this.document, text);
    if (this.typing) this.amend(next);
    else this.commit(next);
    this.typing = true;
  }

  stopWriting(): void {
    this.typing = false;
  }

  cursorAt(pointer: StagePointer): string {
    const active = this.editable && this.canAdjust && !this.marksHidden;
    return active ? markCursor(this.shown, pointer) : '';
  }

  pointerMoved(): void {
    this.stage.invalidate('active');
  }

  /**
   * Opens the element that corrects the marks, in place: the picture stays as it is seen, and the drag of a mark that
   * asks for it goes on there. Keys are the editor's until it is closed.
   */
  async adjust(): Promise<void> {
    if (!this.editable || !this.canAdjust || this.adjusting) return;
    this.shortcuts.hostDisconnected();
    this.editing = this.shown;
    this.found = this.document;
    this.strokes.waiting = true;
    this.adjusting = true;
    await this.updateComplete;
    const editor = this.renderRoot.querySelector<LabelingElement<unknown>>('.adjusting > :last-child');
    if (!editor) return;
    await editor.updateComplete;
    const { stage } = editor;
    // The browser has the picture already: this takes a frame or two.
    while (editor.isConnected && (stage.status === 'loading' || stage.viewport.width === 0))
      await new Promise(requestAnimationFrame);
    const [here, there] = [this.stage, stage].map(({ root }) => root.getBoundingClientRect());
    if (here && there) stage.setView(panBy(this.stage.view, here.left - there.left, here.top - there.top));
    Object.assign(stage.look, this.stage.look);
    setLook(editor, 'size', stage.look.size);
    const byHand = this.strokes.repeatOn(stage.root);
    this.requestUpdate();
    await this.updateComplete;
    stage.root.focus();
    // The ring is for focus that came by keyboard.
    if (byHand) stage.root.removeAttribute('data-ring');
    else editor.announce(msg('Correct what is wrong, then submit.'));
  }

  /** What the editor holds is the answer at once; taken back to what it was, it is none. */
  adjusted({ canUndo, value }: LabelingElement<unknown>): void {
    const { found, document } = this;
    const next = { ...found, chosen: [ADJUSTED], adjustment: value };
    this.rejecting = false;
    if (!canUndo) this.undo();
    else if (document === found) this.commit(next);
    else this.amend(next);
  }

  /** Back to checking as it was before; or on, with corrected marks as the answer, and others accepted as they are. */
  endAdjusting(submits: boolean): void {
    this.adjusting = false;
    // Only when the editor is gone are the keys and the focus free again.
    void this.updateComplete.then(() => {
      this.shortcuts.hostConnected();
      this.stage.root.focus();
    });
    if (!submits) this.commit(this.found);
    else if (this.document.adjustment === undefined) this.accept();
    else {
      this.announce(msg('Corrected.'));
      if (this.hasForm) this.submit();
    }
  }

  toggleMarks(): void {
    this.marksHidden = !this.marksHidden;
    this.stage.invalidate('static');
    this.stage.invalidate('active');
  }

  /** Enter: submits what is chosen; marks that nobody objected to are accepted. */
  confirm(): void {
    if (this.verify && !this.rejecting && this.document.chosen.length === 0) this.accept();
    else this.submit();
  }

  progress() {
    const { chosen } = this.document;
    const label = this.multiple ? msg(str`${chosen.length} chosen`) : '';
    return { label, complete: chosen.length > 0 };
  }

  drawStatic(context: CanvasRenderingContext2D): void {
    if (!this.marksHidden) paintOverlay(context, this.shown, this.stage);
  }

  drawActive(context: CanvasRenderingContext2D): void {
    const { at } = this.tool;
    if (at !== undefined && !this.marksHidden) paintNameAt(context, this.shown, this.stage.view, at);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // What was closed with the page does not open with it.
    this.adjusting = false;
  }

  protected emptyDocument(): ClassifierDocument {
    return emptyClassifierDocument;
  }

  protected answerOf(document: ClassifierDocument, _image: ImageSize): object {
    const { names: categories, multiple, exclusion, verify } = this;
    return classifierAnswer(document, { categories, multiple, exclusion, verify });
  }

  protected readDraft({ chosen, comment, adjustment }: ClassifierDocument): ClassifierDocument | undefined {
    const known = [...this.names, ...(this.verify && typeof adjustment === 'object' ? [ADJUSTED] : [])];
    const most = this.multiple ? known.length : 1;
    return list(oneOf(...known), 0, most)(chosen, '') === undefined && typeof comment === 'string'
      ? { chosen, comment, ...(chosen.includes(ADJUSTED) ? { adjustment } : {}) }
      : undefined;
  }

  protected problemOf({ chosen }: ClassifierDocument): Problem | undefined {
    if (chosen.length > 0 || !(this.required || this.verify)) return undefined;
    const show = () =>
      this.renderRoot
        .querySelector<HTMLElement>(this.verify && !this.rejecting ? '.accept' : '.choices button')
        ?.focus();
    if (this.verify)
      return this.rejecting
        ? {
            message: msg('What is wrong with the marks? Choose a reason, so that it can be put right.'),
            show,
          }
        : { message: msg('Are the marks right? Accept them, or reject them and say why.'), show };
    if (!this.multiple) return { message: msg('Nothing is chosen yet. Choose what fits best.'), show };
    const message =
      this.exclusion === undefined
        ? msg('Nothing is chosen yet. Choose all that apply, or submit again if none does.')
        : msg(
            str`Nothing is chosen yet. Choose all that apply. If none does, choose “${this.exclusion}”, or submit again.`,
          );
    return { doubt: 'empty', message, show };
  }

  renderPanel(): TemplateResult {
    return this.verify
      ? renderVerdict(this, renderProblem(this.problem))
      : renderChoices(this, renderProblem(this.problem));
  }

  protected override render(): TemplateResult {
    return html`
      <div class="page" ?inert=${this.adjusting && !this.strokes.waiting}>${super.render()}</div>
      ${this.adjusting ? renderAdjusting(this) : nothing}`;
  }

  protected ownShortcuts(): readonly Shortcut[] {
    return classifierShortcuts(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const read = ['categories', 'exclusionCategory', 'overlay', 'multiple', 'verify'];
    if (!this.hasUpdated || read.some((name) => changed.has(name))) this.readAttributes();
    super.willUpdate(changed);
  }

  protected override documentReplaced(): void {
    this.typing = false;
    this.rejecting = this.document.chosen.some((name) => this.choices.includes(name));
  }

  private readAttributes(): void {
    try {
      this.authorProblem = undefined;
      const categories = readCategories(this.categories);
      if (this.verify) checkVerdicts(categories);
      if (this.verify && this.multiple)
        throw new Error('"verify" and "multiple" cannot be used together: a picture gets one verdict.');
      const { exclusionCategory } = this;
      const raw = typeof exclusionCategory === 'string' ? exclusionOf(exclusionCategory) : exclusionCategory;
      this.exclusion = readExclusion(raw ?? undefined);
      const others = categories.filter((name) => name !== this.exclusion);
      this.names = this.exclusion === undefined ? categories : [...others, this.exclusion];
      this.marks = readOverlay(this.overlay);
      this.rejecting = false;
      const { comment: words } = this.document;
      this.restart({
        chosen: this.document.chosen.filter((name) => this.names.includes(name)),
        comment: words,
      });
    } catch (error) {
      this.authorProblem = (error as Error).message;
    }
  }
}

/** `None of these`, or `{text: 'None of these'}`, or nothing. */
function exclusionOf(text: string): unknown {
  const trimmed = text.trim();
  return /^[{"']/.test(trimmed)
    ? jsonAttribute.fromAttribute?.(trimmed)
    : trimmed === 'null'
      ? undefined
      : trimmed || undefined;
}

if (customElements.get('gt-image-classifier') === undefined)
  customElements.define('gt-image-classifier', GtImageClassifier);

declare global {
  interface HTMLElementTagNameMap {
    'gt-image-classifier': GtImageClassifier;
  }
}
