import { msg, str } from '@lit/localize';
import {
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { icon, icons } from '../stage/icon.ts';
import type { ImageSource } from '../stage/image-source.ts';
import type { LabeledBox } from './box-document.ts';
import { labelColor } from './paint-boxes.ts';

/** CSS pixels of one row, and rows that exist beyond those that fit on the screen. */
const ROW = 44;
const SPARE = 4;
/** CSS pixels of a thumbnail's sides, and the part of a box's longer side that is shown around it. */
const THUMBNAIL = 36;
const MARGIN = 0.12;

/**
 * The list of boxes with a thumbnail cut from the image. Only the rows in sight exist, so that ten thousand
 * boxes cost as much as ten.
 *
 * @fires pick - detail: id of the box that was clicked
 * @fires remove - detail: id of the box whose delete button was clicked
 * @fires point - detail: id of the box whose row the pointer is over, or undefined
 */
export class BoxList extends LitElement {
  static override properties: PropertyDeclarations = {
    boxes: { attribute: false },
    labels: { attribute: false },
    selectedId: { attribute: false },
    aside: { attribute: false },
    image: { attribute: false },
    locked: { type: Boolean },
    first: { state: true },
  };

  boxes: readonly LabeledBox[] = [];
  labels: readonly string[] = [];
  selectedId: number | undefined;
  /** Boxes that are hidden or locked, and which of the two. */
  aside: ReadonlyMap<number, string> = new Map();
  image: ImageSource | undefined;
  locked = false;
  private first = 0;

  /** Renders beside the panel's other parts, whose styles it shares. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { boxes, first } = this;
    const count = Math.ceil(innerHeight / ROW) + 2 * SPARE;
    const rows = boxes.slice(first, first + count);
    return html`<div class="scroll" @scroll=${this.#scrolled}>
      <ul aria-label=${msg('Boxes')} style="height: ${boxes.length * ROW}px" @pointerleave=${() => this.#send('point', undefined)}>
        ${rows.map((box, index) => this.#renderRow(box, first + index))}
      </ul>
    </div>`;
  }

  /** Rows are used again for other boxes while the list scrolls; the focus stays with its box. */
  protected override update(changed: PropertyValues): void {
    const { activeElement: focused } = this.getRootNode() as ShadowRoot;
    const row = changed.has('first') && this.contains(focused) ? focused?.closest('li') : undefined;
    const box = `[aria-posinset="${row?.getAttribute('aria-posinset')}"]`;
    const button = focused?.matches('.remove') ? '.remove' : '.pick';
    super.update(changed);
    if (row) this.querySelector<HTMLElement>(`${box} ${button}`)?.focus({ preventScroll: true });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('selectedId')) this.#revealSelected();
  }

  #renderRow(box: LabeledBox, index: number): TemplateResult {
    const selected = box.id === this.selectedId;
    const position = index + 1;
    return html`<li
      style="top: ${index * ROW}px"
      ?data-selected=${selected}
      aria-posinset=${position}
      aria-setsize=${this.boxes.length}
      @pointerenter=${() => this.#send('point', box.id)}
    >
      <button class="pick" aria-pressed=${selected} @click=${() => this.#send('pick', box.id)}>
        <span class="swatch" style="background: ${labelColor(this.labels, box.label)}"></span>
        <span class="thumbnail">${this.#renderThumbnail(box)}</span>
        <span class="chip-name">${box.label}</span>
        <span>${this.#renderState(box)}</span>
      </button>
      ${
        this.locked
          ? ''
          : html`<button class="tool remove" aria-label=${msg(str`Delete ${box.label} ${position}`)} title=${msg('Delete (Del)')} @click=${() => this.#send('remove', box.id)}>${icon(icons.remove)}</button>`
      }
    </li>`;
  }

  #renderState({ id, width, height }: LabeledBox): string {
    const state = this.aside.get(id);
    if (state === undefined) return `${width} × ${height}`;
    return state === 'hidden' ? msg('hidden') : msg('locked');
  }

  #send(type: 'pick' | 'remove' | 'point', detail: number | undefined): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  get #scroller(): HTMLElement | null {
    return this.querySelector('.scroll');
  }

  #scrolled(): void {
    this.first = Math.max(0, Math.floor((this.#scroller?.scrollTop ?? 0) / ROW) - SPARE);
  }

  #revealSelected(): void {
    const at = this.boxes.findIndex(({ id }) => id === this.selectedId);
    const scroller = this.#scroller;
    if (at < 0 || !scroller) return;
    const top = at * ROW;
    scroller.scrollTop = Math.max(Math.min(scroller.scrollTop, top), top + ROW - scroller.clientHeight);
  }

  /**
   * The part of the image around a box, as the image itself behind a window: what a canvas draws of an image
   * follows EXIF, and coordinates do not.
   */
  #renderThumbnail(box: LabeledBox): TemplateResult | typeof nothing {
    const { image } = this;
    if (!image) return nothing;
    const { width, height } = image.size;
    const side = Math.min(Math.max(box.width, box.height, 1) * (1 + 2 * MARGIN), width, height);
    const scale = THUMBNAIL / side;
    // Near an edge the cut-out moves inward, and of a wide or high box it shows the middle: picture, not a strip of nothing.
    const start = (middle: number, room: number) => Math.max(0, Math.min(middle - side / 2, room - side));
    const left = -scale * start(box.left + box.width / 2, width);
    const top = -scale * start(box.top + box.height / 2, height);
    const { src, crossOrigin } = image.element;
    return html`<img
      alt=""
      decoding="async"
      crossorigin=${crossOrigin ?? nothing}
      src=${src}
      style="width: ${width * scale}px; height: ${height * scale}px; left: ${left}px; top: ${top}px"
    />`;
  }
}
