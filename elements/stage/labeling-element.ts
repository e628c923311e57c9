import { msg } from '@lit/localize';
import { LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import type { ImageSize } from '#contracts/geometry.ts';
import { AnswerField } from './answer-field.ts';
import { DraftStore, draftKeyOf } from './draft-store.ts';
import { hindranceOf } from './hindrance-of.ts';
import { ImageStage } from './image-stage.ts';
import { Instructions } from './instructions.ts';
import { labelingProperties } from './labeling-properties.ts';
import type { Doubt, Problem } from './problem.ts';
import { renderShell } from './render-shell.ts';
import { shellShortcuts } from './shell-shortcuts.ts';
import { shellStyles } from './shell-styles.ts';
import { type Shortcut, Shortcuts } from './shortcuts.ts';
import { Telemetry } from './telemetry.ts';
import { tokensOf } from './tokens.ts';
import type { StageClient, Tool } from './tool.ts';
import { UndoHistory } from './undo-history.ts';

/** Whether the panel is a sheet at the bottom, which only peeks; the same width as in the styles. */
const isNarrow = () => matchMedia('(max-width: 800px)').matches;

/**
 * The page of a labeling task, without the task: image surface, top bar, side panel, help, undo, shortcuts,
 * hidden input and validity. An element extends it with a document type, a {@link Tool} and the abstract
 * members below; everything it edits goes through `preview` (while a gesture lasts) and `commit` (one undo
 * step), and `restart` when its attributes bring a new document.
 *
 * @fires input - after every edit
 * @fires change - after every edit
 * @fires invalid - when `reportValidity()` found a problem
 */
export abstract class LabelingElement<Document> extends LitElement implements StageClient {
  static readonly formAssociated = true;
  static override styles = [unsafeCSS(tokensOf(':host')), shellStyles];

  static override properties = labelingProperties;

  /** Address of the image. */
  src = '';
  /** One sentence above the image. */
  header: string | null = '';
  /** Name under which the form submits the answer. */
  name = 'annotatedResult';
  /** Shows the answer, but nothing can be edited or submitted. */
  disabled = false;
  /** Asks about an incomplete answer before it is submitted; without a choice there is no answer at all. */
  required = false;
  /** Earlier marks to start from. */
  initialValue: unknown;

  /** Leaves how the work went out of the answer. */
  noTelemetry = false;
  /** Neither keeps what is not submitted yet nor brings it back. */
  noDraft = false;

  /** What is wrong with the answer, once the worker has asked to submit it; follows the edits until it is solved. */
  problem: Problem | undefined;
  /** What is wrong with the attributes, in words for the author of the template. */
  authorProblem: string | undefined;
  panelOpen = !isNarrow();

  readonly stage = new ImageStage(this);
  readonly shortcuts = new Shortcuts(this, () => [...this.ownShortcuts(), ...shellShortcuts(this)]);
  readonly instructions = new Instructions(this);
  readonly telemetry = new Telemetry();
  readonly #internals = this.attachInternals();
  readonly #field = new AnswerField(this);
  readonly #drafts = new DraftStore();
  #history = new UndoHistory<Document>(this.emptyDocument());
  #draft: Document | undefined;
  /** What the worker has been asked about in this task. */
  #asked = new Set<Doubt | undefined>();
  /** Before anything was done by hand. */
  #start = this.#history.document;

  /** What the pointer does. */
  abstract readonly tool: Tool;
  /** The document before anything is marked; called while the element is constructed. */
  protected abstract emptyDocument(): Document;
  /** The answer as it is submitted. */
  protected abstract answerOf(document: Document, image: ImageSize): object;
  /** A draft as a document, if it is one: it may be of another version, or hostile. */
  protected abstract readDraft(draft: unknown): Document | undefined;
  /** Why the document cannot be submitted, or undefined. */
  protected abstract problemOf(document: Document): Problem | undefined;
  /**
   * How far the work is; without a `total` there is no bar. `label` is what stands beside it, such as "5 of 14".
   * `complete` is for tasks that cannot be counted; else the work is complete when all is done.
   */
  abstract progress(): {
    readonly done?: number;
    readonly total?: number;
    readonly label: string;
    readonly complete?: boolean;
  };
  /** What floats over the picture, such as a warning beside what it speaks of. */
  renderOverlay(): unknown {
    return nothing;
  }

  /** Content of the side panel. */
  abstract renderPanel(): TemplateResult;
  abstract drawStatic(context: CanvasRenderingContext2D): void;
  abstract drawActive(context: CanvasRenderingContext2D): void;
  /** Shortcuts besides the shell's. */
  protected abstract ownShortcuts(): readonly Shortcut[];

  /** The document as it is shown: with the running gesture, if there is one. */
  get document(): Document {
    return this.#draft ?? this.#history.document;
  }

  /** The answer as an object, or undefined while the image is not there. */
  get value(): object | undefined {
    return this.hindrance ? undefined : this.answerOf(this.#history.document, this.stage.image.size);
  }

  /** What stands in the way of any answer, required or not: without a picture coordinates would mean nothing. */
  get hindrance(): string | undefined {
    return hindranceOf(this);
  }

  get editable(): boolean {
    return !this.disabled && this.authorProblem === undefined;
  }

  get canUndo(): boolean {
    return this.editable && this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.editable && this.#history.canRedo;
  }

  /** Whether a form is there to submit to. */
  get hasForm(): boolean {
    return this.#field.form !== null;
  }

  /** The `<form>` around, as every control of a form has it; a `<crowd-form>` around keeps one. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** `customError` while a submit would be held back: what was asked about once is valid from then on. */
  get validity(): ValidityState {
    return this.#internals.validity;
  }

  /** The sentence that `reportValidity()` would show, or ''. */
  get validationMessage(): string {
    return this.#findProblem()?.message ?? '';
  }

  /** Called by the browser: a `<fieldset disabled>` around disables the element too. */
  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  /** Called by the browser: a reset brings back what was there at first; it can be undone. */
  formResetCallback(): void {
    this.commit(this.#start);
  }

  checkValidity(): boolean {
    return this.#findProblem() === undefined;
  }

  reportValidity(): boolean {
    this.problem = this.#findProblem();
    if (this.problem === undefined) return true;
    if (this.problem.doubt) this.#asked.add(this.problem.doubt);
    this.#mirror();
    this.panelOpen ||= !isNarrow();
    this.problem.show?.();
    this.announce(this.problem.message);
    this.dispatchEvent(new Event('invalid'));
    return false;
  }

  /** Shows a document while a gesture lasts; nothing is recorded. */
  preview(document: Document): void {
    this.#draft = document;
    this.stage.invalidate('active');
  }

  /**
   * Ends a gesture: one undo step, and the answer is mirrored. Without a change nothing happens.
   * @param moves whether marks are only put elsewhere, for telemetry
   */
  commit(document: Document, announcement = '', moves = false): void {
    this.#draft = undefined;
    if (this.editable && this.#history.commit(document)) {
      if (moves) this.telemetry.count('moves');
      this.#edited('edits');
    }
    if (announcement !== '') this.announce(announcement);
    this.refresh();
  }

  /** Goes on with the last undo step, as the repeats of a key held down do. */
  amend(document: Document): void {
    if (this.editable && this.#history.amend(document)) this.#edited('repeats');
    this.refresh();
  }

  /** Gives a gesture up: what was shown is forgotten. */
  revert(): void {
    this.#draft = undefined;
    this.refresh();
  }

  undo(): void {
    this.#travel(msg('Undone.'), 'undo', () => this.#history.undo());
  }

  redo(): void {
    this.#travel(msg('Done again.'), 'redo', () => this.#history.redo());
  }

  /** Submits the form, or says what is missing. */
  submit(): void {
    if (this.reportValidity()) this.#field.submit();
  }

  openHelp(): void {
    this.#find<HTMLDialogElement>('.help')?.showModal();
  }

  togglePanel(): void {
    this.panelOpen = !this.panelOpen;
  }

  /** Says something to a screen reader. */
  announce(text: string): void {
    const live = this.#find('.live');
    if (live) live.textContent = text;
  }

  /** Everything is out of date: panel, bar, both canvases. */
  refresh(): void {
    this.stage.invalidate('static');
    this.stage.invalidate('active');
    this.requestUpdate();
  }

  constructor() {
    super();
    for (const type of ['pointermove', 'keydown', 'wheel'])
      this.addEventListener(type, () => this.telemetry.tick(this.subject), { passive: true });
    // The browser asks before its form is submitted; its own bubble would only say the same.
    this.addEventListener('invalid', (event) => {
      if (!event.isTrusted) return;
      event.preventDefault();
      this.reportValidity();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stage.connect();
    // Our stand-in for crowd-form leaves its own button out.
    this.toggleAttribute('data-own-submit', true);
    // Alone in its form, the element is the page; beside others it is a block of it.
    const isAlone = [...(this.parentElement?.children ?? [])].every(
      (child) =>
        child === this || child.matches('script, style, link, template, input[type=hidden], [hidden]'),
    );
    this.toggleAttribute('fills', isAlone);
    // A form that takes its children in moves them once more: the draft goes on.
    if (this.hasUpdated) this.#recover();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stage.disconnect();
    this.#drafts.close();
  }

  viewChanged(): void {
    const { k, turn } = this.stage.view;
    // Written past Lit: the view changes in every frame of a gesture.
    const percent = this.#find('.percent');
    if (percent) percent.textContent = `${Math.round(k * 100)}%${turn ? ` ${turn}°` : ''}`;
  }

  zoomed(): void {
    this.telemetry.zoomed();
  }

  statusChanged(): void {
    this.#mirror();
    this.requestUpdate();
  }

  /** Begins anew with a document, without a way back: the attributes have changed. */
  protected restart(document: Document): void {
    this.#draft = undefined;
    this.problem = undefined;
    this.#asked.clear();
    this.#history = new UndoHistory(document);
    this.#start = document;
    this.#mirror();
    this.refresh();
    this.#recover();
  }

  /** What the worker is busy with, for telemetry: a keypoint's name. */
  protected get subject(): string | undefined {
    return undefined;
  }

  /** Called by the field when a valid answer leaves: it says how the work went, and the draft is done with. */
  sealAnswer(submit: Event): void {
    this.telemetry.tick(this.subject);
    // Not before the page's own listeners have let it go.
    queueMicrotask(() => submit.defaultPrevented || this.#drafts.save());
    const { value } = this;
    if (!this.noTelemetry && value !== undefined)
      this.#field.write({ ...value, telemetry: this.telemetry.summary });
  }

  /** Called after undo and redo, for what is selected but not part of the document. */
  protected documentReplaced(_before: Document): void {}

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('src')) this.stage.image.load(this.src?.trim() ?? '');
    if (['disabled', 'required', 'authorProblem'].some((name) => changed.has(name))) this.#mirror();
  }

  protected override render(): TemplateResult {
    return renderShell(this);
  }

  protected override firstUpdated(): void {
    this.stage.root.setAttribute('role', 'application');
    this.stage.root.setAttribute('aria-label', msg('Picture to label. Press ? for the keys.'));
    this.viewChanged();
  }

  #find<Found extends Element>(selector: string): Found | null | undefined {
    return this.renderRoot?.querySelector<Found>(selector);
  }

  #findProblem(): Problem | undefined {
    if (this.disabled) return undefined;
    const { hindrance } = this;
    if (hindrance) return { message: hindrance };
    const problem = this.problemOf(this.#history.document);
    return this.#asked.has(problem?.doubt) ? undefined : problem;
  }

  #travel(announcement: string, name: string, go: () => boolean): void {
    const before = this.#history.document;
    // Not in the middle of a gesture, which would end on another document than it began.
    if (!this.editable || this.#draft !== undefined || !go()) return;
    this.#edited(name);
    this.documentReplaced(before);
    this.announce(announcement);
    this.refresh();
  }

  #edited(what: string): void {
    const left = this.problem && this.problemOf(this.#history.document);
    this.problem = left?.doubt === this.problem?.doubt ? left : undefined;
    this.telemetry.tick(this.subject);
    this.telemetry.count(what);
    if (this.stage.loupe?.style.visibility === 'visible') this.telemetry.count('loupe');
    if (!this.noDraft) this.#drafts.save(this.#history.document);
    this.#mirror();
    for (const type of ['input', 'change'])
      this.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }

  /** Brings back what was not submitted, as one step: undo starts over. */
  #recover(): void {
    this.#drafts.close();
    // Only an image with an address is found again.
    if (this.noDraft || this.disabled || !this.src || /^(data|blob):/.test(this.src)) return;
    const start = this.#history.document;
    this.#drafts.open(draftKeyOf(this), (draft) => {
      // Late, when the page around answers: whoever has begun keeps what they do.
      const document = this.readDraft(draft);
      if (!document || this.#history.document !== start || JSON.stringify(start) === JSON.stringify(document))
        return;
      this.commit(document, msg('Your marks from before are back. Undo to start over.'));
      this.documentReplaced(start);
    });
  }

  #mirror(): void {
    this.#field.write(this.value);
    const problem = this.#findProblem();
    // The answer itself is in the hidden input, which any form finds.
    this.#internals.setValidity({ customError: problem !== undefined }, problem?.message);
  }
}
