import { theme } from './theme.js';

/** What is so near to what can be seen is drawn as well, so that it is there when the page scrolls. */
const NEAR = '300px';

/** A canvas that keeps the size of its place on the page and is sharp on every screen. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  /** CSS pixels. */
  width = 0;
  height = 0;
  readonly #draw: (context: CanvasRenderingContext2D, surface: Surface) => void;
  /** Once what can be seen of it is drawn: nothing, if it is out of sight. */
  readonly settled: Promise<void>;
  #isSeen = false;
  #isBehind = true;

  /**
   * @param height CSS pixels
   * @param label what the picture shows, for those who cannot see it
   */
  constructor(
    parent: HTMLElement,
    height: number,
    label: string,
    draw: (context: CanvasRenderingContext2D, surface: Surface) => void,
  ) {
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', label);
    this.canvas.style.height = `${height}px`;
    this.height = height;
    this.#draw = draw;
    parent.append(this.canvas);
    // To ask for the size at each drawing would have the page laid out each time.
    new ResizeObserver(() => {
      this.width = this.canvas.clientWidth;
      this.height = this.canvas.clientHeight;
      this.drawIfSeen();
    }).observe(this.canvas);
    this.settled = new Promise((settle) => {
      new IntersectionObserver(
        (entries) => {
          this.#isSeen = entries.at(-1)?.isIntersecting ?? true;
          if (this.#isSeen) this.catchUp();
          settle();
        },
        { rootMargin: NEAR },
      ).observe(this.canvas);
    });
  }

  /** Draws again if the picture can be seen; otherwise `catchUp` is for later. */
  drawIfSeen(): void {
    if (this.#isSeen) this.draw();
    else this.#isBehind = true;
  }

  /** Draws what could not be seen when it changed. */
  catchUp(): void {
    if (this.#isBehind) this.draw();
  }

  draw(): void {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    // What lies beneath need not be mixed in.
    const context = canvas.getContext('2d', { alpha: false });
    if (!context || wide === 0 || high === 0) return;
    this.#isBehind = false;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme().surface;
    context.fillRect(0, 0, this.width, this.height);
    this.#draw(context, this);
  }
}
