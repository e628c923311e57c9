import type { Box, ImageSize } from '#contracts/geometry.ts';
import {
  axisOf,
  boundsOf,
  fitView,
  identityView,
  keepInSight,
  type Point,
  panBy,
  toImage,
  toScreen,
  turnAt,
  type View,
  zoomAt,
} from '#geometry/view.ts';
import { DrawScheduler, type Layer } from './draw-scheduler.ts';
import { ImageSource, type ImageStatus } from './image-source.ts';
import { StageGestures } from './stage-gestures.ts';
import type { StageClient } from './tool.ts';

/** Most device pixels per CSS pixel that the canvases have; more costs memory and shows nothing. */
const MAX_DENSITY = 3;
/** CSS pixels around an image that is fitted. */
const FIT_MARGIN = 20;
const MAX_SCALE = 64;
/** A static layer that takes longer is carried along while the view moves, and drawn again at rest. */
const HEAVY_MS = 40;
const REST_MS = 120;
/** CSS pixels around what a drag moves in which all is that it draws: the loupe with its caption, a box's size. */
const AROUND = 220;

/**
 * The image surface that every labeling element shares. From the bottom up: the image (moved by a CSS
 * transform only), a static canvas, an active canvas. Both canvases are as large as the viewport, not the
 * image, so a drag costs the same on any image. Put `root` into the page, then call `connect()`.
 */
export class ImageStage {
  /** The focusable surface; fills its positioned parent. */
  readonly root = document.createElement('div');
  readonly image: ImageSource;
  /** A round window with its own copy of the image, between the canvases; see {@link drawLoupe}. */
  loupe: HTMLElement | undefined;
  /** Whether the loupe is part of the frame that is being drawn. */
  magnifies = false;
  view: View = identityView;
  /** How the picture and its marks are shown, in percent of normal. */
  readonly look = { brightness: 100, contrast: 100, gamma: 100, size: 100 };
  /** CSS pixels of the surface. */
  viewport: ImageSize = { width: 0, height: 0 };
  readonly #client: StageClient;
  readonly #scheduler: DrawScheduler;
  readonly #gestures: StageGestures;
  readonly #layers: Record<'static' | 'active', HTMLCanvasElement>;
  readonly #resizes = new ResizeObserver(() => this.#measure());
  /** True while nobody has moved the view: it is fitted again when the surface changes its size. */
  #fitted = true;
  /** The view that the static layer was drawn for, and whether drawing it takes long. */
  #drawnView: View = identityView;
  #heavy = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** What the active layer was last drawn around, in stage pixels; undefined for all of it. */
  #drawn: Box | undefined;

  constructor(client: StageClient) {
    this.#client = client;
    this.image = new ImageSource(() => this.#imageChanged());
    this.#scheduler = new DrawScheduler((dirty) => this.#draw(dirty));
    this.#layers = { static: document.createElement('canvas'), active: document.createElement('canvas') };
    this.root.className = 'stage';
    this.root.tabIndex = 0;
    this.root.append(this.image.element, this.#layers.static, this.#layers.active);
    this.#gestures = new StageGestures(this, client);
  }

  get status(): ImageStatus {
    return this.image.status;
  }

  /** Starts to listen and to measure; to be called when the element enters the page. */
  connect(): void {
    this.#resizes.observe(this.root);
    this.#gestures.connect();
    this.#redraw();
  }

  disconnect(): void {
    this.#resizes.disconnect();
    this.#gestures.disconnect();
    this.#scheduler.stop();
    clearTimeout(this.#rest);
  }

  /** Marks a layer to be drawn in the next frame. */
  invalidate(layer: Layer): void {
    this.#scheduler.invalidate(layer);
  }

  /** Draws at once what is marked; for tests and pictures. */
  flush(): void {
    this.#scheduler.flush();
  }

  setView(view: View): void {
    if (this.status !== 'ready' || view === this.view) return;
    this.view = keepInSight(view, this.image.size, this.viewport);
    this.#fitted = false;
    this.#scheduler.invalidate('view');
  }

  /** Zooms by a factor around a stage pixel, the middle by default. */
  zoomBy(factor: number, at: Point = this.middle): void {
    this.#client.zoomed();
    const smallest = Math.min(1, this.#fittedScale) / 2;
    const k = Math.min(Math.max(this.view.k * factor, smallest), MAX_SCALE);
    this.setView(zoomAt(this.view, at, k));
  }

  panBy(dx: number, dy: number): void {
    this.setView(panBy(this.view, dx, dy));
  }

  /** Turns the view by degrees around the middle of the surface. */
  turnBy(degrees: number): void {
    this.setView(turnAt(this.view, this.middle, (this.view.turn ?? 0) + degrees));
  }

  /** Shows the whole image; asked again, upright. */
  fit(upright = this.#fitted): void {
    if (this.status !== 'ready' || this.viewport.width === 0) return;
    this.view = fitView(this.image.size, this.viewport, FIT_MARGIN, upright ? 0 : this.view.turn);
    this.#fitted = true;
    this.#scheduler.invalidate('view');
  }

  /** Shows a part of the image, in image pixels, as large as sensible. */
  fitBox({ left, top, width, height }: Box): void {
    const size = { width: Math.max(width, 32), height: Math.max(height, 32) };
    const view = fitView(size, this.viewport, 80, this.view.turn);
    const corner = toScreen({ ...view, x: 0, y: 0 }, { x: left, y: top });
    this.setView(panBy(view, -corner.x, -corner.y));
  }

  /** Marks' size and lines' width, as a factor. */
  get markSize(): number {
    return this.look.size / 100;
  }

  /** Moves the view just so far that an image pixel is at least `margin` CSS pixels inside it. */
  reveal(point: Point, margin = 60): void {
    const { x, y } = toScreen(this.view, point);
    const shift = (at: number, room: number) =>
      at < margin ? margin - at : at > room - margin ? room - margin - at : 0;
    this.panBy(shift(x, this.viewport.width), shift(y, this.viewport.height));
  }

  get middle(): Point {
    return { x: this.viewport.width / 2, y: this.viewport.height / 2 };
  }

  /** The image pixel in the middle of the surface. */
  get middlePixel(): Point {
    return toImage(this.view, this.middle);
  }

  get #fittedScale(): number {
    return fitView(this.image.size, this.viewport, FIT_MARGIN, this.view.turn).k;
  }

  #imageChanged(): void {
    this.root.dataset['status'] = this.status;
    if (this.status === 'ready') this.fit(true);
    this.#redraw();
    this.#client.statusChanged();
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width === 0 || (width === this.viewport.width && height === this.viewport.height)) return;
    const middle = this.viewport.width === 0 ? undefined : this.middle;
    this.viewport = { width, height };
    this.image.measure();
    if (this.#fitted || middle === undefined) this.fit(false);
    else this.setView(panBy(this.view, this.middle.x - middle.x, this.middle.y - middle.y));
    this.#redraw();
    // A canvas that changes its size is empty until it is drawn: do it before the browser paints.
    this.#scheduler.flush();
  }

  #draw(dirty: ReadonlySet<Layer>): void {
    const { view } = this;
    // Empty canvases are as much work for the browser as full ones, and the page has other things to do at its start.
    if (this.status !== 'ready') return;
    if (dirty.has('view')) {
      const { style } = this.image.element;
      style.transform = matrixOf(axisOf(view), view);
      // Beyond three screen pixels per image pixel people want to see the pixels, not a blur.
      style.imageRendering = view.k * devicePixelRatio >= 3 ? 'pixelated' : 'auto';
      this.#client.viewChanged();
    }
    if (dirty.has('static') || (dirty.has('view') && !this.#heavy)) this.#drawStatic();
    else if (dirty.has('view')) this.#carryStatic();
    if (!dirty.has('active')) return;
    this.magnifies = false;
    const { dragged } = this.#client;
    const before = this.#drawn;
    this.#drawn = dragged && boundsOf(view, dragged);
    this.#paint('active', (context) => this.#client.drawActive(context), before, this.#drawn);
    if (this.loupe) this.loupe.style.visibility = this.magnifies ? 'visible' : 'hidden';
  }

  #redraw(): void {
    this.#scheduler.invalidate('view');
    this.#scheduler.invalidate('static');
  }

  #drawStatic(): void {
    clearTimeout(this.#rest);
    this.#drawnView = this.view;
    this.#layers.static.style.transform = '';
    const start = performance.now();
    this.#paint('static', (context) => this.#client.drawStatic(context));
    // What the browser does with the strokes comes after this call, and before the next frame.
    requestAnimationFrame(() => {
      this.#heavy = performance.now() - start > HEAVY_MS;
    });
  }

  /** Moves the finished static layer with the view; it is drawn sharp when the view comes to rest. */
  #carryStatic(): void {
    const { view } = this;
    const drawn = this.#drawnView;
    const change = {
      k: view.k / drawn.k,
      x: view.x,
      y: view.y,
      turn: (view.turn ?? 0) - (drawn.turn ?? 0),
    };
    const corner = toScreen(change, { x: -drawn.x, y: -drawn.y });
    this.#layers.static.style.transform = matrixOf(axisOf(change), corner);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#scheduler.invalidate('static'), REST_MS);
  }

  /** Clears a layer around one box and draws around another, or all of it: browsers show no more than that anew. */
  #paint(
    layer: 'static' | 'active',
    draw: (context: CanvasRenderingContext2D) => void,
    before?: Box,
    now?: Box,
  ): void {
    const canvas = this.#layers[layer];
    const density = Math.min(devicePixelRatio, MAX_DENSITY);
    const width = Math.round(this.viewport.width * density);
    const height = Math.round(this.viewport.height * density);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(density, 0, 0, density, 0, 0);
    const around = (box: Box | undefined, run: () => void) => {
      context.save();
      if (box) {
        // Whole pixels: a clip with soft edges is slow.
        const [left, top] = [Math.round(box.left) - AROUND, Math.round(box.top) - AROUND];
        context.beginPath();
        context.rect(left, top, Math.round(box.width) + 2 * AROUND, Math.round(box.height) + 2 * AROUND);
        context.clip();
      }
      run();
      context.restore();
    };
    around(before, () => context.clearRect(0, 0, this.viewport.width, this.viewport.height));
    around(now, () => draw(context));
  }
}

function matrixOf({ a, b }: { a: number; b: number }, { x, y }: Point): string {
  return `matrix(${a}, ${b}, ${-b}, ${a}, ${x}, ${y})`;
}
