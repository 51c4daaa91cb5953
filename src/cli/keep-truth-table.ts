import { writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { renderTruthTable } from '../../reports/experiments/page.js';
import { currentCommit } from '../run/current-commit.js';
import { newFolder } from '../run/new-folder.js';
import { type ExperimentOutcome, type TruthTable, writeTruthTable } from '../store/experiment-outcomes.js';

/** What rows of the truth table are run with. */
export interface TruthTableSettings {
  readonly store: string;
  /** Of the random plans. */
  readonly seed: string;
  readonly cluster: string;
  /** How many rows will be run. */
  readonly asked: number;
}

/** Keeps what rows of the truth table come to, each as soon as it has ended, with a page: in `<store>/experiments/<time>-<seed>`. */
export class TruthTableKeeper {
  readonly path: string;
  readonly #store: string;
  #table: TruthTable;

  constructor({ store, seed, cluster, asked }: TruthTableSettings, at = new Date()) {
    const time = at.toISOString().replace(/[-:]/g, '').replace(/\..*/, '').replace('T', '-');
    this.path = newFolder(
      join(store, 'experiments', `${time}-${seed.replace(/[^\w.-]/g, '_').slice(0, 60)}`),
    );
    this.#store = store;
    const commit = currentCommit();
    const about = { startedAt: at.toISOString(), ...(commit !== undefined && { commit }) };
    this.#table = { version: 1, ...about, seed, cluster, asked, outcomes: [] };
  }

  note(outcome: ExperimentOutcome): void {
    this.#table = { ...this.#table, outcomes: [...this.#table.outcomes, outcome] };
    writeTruthTable(this.path, this.#table);
    const toStore = relative(this.path, this.#store).split(sep).join('/');
    writeFileSync(join(this.path, 'index.html'), renderTruthTable(this.#table, toStore));
  }
}
