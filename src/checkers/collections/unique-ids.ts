import type { History, Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { scalarOf } from '../objects/values.js';
import type { Scalar } from '../porcupine/model.js';
import { Witness } from '../witness.js';

const generating = ['generate', 'insert'];
/** Beside them in a history of rows that get ids. */
const others = ['look-up', 'read'];

/**
 * No two clients are given the same id (Jepsen's `checker/unique-ids`).
 *
 *     p1  ├─ generate: 7 ─┤
 *     p2        ├─ generate: 7 ─┤
 *
 * An `insert` that answers the id of its row is such a generator, too. Generators are told apart by key.
 */
export const uniqueIds = defineChecker({
  guarantee: 'unique-ids',
  summary: 'no id is given out twice',
  operations: [...generating, ...others],
  suits: ({ operations }) => operations.some(({ f }) => generating.includes(f)),
  what: 'ids given out after others',
  find({ operations: all }: History): Findings {
    const operations = all.filter(({ f }) => generating.includes(f));
    const generators = new Map<string | undefined, Map<Scalar, Operation[]>>();
    let acknowledged = 0;
    for (const operation of operations) {
      if (operation.type !== 'ok') continue;
      acknowledged++;
      let given = generators.get(operation.key);
      if (!given) generators.set(operation.key, (given = new Map<Scalar, Operation[]>()));
      const id = scalarOf(operation.output);
      const clients = given.get(id);
      if (clients) clients.push(operation);
      else given.set(id, [operation]);
    }
    const twice = [...generators.values()].flatMap((given) =>
      [...given.values()].filter(({ length }) => length > 1),
    );
    return {
      anomalies: twice.map(duplicate),
      chances: acknowledged - generators.size,
      facts: { attempts: operations.length, acknowledged, duplicated: twice.length },
    };
  },
});

function duplicate(clients: readonly Operation[]): Anomaly {
  const [first, second] = clients as [Operation, Operation];
  return new Witness().add(first, second).anomaly({
    kind: 'duplicate-id',
    guarantee: 'unique-ids',
    ...(first.key !== undefined && { key: first.key }),
    facts: { id: first.output, times: clients.length },
  });
}
