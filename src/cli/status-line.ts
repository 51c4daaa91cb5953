/** A terminal's line changes so often, a log gets a line so seldom. */
const REFRESH_MS = 200;
const LOG_EVERY_MS = 30_000;

/** How far something has come: one line that rewrites itself in a terminal, a plain line now and then elsewhere. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  #shownAt = performance.now();

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Shows what `describe` says, unless something was shown just now. */
  show(describe: () => string): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#stream.isTTY ? REFRESH_MS : LOG_EVERY_MS)) return;
    this.#shownAt = now;
    const text = describe();
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns ?? 120) - 1)}`);
    } else this.#stream.write(`${text}\n`);
  }

  /** Removes the line, so that what follows starts at the left. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
  }
}
