/** A canvas that keeps the size of its place on the page and is sharp on every screen. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  /** CSS pixels. */
  width = 0;
  height = 0;
  readonly #draw: (context: CanvasRenderingContext2D, surface: Surface) => void;

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
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  draw(): void {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    const [wide, high] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    const context = canvas.getContext('2d');
    if (!context || wide === 0 || high === 0) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.#draw(context, this);
  }
}
