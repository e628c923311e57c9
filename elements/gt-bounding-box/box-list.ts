import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { icon } from '../stage/icon.ts';
import type { LabeledBox } from './box-document.ts';
import { labelColor } from './paint-boxes.ts';

/** CSS pixels of one row, and rows that exist beyond those that fit on the screen. */
const ROW = 44;
const SPARE = 4;
/** Device pixels of a thumbnail's sides, and the part of a box's longer side that is shown around it. */
const THUMBNAIL = 72;
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
  static override styles = css`
    :host { display: block; min-height: 0; }
    .scroll { position: relative; max-height: max(176px, calc(100dvh - 420px)); margin: 0 -8px; overflow: auto; overscroll-behavior: contain; }
    ul { position: relative; margin: 0; padding: 0; list-style: none; }
    li { position: absolute; left: 0; right: 0; height: 44px; display: flex; align-items: center; border-radius: var(--gt-radius-control); }
    li:hover { background: var(--gt-surface-raised); }
    li[data-selected] { background: var(--gt-accent-soft); }
    button { font: var(--gt-text-small); color: inherit; background: none; border: 0; cursor: pointer; border-radius: var(--gt-radius-control); }
    :focus-visible { outline: 2px solid var(--gt-accent); outline-offset: -2px; }
    .pick { flex: 1; min-width: 0; height: 44px; display: flex; align-items: center; gap: 12px; padding: 0 8px; text-align: left; }
    .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .size { color: var(--gt-text-secondary); font-variant-numeric: tabular-nums; white-space: nowrap; }
    canvas { flex: none; width: 36px; height: 36px; border-radius: 4px; background: var(--gt-surface-sunken); box-shadow: inset 0 0 0 1px var(--gt-line); }
    .swatch { flex: none; width: 4px; height: 28px; margin-right: -6px; border-radius: 2px; }
    .remove { display: grid; place-items: center; width: 32px; height: 32px; margin-right: 6px; padding: 0; color: var(--gt-text-secondary); }
    .remove:hover { color: var(--gt-error); background: var(--gt-error-soft); }
    .icon { width: 18px; height: 18px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
    @media (hover: hover) { li:not(:hover, :focus-within) .remove { opacity: 0; } }
    @media (forced-colors: active) { li[data-selected] { outline: 2px solid Highlight; } }
  `;

  @property({ attribute: false }) boxes: readonly LabeledBox[] = [];
  @property({ attribute: false }) labels: readonly string[] = [];
  @property({ attribute: false }) selectedId: number | undefined;
  @property({ attribute: false }) image: HTMLImageElement | undefined;
  @property({ type: Boolean }) locked = false;
  @state() private first = 0;
  /** What each thumbnail shows, so that a canvas is drawn only when its box changed. */
  private readonly drawn = new WeakMap<HTMLCanvasElement, LabeledBox>();

  protected override render(): TemplateResult {
    const { boxes, first } = this;
    const count = Math.ceil(innerHeight / ROW) + 2 * SPARE;
    const rows = boxes.slice(first, first + count);
    return html`<div class="scroll" @scroll=${this.scrolled}>
      <ul aria-label="Boxes" style="height: ${boxes.length * ROW}px" @pointerleave=${() => this.send('point', undefined)}>
        ${rows.map((box, index) => this.renderRow(box, first + index))}
      </ul>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('selectedId')) this.revealSelected();
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) this.drawThumbnail(canvas);
  }

  private renderRow(box: LabeledBox, index: number): TemplateResult {
    const selected = box.id === this.selectedId;
    return html`<li
      style="top: ${index * ROW}px"
      ?data-selected=${selected}
      aria-posinset=${index + 1}
      aria-setsize=${this.boxes.length}
      @pointerenter=${() => this.send('point', box.id)}
    >
      <button class="pick" aria-pressed=${selected} @click=${() => this.send('pick', box.id)}>
        <span class="swatch" style="background: ${labelColor(this.labels, box.label)}"></span>
        <canvas width=${THUMBNAIL} height=${THUMBNAIL} data-at=${index} aria-hidden="true"></canvas>
        <span class="name">${box.label}</span>
        <span class="size">${box.width} × ${box.height}</span>
      </button>
      ${
        this.locked
          ? ''
          : html`<button class="remove" aria-label="Delete ${box.label} ${index + 1}" title="Delete (Del)" @click=${() => this.send('remove', box.id)}>${icon('remove')}</button>`
      }
    </li>`;
  }

  private send(type: 'pick' | 'remove' | 'point', detail: number | undefined): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private get scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroll');
  }

  private scrolled(): void {
    this.first = Math.max(0, Math.floor((this.scroller?.scrollTop ?? 0) / ROW) - SPARE);
  }

  private revealSelected(): void {
    const at = this.boxes.findIndex(({ id }) => id === this.selectedId);
    const { scroller } = this;
    if (at < 0 || !scroller) return;
    const top = at * ROW;
    scroller.scrollTop = Math.max(Math.min(scroller.scrollTop, top), top + ROW - scroller.clientHeight);
  }

  private drawThumbnail(canvas: HTMLCanvasElement): void {
    const { image } = this;
    const box = this.boxes[Number(canvas.dataset['at'])];
    if (!image || !box || this.drawn.get(canvas) === box) return;
    this.drawn.set(canvas, box);
    const context = canvas.getContext('2d');
    if (!context) return;
    const side = Math.max(box.width, box.height, 1) * (1 + 2 * MARGIN);
    // Near an edge the cut-out moves inward, so that it shows picture and not a strip of nothing.
    const start = (middle: number, room: number) => Math.max(0, Math.min(middle - side / 2, room - side));
    const left = start(box.left + box.width / 2, image.naturalWidth);
    const top = start(box.top + box.height / 2, image.naturalHeight);
    context.clearRect(0, 0, THUMBNAIL, THUMBNAIL);
    context.drawImage(image, left, top, side, side, 0, 0, THUMBNAIL, THUMBNAIL);
  }
}
