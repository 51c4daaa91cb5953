import type { Value } from '../history/event.js';
import type { History } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import type { Findings } from './define-checker.js';
import { nodesNotInspected } from './final-versions.js';
import { type Inspection, inspectionsOf } from './inspection.js';
import { Witness } from './witness.js';

/** What a replica holds of a key in the end; of one that it never heard of nothing, which is `null`. */
interface Look {
  readonly inspection: Inspection;
  readonly value: Value;
}

/**
 * Whether all replicas hold the same in the end, whatever kinds of objects they hold: of those nobody knows which operation gave
 * a value, as one does of registers.
 */
export function replicaAgreement({ operations }: History): Findings {
  const inspections = inspectionsOf(operations);
  const keys = new Set(inspections.flatMap(({ values }) => [...values.keys()]));
  const anomalies: Anomaly[] = [];
  let chances = 0;
  for (const key of keys) {
    if (inspections.length < 2) break;
    const looks = inspections.map((inspection) => ({
      inspection,
      value: inspection.values.get(key) ?? null,
    }));
    chances += looks.length;
    const divergence = divergenceAmong(key, looks);
    if (divergence) anomalies.push(divergence);
  }
  const nodes = new Set(operations.flatMap(({ node }) => node ?? []));
  return { anomalies, chances, ...unseen(nodesNotInspected({ nodes, inspections })) };
}

/** Why nothing is proven where some nodes have not said in the end what they hold. */
export function unseen(nodes: readonly string[]): Pick<Findings, 'why'> {
  return nodes.length > 0 ? { why: `Of ${nodes.join(', ')} nobody knows what they hold in the end.` } : {};
}

function divergenceAmong(key: string, looks: readonly Look[]): Anomaly | undefined {
  const texts = looks.map(({ value }) => JSON.stringify(value));
  const [one] = looks;
  const other = looks[texts.findIndex((text) => text !== texts[0])];
  if (!one || !other) return undefined;
  const facts = { here: one.value, there: other.value, values: new Set(texts).size, replicas: looks.length };
  return {
    ...new Witness()
      .add(one.inspection.operation, other.inspection.operation)
      .anomaly({ kind: 'diverged-replicas', guarantee: 'convergence', facts }),
    key,
  };
}
