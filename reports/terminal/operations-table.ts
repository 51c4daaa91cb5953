import type { Anomaly } from '../../src/checkers/checker.js';
import type { History } from '../../src/history/operation.js';
import { describeOperation } from '../describe-operation.js';
import { Telling } from '../explanations/telling.js';
import { alignColumns, type Palette } from './text.js';

const SHOWN = 12;

/** The operations of an anomaly, one per line, in the order in which they began. */
export function operationsTable(
  anomaly: Anomaly,
  history: History,
  palette: Palette,
  width: number,
): string[] {
  const { operations, times } = new Telling(anomaly, history);
  const sorted = [...operations].sort((a, b) => a.index - b.index);
  const rows = sorted.slice(0, SHOWN).map((operation) => {
    const { who, what, outcome, when, where } = describeOperation(operation, times);
    const paint =
      operation.type === 'ok' ? palette.green : operation.type === 'fail' ? palette.red : palette.yellow;
    return [palette.dim(when), who, palette.cyan(what), paint(outcome), where && palette.dim(`at ${where}`)];
  });
  const lines = alignColumns(rows, { indent: '', width });
  return sorted.length > SHOWN ? [...lines, palette.dim(`… and ${sorted.length - SHOWN} more`)] : lines;
}
