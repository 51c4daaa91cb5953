import type { TruthTable } from '../../src/store/experiment-outcomes.js';
import { aboutManyRuns } from '../store/standalone.js';
import { html } from '../page/markup.js';
import { truthTable, truthTableAnswer } from './truth-table.js';

/**
 * Rows of the truth table as they came out, as one HTML file that loads nothing; only its links lead to the reports of the
 * directed schedules.
 * @param toStore the path from the page's folder to the store's
 * @throws Error when the pages' own code has not been built
 */
export function renderTruthTable(table: TruthTable, toStore: string): string {
  return aboutManyRuns(truthTableAnswer(table), html`${truthTable(table, `${toStore}/`)}`);
}
