import type { ImageSize } from '#contracts/geometry.ts';

export type ImageStatus = 'empty' | 'loading' | 'ready' | 'failed';

/**
 * The `<img>` of a stage and how far it is. EXIF orientation is ignored, so that coordinates are those of the
 * stored pixels.
 */
export class ImageSource {
  readonly element = new Image();
  status: ImageStatus = 'empty';
  /** Stored size; 0 x 0 until the image is ready. */
  size: ImageSize = { width: 0, height: 0 };
  readonly #changed: () => void;
  #source = '';

  constructor(changed: () => void) {
    this.#changed = changed;
    this.element.alt = '';
    this.element.draggable = false;
    this.element.decoding = 'async';
    this.element.addEventListener('load', () => this.#ready());
    this.element.addEventListener('error', () => this.#failed());
  }

  load(source: string): void {
    this.#source = source;
    this.size = { width: 0, height: 0 };
    this.status = source === '' ? 'empty' : 'loading';
    if (source === '') this.element.removeAttribute('src');
    else {
      this.element.crossOrigin = 'anonymous';
      this.element.src = source;
    }
    this.#changed();
  }

  retry(): void {
    this.load(this.#source);
  }

  /** Reads the size again, when the surface appears or grows: before that the image may have had no box. */
  measure(): void {
    const { width, height } = this.#storedSize();
    if (this.status !== 'ready' || (width === this.size.width && height === this.size.height)) return;
    this.size = { width, height };
    this.#changed();
  }

  #ready(): void {
    const size = this.#storedSize();
    // An SVG without a size has no pixels to speak of.
    if (size.width === 0 || size.height === 0) {
      this.#failed();
      return;
    }
    this.size = size;
    this.status = 'ready';
    this.#changed();
  }

  /**
   * The size that the image is laid out in under `image-orientation: none`. Its natural size and everything
   * that a canvas draws of it follow EXIF, whatever the style says (tried in Chromium 156). An image that
   * comes without CORS is turned in any case, and then its turned pixels are what everybody sees.
   */
  #storedSize(): ImageSize {
    const { offsetWidth, offsetHeight, naturalWidth, naturalHeight } = this.element;
    return { width: offsetWidth || naturalWidth, height: offsetHeight || naturalHeight };
  }

  #failed(): void {
    if (this.#source === '') return;
    if (this.element.crossOrigin !== null) {
      // A bucket without CORS rules refuses the anonymous request, yet shows the image to a plain one. Nothing
      // here reads pixels back, so the plain one is as good.
      this.element.removeAttribute('crossorigin');
      this.element.src = this.#source;
      return;
    }
    this.status = 'failed';
    this.#changed();
  }
}
