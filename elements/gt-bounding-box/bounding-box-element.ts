import { msg, str } from '@lit/localize';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ImageSize } from '#contracts/geometry.ts';
import { drawLoupe } from '../stage/draw-loupe.ts';
import { icon, icons } from '../stage/icon.ts';
import { jsonAttribute } from '../stage/json-attribute.ts';
import { LabelingElement } from '../stage/labeling-element.ts';
import { type Problem, renderProblem } from '../stage/problem.ts';
import type { Shortcut } from '../stage/shortcuts.ts';
import { toolButton } from '../stage/tool-button.ts';
import { boxAnswer } from './box-answer.ts';
import { type BoxDocument, documentOf, emptyDocument, sayNothing } from './box-document.ts';
import { BoxSession, type BoxSessionClient } from './box-session.ts';
import { type BoxShortcutHost, boxShortcuts } from './box-shortcuts.ts';
import { boxStyles } from './box-styles.ts';
import { BoxTool } from './box-tool.ts';
import { paintActive, paintBoxes } from './paint-boxes.ts';
import { areBoxes, readInitialBoxes, readLabels } from './read-attributes.ts';
import { renderLabelChips } from './render-label-chips.ts';

/**
 * Boxes with one label each, a drop-in for `crowd-bounding-box`: the same attributes, and an answer that has
 * the same fields. The answer is a `BoundingBoxAnswer` (contracts) as JSON text in one hidden input.
 *
 * @slot short-instructions - beside the picture
 * @slot full-instructions - behind the help button
 */
export class GtBoundingBox extends LabelingElement<BoxDocument> implements BoxSessionClient, BoxShortcutHost {
  static override styles = [...LabelingElement.styles, boxStyles];
  static override properties: PropertyDeclarations = {
    labels: { converter: jsonAttribute },
    extreme: { type: Boolean },
    hint: { state: true },
  };

  /** The labels to choose from, a list of texts. A live property: labels can be added while the page is open. */
  labels: unknown;
  /** Begins with four clicks for a box, one at each end of the object. */
  extreme = false;
  /** A sentence about the last thing that was done, such as a box that was too small. */
  private hint = '';

  /** Whether a loupe shows the edge that is being drawn. */
  loupe = true;
  readonly session = new BoxSession(this);
  readonly tool = new BoxTool(this.session);
  /** The initial value when there is one, as it came and as a document. */
  #initialBoxes: ReturnType<typeof readInitialBoxes>;
  #initial: BoxDocument | undefined;

  progress(): { label: string; complete: boolean } {
    const { boxes, nothingToLabel } = this.document;
    const { length } = boxes;
    const none = nothingToLabel ? msg('Nothing to label') : msg('No boxes yet');
    const label = length === 0 ? none : length === 1 ? msg('1 box') : msg(str`${length} boxes`);
    return { label, complete: length > 0 || nothingToLabel };
  }

  get dragged() {
    return this.session.preview;
  }

  drawStatic(context: CanvasRenderingContext2D): void {
    paintBoxes(context, this.session, this.stage);
  }

  drawActive(context: CanvasRenderingContext2D): void {
    paintActive(context, this.session, this.stage);
    const { aim } = this.tool;
    if (this.loupe && aim) drawLoupe(context, this.stage, aim);
  }

  override statusChanged(): void {
    if (this.stage.status === 'ready') this.#begin();
    super.statusChanged();
  }

  pointerChanged(): void {
    this.stage.invalidate('active');
  }

  say(message: string): void {
    this.hint = message;
    this.announce(message);
  }

  override commit(document: BoxDocument, announcement = '', moves = false): void {
    this.hint = '';
    super.commit(document, announcement, moves);
  }

  moveCrosshair(dx: number, dy: number): void {
    const { stage, session } = this;
    session.moveCursor(dx, dy, stage.middlePixel);
    if (session.cursor) {
      this.tool.aim = { at: session.cursor, touch: false };
      stage.reveal(session.cursor);
    }
  }

  aimAt(number: number): void {
    this.session.aimAt(number);
    if (this.session.cursor) this.stage.reveal(this.session.cursor);
  }

  showSelected(): void {
    const { selected } = this.session;
    if (selected)
      this.stage.reveal({ x: selected.left + selected.width / 2, y: selected.top + selected.height / 2 });
  }

  toggleLoupe(): void {
    this.loupe = !this.loupe;
    this.pointerChanged();
  }

  toggleNothing(): void {
    const { boxes, nothingToLabel } = this.document;
    if (boxes.length > 0) this.say(msg('There are boxes in the picture. Delete them first.'));
    else this.session.sayNothing(!nothingToLabel);
  }

  protected emptyDocument(): BoxDocument {
    return emptyDocument;
  }

  protected answerOf(document: BoxDocument, image: ImageSize): object {
    return boxAnswer(document, image, this.session.labels, this.#initial);
  }

  protected readDraft(draft: Partial<BoxDocument>): BoxDocument | undefined {
    const { image } = this.session;
    // Not before there is a picture that they have to be inside of: then it is asked for again.
    return image.width > 0 && areBoxes(draft.boxes)
      ? sayNothing(documentOf(draft.boxes, image), draft.nothingToLabel === true)
      : undefined;
  }

  protected problemOf({ boxes, nothingToLabel }: BoxDocument): Problem | undefined {
    if (this.required && boxes.length === 0 && !nothingToLabel) {
      return {
        doubt: 'empty',
        message: msg('No boxes yet. Draw one around each object, or submit again if there is none.'),
        show: () => this.renderRoot.querySelector<HTMLElement>('.none input')?.focus(),
      };
    }
    const strays = boxes.filter(({ label }) => !this.session.labels.includes(label));
    const [stray] = strays;
    if (!stray) return undefined;
    const names = [...new Set(strays.map(({ label }) => label))].join(', ');
    return {
      doubt: 'unlisted',
      message: msg(
        str`Not in the list of labels: ${names}. Relabel these boxes, delete them, or submit again.`,
      ),
      show: () => {
        this.session.select(stray.id);
        this.showSelected();
      },
    };
  }

  /** Whoever submits a picture without a box, after being asked, says that there is nothing to label. */
  override sealAnswer(submit: Event): void {
    if (this.required) this.commit(sayNothing(this.document, true));
    super.sealAnswer(submit);
  }

  protected ownShortcuts(): readonly Shortcut[] {
    return boxShortcuts(this);
  }

  protected override documentReplaced(): void {
    this.hint = '';
    this.session.documentReplaced();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('extreme')) this.session.extreme = this.extreme;
    if (this.hasUpdated && !changed.has('labels') && !changed.has('initialValue')) return;
    const { session } = this;
    try {
      session.labels = readLabels(this.labels);
      // Reflected as compact JSON, because scripts of older templates split the attribute at its commas.
      const compact = JSON.stringify(session.labels);
      if (this.getAttribute('labels') !== compact) this.setAttribute('labels', compact);
      this.#initialBoxes = readInitialBoxes(this.initialValue);
      this.authorProblem = undefined;
    } catch (error) {
      this.authorProblem = (error as Error).message;
    }
    if (!session.labels.includes(session.label)) session.label = session.labels[0] ?? '';
    if (changed.has('initialValue') && this.stage.status === 'ready') this.#begin();
    this.stage.invalidate('static');
  }

  renderPanel(): TemplateResult {
    const { session, stage, document } = this;
    return html`
      <section class="card labels">
        <div class="heading">
          <h2>${session.held ? msg('This box') : msg('Next box')}</h2>
          ${session.selected && this.editable ? this.#renderActions() : nothing}
        </div>
        ${renderLabelChips(session, !this.editable)}
        ${this.hint ? html`<p class="problem">${icon(icons.warning)}${this.hint}</p>` : html`<p class="hint">${this.#advice()}</p>`}
        ${this.#renderChoices()}
        ${renderProblem(this.problem)}
      </section>
      ${
        document.boxes.length === 0
          ? nothing
          : html`<section>
              <div class="heading">
                <h2>${msg('Boxes')}</h2>
                ${this.editable ? toolButton(this, icons.remove, 'clear', () => session.clear()) : nothing}
              </div>
              <gt-box-list
                .boxes=${document.boxes}
                .labels=${session.labels}
                .selectedId=${session.selectedId}
                .aside=${session.aside}
                .image=${stage.status === 'ready' ? stage.image : undefined}
                .locked=${!this.editable}
                @pick=${this.#pickFromList}
                @remove=${({ detail }: CustomEvent<number>) => session.remove(detail)}
                @point=${this.#pointFromList}
              ></gt-box-list>
            </section>`
      }`;
  }

  #renderActions(): TemplateResult {
    const { session } = this;
    return html`<div class="tools">
      ${toolButton(this, icons.lock, 'lock', () => session.putAside('locked'))}
      ${toolButton(this, icons.hidden, 'conceal', () => session.putAside('hidden'))}
      ${toolButton(this, icons.copy, 'duplicate', () => session.duplicate())}
      ${toolButton(this, icons.remove, 'remove', () => session.remove())}
    </div>`;
  }

  #renderChoices(): TemplateResult {
    const { session, document, editable, shortcuts } = this;
    const choice = (id: string, text: string, checked: boolean, locked: boolean, change: () => void) =>
      html`<label class="nothing ${id}" ?data-locked=${locked}>
      <input type="checkbox" .checked=${checked} ?disabled=${locked} @change=${change} />
      <span>${text}</span><kbd>${shortcuts.key(id)}</kbd>
    </label>`;
    // Always there, so that the panel, and on a phone the picture, does not jump with the first box.
    const locked = !editable || document.boxes.length > 0;
    return html`<div class="ways">${choice('extreme', msg('Four clicks, one at each end'), session.extreme, !editable, () => session.toggleExtreme())}
      ${choice('none', msg('Nothing to label'), document.nothingToLabel, locked, () => this.toggleNothing())}</div>`;
  }

  /** The one next thing. */
  #advice(): string {
    const { session } = this;
    if (!this.editable) return '';
    if (this.document.nothingToLabel) return msg('Said: there is nothing to label here. You can submit.');
    const { corners, extreme, missing } = session;
    if (extreme)
      return msg(
        str`Now set the top, left, bottom and right end of the object, in any order: ${missing} to go.`,
      );
    if (corners.length > 0) return msg('Now set the opposite corner.');
    if (session.grabbed) return msg('Drag it, its edges or its corners.');
    if (session.selected)
      return msg('Drag its edges if it is not tight, or draw the next one. To relabel it, click it first.');
    return session.given > 0
      ? msg('Drag the boxes that are wrong by their edges, and draw those that are missing.')
      : msg('Drag a box around one object, or set two opposite corners.');
  }

  #pickFromList({ detail }: CustomEvent<number>): void {
    this.session.select(detail);
    this.showSelected();
  }

  #pointFromList({ detail }: CustomEvent<number | undefined>): void {
    this.session.hoveredId = detail;
    this.pointerChanged();
  }

  /** Starts from the initial value, now that the image's size is known. */
  #begin(): void {
    const { size } = this.stage.image;
    this.session.image = size;
    this.session.drop();
    this.session.aside = new Map();
    this.session.selectedId = undefined;
    this.#initial = this.#initialBoxes && documentOf(this.#initialBoxes, size);
    const start = this.#initial ?? emptyDocument;
    this.session.given = start.boxes.length;
    this.restart(start);
  }
}
