/** What the pictures share: the stretch of time that they show, what is selected, and what the pointer is at. */
export class View {
  /** Nanoseconds. */
  from: number;
  to: number;
  /** Position of the selected operation. */
  selected: number | undefined;
  /** Operations that are being pointed out, such as those of an anomaly. */
  spotlight: ReadonlySet<number> = new Set();
  /** Only operations on this key are in full colour. */
  key: number | undefined;
  /** With a 1 for each operation that a search found; undefined without a search. */
  found: Uint8Array | undefined;
  hovered: number | undefined;
  /** Where the pointer is, in nanoseconds. */
  cursor: number | undefined;
  readonly end: number;
  readonly #listeners: (() => void)[] = [];
  #frame = 0;
  #animation = 0;

  /** @param end nanoseconds that the run lasted */
  constructor(end: number) {
    this.end = Math.max(end, 1);
    this.from = 0;
    this.to = this.end;
  }

  /** Calls back, at most once for each frame of the screen, after something has changed. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  changed(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const listener of this.#listeners) listener();
    });
  }

  get span(): number {
    return this.to - this.from;
  }

  /** Shows another stretch, kept within the run and above a least length. */
  show(from: number, to: number): void {
    const least = Math.min(this.end, 1000);
    const span = Math.min(this.end, Math.max(least, to - from));
    const middle = (from + to) / 2;
    this.from = Math.min(Math.max(0, middle - span / 2), this.end - span);
    this.to = this.from + span;
    this.changed();
  }

  /** As `show`, gliding there. */
  glide(from: number, to: number): void {
    cancelAnimationFrame(this.#animation);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.show(from, to);
      return;
    }
    const [oldFrom, oldTo] = [this.from, this.to];
    const began = performance.now();
    const step = (now: number): void => {
      const part = Math.min(1, (now - began) / 220);
      const eased = 1 - (1 - part) ** 3;
      this.show(oldFrom + (from - oldFrom) * eased, oldTo + (to - oldTo) * eased);
      if (part < 1) this.#animation = requestAnimationFrame(step);
    };
    this.#animation = requestAnimationFrame(step);
  }

  /** Zooms by a factor (below 1: closer) about a moment. */
  zoom(factor: number, about = (this.from + this.to) / 2): void {
    cancelAnimationFrame(this.#animation);
    this.show(about - (about - this.from) * factor, about + (this.to - about) * factor);
  }

  pan(ns: number): void {
    cancelAnimationFrame(this.#animation);
    this.show(this.from + ns, this.to + ns);
  }
}
