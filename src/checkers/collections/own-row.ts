import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import { HistoryError } from '../../history/pair.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { isFields, scalarOf } from '../objects/values.js';
import type { Scalar } from '../porcupine/model.js';
import { Witness } from '../witness.js';

const INSERT = 'insert';
const LOOK_UP = 'look-up';

/**
 * Whoever looks a row up by the id that it was given finds its own, or nothing, but never another's: also where the row comes
 * from a second system, such as a cache, that has known ids for longer (GitHub's incident of September 2012).
 *
 *     p1  ├─ insert 1: id 7 ─┤ ├─ look-up: id 7, row 1 ─┤
 *     p2                                                   ├─ insert 2: id 7 ─┤ ├─ look-up: id 7, row 1 ─┤
 *
 * A `look-up` answers `{"id": ID, "row": ROW}`. Tables are told apart by key, and what is inserted is unique.
 */
export const ownRow = defineChecker({
  guarantee: 'own-row',
  summary: 'who looks up the row of an id that it was given never finds another’s',
  operations: [INSERT, LOOK_UP, 'read'],
  suits: ({ operations }) => operations.some(({ f }) => f === LOOK_UP),
  what: 'rows found by an id that was given',
  find({ operations }: History): Findings {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    /** By process, table and id. */
    const given = new Map<string, Operation>();
    const writers = new Map<string, Operation>();
    for (const operation of operations) {
      const { f, type, process, key = null, input, output } = operation;
      if (f === INSERT) {
        writers.set(nameOf(key, input), operation);
        if (type === 'ok') given.set(nameOf(process, key, output), operation);
      } else if (f === LOOK_UP && type === 'ok') {
        const { id, row } = foundBy(operation);
        const own = given.get(nameOf(process, key, id));
        if (!own || row === null) continue;
        chances++;
        if (scalarOf(row) === scalarOf(own.input)) continue;
        anomalies.push(foreign(own, operation, row, writers.get(nameOf(key, row))));
      }
    }
    return { anomalies, chances };
  },
});

const nameOf = (...parts: readonly Value[]): string =>
  JSON.stringify(parts.map((part): Scalar => scalarOf(part)));

/** @throws HistoryError when the answer is not `{"id": ID, "row": ROW}` */
function foundBy({ output, index }: Operation): { readonly id: Value; readonly row: Value } {
  if (isFields(output) && 'id' in output) return { id: output['id'] ?? null, row: output['row'] ?? null };
  throw new HistoryError(
    index + 1,
    `expected the answer of this look-up to be {"id": ID, "row": ROW}, but it is ${JSON.stringify(output)}.`,
  );
}

function foreign(own: Operation, found: Operation, row: Value, writer: Operation | undefined): Anomaly {
  return new Witness()
    .add(writer, own, found)
    .relate(own, found, 'session order')
    .anomaly({
      kind: 'foreign-row',
      guarantee: 'own-row',
      ...(own.key !== undefined && { key: own.key }),
      facts: { id: own.output, row, own: own.input },
    });
}
