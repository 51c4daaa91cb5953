import type { Frame } from './axis.js';

/**
 * Thousands of small rectangles as one image: a canvas takes milliseconds for so many of them, numbers in a list hardly any
 * time. Later ones hide earlier ones; nothing is drawn outside the frame.
 */
export class Pixels {
  readonly #canvas = document.createElement('canvas');
  readonly #context = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
  #image = new ImageData(1, 1);
  #colours = new Uint32Array(this.#image.data.buffer);
  /** Device pixels. */
  #left = 0;
  #top = 0;
  #ratio = 1;

  /** Begins an image of a frame. */
  begin({ left, right, top, bottom }: Frame, ratio = window.devicePixelRatio || 1): void {
    this.#ratio = ratio;
    this.#left = Math.round(left * ratio);
    this.#top = Math.round(top * ratio);
    const width = Math.max(1, Math.round(right * ratio) - this.#left);
    const height = Math.max(1, Math.round(bottom * ratio) - this.#top);
    if (this.#image.width === width && this.#image.height === height) this.#colours.fill(0);
    else {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#colours = new Uint32Array(this.#image.data.buffer);
    }
  }

  /**
   * Fills a rectangle, given in CSS pixels of the picture, to whole pixels of the screen, at least one.
   * @param colour as `pixelColour` gives it
   */
  fill(x: number, y: number, width: number, height: number, colour: number): void {
    const { width: wide, height: high } = this.#image;
    const ratio = this.#ratio;
    const x1 = Math.round(x * ratio) - this.#left;
    const y1 = Math.round(y * ratio) - this.#top;
    const from = Math.max(0, x1);
    const to = Math.min(wide, Math.max(x1 + 1, Math.round((x + width) * ratio) - this.#left));
    const down = Math.min(high, Math.max(y1 + 1, Math.round((y + height) * ratio) - this.#top));
    const colours = this.#colours;
    for (let row = Math.max(0, y1); row < down; row++)
      for (let at = row * wide + from; at < row * wide + to; at++) colours[at] = colour;
  }

  /** A small square about a place. */
  dot(x: number, y: number, size: number, colour: number): void {
    this.fill(x - size / 2, y - size / 2, size, size, colour);
  }

  /** Whether the pixel at a place has a colour already. */
  has(x: number, y: number, colour: number): boolean {
    const at = Math.round(x * this.#ratio) - this.#left;
    const row = Math.round(y * this.#ratio) - this.#top;
    return this.#colours[row * this.#image.width + at] === colour;
  }

  /** Puts the image over what is in the picture. */
  paint(context: CanvasRenderingContext2D): void {
    this.#context.putImageData(this.#image, 0, 0);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#canvas, this.#left, this.#top);
    context.restore();
  }
}

/** A colour of the style sheet (`#4f56d3`) as the four bytes of a pixel. */
export function pixelColour(css: string, alpha = 1): number {
  let colour = opaque.get(css);
  if (colour === undefined) {
    const hex = Number.parseInt(css.slice(1), 16);
    colour = ((hex >> 16) & 0xff) | (hex & 0xff00) | ((hex & 0xff) << 16);
    opaque.set(css, colour);
  }
  return ((Math.round(alpha * 255) << 24) | colour) >>> 0;
}

const opaque = new Map<string, number>();
