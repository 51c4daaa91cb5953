import type { Tally } from '../campaign/tally.js';
import { formatCount, formatDuration } from '../../reports/quantity.js';

/** A terminal's line changes so often, a log gets a line so seldom. */
const REFRESH_MS = 200;
const LOG_EVERY_MS = 30_000;

export interface CampaignStatusOptions {
  /** Milliseconds left when the status begins; undefined when only seeds are counted. */
  readonly budgetMs: number | undefined;
  /** Seeds to run in all; undefined when only time bounds them. */
  readonly seeds: number | undefined;
  /** Seeds that were done before. */
  readonly doneBefore: number;
}

/** How far a campaign has come: one line that rewrites itself in a terminal, a plain line now and then elsewhere. */
export class CampaignStatus {
  readonly #options: CampaignStatusOptions;
  readonly #stream: NodeJS.WriteStream;
  readonly #began = performance.now();
  #shownAt = performance.now();

  constructor(options: CampaignStatusOptions, stream: NodeJS.WriteStream = process.stderr) {
    this.#options = options;
    this.#stream = stream;
  }

  show(tally: Tally): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#stream.isTTY ? REFRESH_MS : LOG_EVERY_MS)) return;
    this.#shownAt = now;
    const text = this.#describe(tally, now - this.#began);
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns ?? 120) - 1)}`);
    } else this.#stream.write(`${text}\n`);
  }

  /** Removes the line, so that what follows starts at the left. */
  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[2K');
  }

  #describe({ seeds, simulatedMs, failures, probes }: Tally, elapsedMs: number): string {
    const { budgetMs, seeds: all, doneBefore } = this.#options;
    const rate = ((seeds - doneBefore) / elapsedMs) * 1000;
    const left = Math.min(
      budgetMs === undefined ? Infinity : Math.max(0, budgetMs - elapsedMs),
      all === undefined ? Infinity : ((all - seeds) / rate) * 1000,
    );
    const kinds = new Map<string, number>();
    for (const { failure, seeds: count } of Object.values(failures)) {
      const kind = failure?.kind ?? 'crash';
      kinds.set(kind, (kinds.get(kind) ?? 0) + count);
    }
    const unseen = Object.values(probes).filter((count) => count === 0).length;
    const broken = [...kinds].map(([kind, count]) => `${kind} ×${count}`).join(', ');
    return [
      `${formatCount(seeds)}${all === undefined ? '' : ` of ${formatCount(all)}`} seeds`,
      `${rate.toFixed(1)}/s`,
      `${formatDuration(simulatedMs * 1e6)} of runs`,
      broken === '' ? 'no failure' : broken,
      unseen > 0 && `${unseen} of ${Object.keys(probes).length} probes not yet seen`,
      Number.isFinite(left) && `${formatDuration(left * 1e6)} left`,
    ]
      .filter((part) => part !== false)
      .join(' · ');
  }
}
