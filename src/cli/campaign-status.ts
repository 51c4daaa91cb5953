import type { Tally } from '../campaign/tally.js';
import { formatCount, formatDuration } from '../../reports/quantity.js';
import { StatusLine } from './status-line.js';

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
  readonly #line: StatusLine;
  readonly #began = performance.now();

  constructor(options: CampaignStatusOptions, stream?: NodeJS.WriteStream) {
    this.#options = options;
    this.#line = new StatusLine(stream);
  }

  show(tally: Tally): void {
    this.#line.show(() => this.#describe(tally, performance.now() - this.#began));
  }

  /** Removes the line, so that what follows starts at the left. */
  clear(): void {
    this.#line.clear();
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
