import pc from 'picocolors';
import type { Progress } from '../controller/run-plan.js';

/** At most so often does the line change, so that a terminal over a slow connection keeps up. */
const REFRESH_MS = 100;

/**
 * Shows how far a run has come: one line that rewrites itself in a terminal, and nothing between the stages
 * elsewhere, where lines would pile up in a log.
 */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #lengthMs: number;
  #drawnAt = 0;

  /** @param lengthMs how long the main phase of the run is, in the cluster's time */
  constructor(lengthMs: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#lengthMs = lengthMs;
    this.#stream = stream;
  }

  show({ phase, atNs, events }: Progress): void {
    if (!this.#stream.isTTY || performance.now() - this.#drawnAt < REFRESH_MS) return;
    this.#drawnAt = performance.now();
    const share = Math.min(1, atNs / 1e6 / this.#lengthMs);
    const width = 28;
    const full = Math.round(share * width);
    const bar = pc.cyan('━'.repeat(full)) + pc.dim('─'.repeat(width - full));
    const seconds = (atNs / 1e9).toFixed(1).padStart(6);
    this.#stream.write(`\r\x1b[2K${bar} ${seconds} s  ${phase.padEnd(11)} ${pc.dim(`${events} events`)}`);
  }

  /** Removes the line, so that what follows starts at the left. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
  }
}
