import { expect, test } from 'vitest';
import type { Guarantee } from '../../../src/checkers/checker.js';
import { checkerOf } from '../../../src/checkers/registry.js';
import type { History } from '../../../src/history/operation.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { explain } from '../../../reports/explain.js';
import { inspect, makeHistory, r, w } from '../../checkers/make-history.js';

const ms = 1e6;
const got = (at: number, node: string, key: string, value: number, holds = value): Revelation => ({
  at: at * ms,
  node,
  life: 1,
  key,
  version: [value],
  value,
  holds,
});

/** The first anomaly's sentence, and where its order comes from. */
function told(guarantee: Guarantee, history: History, ...truth: Revelation[]) {
  const { anomalies } = checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 1, truth });
  const [anomaly] = anomalies;
  if (!anomaly) throw new Error('There is no anomaly.');
  const { headline, sentence, order } = explain(anomaly, history);
  const text = (parts: typeof sentence | undefined): string =>
    (parts ?? []).map((part) => part.text).join('');
  return { headline, sentence: text(sentence), order: text(order) };
}

test('replicas that have not come together', () => {
  const history = makeHistory(
    w(1, 'x', 1, 0, 5 * ms),
    inspect('n1', { x: 1 }, 10 * ms, 11 * ms),
    inspect('n2', {}, 12 * ms, 13 * ms),
  );
  expect(told('convergence', history).sentence).toBe(
    'After every fault had healed and some quiet had passed, replica n1 held x=1, but replica n2 held x=null: the replicas have not come together.',
  );
});

test('replicas that received the same and differ', () => {
  const history = makeHistory(w(1, 'x', 1, 0, 5 * ms), w(2, 'x', 2, 0, 5 * ms));
  const truth = [got(1, 'n1', 'x', 1), got(2, 'n1', 'x', 2), got(3, 'n2', 'x', 2), got(4, 'n2', 'x', 1)];
  expect(told('strong-eventual-consistency', history, ...truth).sentence).toBe(
    'Replicas n1 and n2 had received the same 2 writes of x, but then n1 held x=2, and n2 x=1: what a replica shows depends on the order in which it hears of writes.',
  );
});

test('a replica that lacks what came before a write', () => {
  const history = makeHistory(w(1, 'x', 1, 0, 2 * ms), w(1, 'y', 2, 3 * ms, 5 * ms));
  expect(told('terry-monotonic-writes', history, got(1, 'n1', 'x', 1), got(4, 'n2', 'y', 2)).sentence).toBe(
    'Client 1 wrote x=1, and then wrote y=2. But at 4.000 ms replica n2 had taken in the second, but held something older than x=1: it had the later write without what came before.',
  );
});

test('the order of versions is the replicas’ own', () => {
  const history = makeHistory(
    w(2, 'x', 1, 0, 50 * ms),
    w(3, 'x', 2, 0, 50 * ms),
    r(1, 'x', 2, 10 * ms, 15 * ms),
    r(1, 'x', 1, 20 * ms, 25 * ms),
  );
  const { order } = told('terry-monotonic-reads', history, got(1, 'n1', 'x', 1), got(2, 'n1', 'x', 2));
  expect(order).toBe(
    'The order of versions is the one in which the replicas themselves keep them, as the simulation recorded it.',
  );
});
