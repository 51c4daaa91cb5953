import type { History, Operation } from '../src/history/operation.js';
import type { Traces } from './experiment.js';

/** The acknowledged writes that are lost, as the checker of durability says: the experiment must name that. */
export function lostWrites({ operations }: History, { verdict }: Traces): readonly Operation[] {
  const { anomalies } = verdict.judgements.find(({ guarantee }) => guarantee === 'durability') ?? {};
  if (!anomalies) throw new Error('An experiment that looks at lost writes must name durability.');
  return anomalies.flatMap(({ key, facts }) =>
    operations.filter((one) => one.f === 'write' && one.key === key && one.input === facts['lost']),
  );
}
