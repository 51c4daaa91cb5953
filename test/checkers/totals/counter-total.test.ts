import { describe, expect, it } from 'vitest';
import { explain } from '../../../reports/explain.js';
import { plainText } from '../../../reports/explanations/sentence.js';
import { counterTotal } from '../../../src/checkers/totals/counter-total.js';
import { type Draft, makeHistory } from '../make-history.js';

function increment(process: number, invoked: number, ended?: number): Draft {
  return { process, f: 'increment', key: 'x', value: null, invoked, ...(ended !== undefined && { ended }) };
}

function finalRead(node: string, value: number | null, invoked: number, type: 'ok' | 'info' = 'ok'): Draft {
  return {
    process: invoked + Number(node.slice(1)),
    f: 'read',
    key: 'x',
    value,
    invoked,
    ended: invoked + 5,
    node,
    final: true,
    type,
  };
}

const check = (...drafts: readonly Draft[]) =>
  counterTotal.check(makeHistory(...drafts), { minEvidence: 1, maxAnomalies: 5 });

function told(...drafts: readonly Draft[]): string[] {
  const history = makeHistory(...drafts);
  return check(...drafts).anomalies.map((anomaly) => {
    const { headline, sentence } = explain(anomaly, history);
    return `${headline}. ${plainText(sentence)}`;
  });
}

describe('counter-total', () => {
  const two = [increment(1, 0, 5), increment(2, 10, 15)];

  it('accepts what was acknowledged, with what may have been, by the greatest of the final reads', () => {
    expect(check(...two, finalRead('n1', 2, 100)).holds).toBe(true);
    expect(check(...two, finalRead('n1', 0, 100), finalRead('n2', 2, 100)).holds).toBe(true);
    expect(check(...two, increment(3, 20), finalRead('n1', 2, 100)).holds).toBe(true);
    expect(check(...two, increment(3, 20), finalRead('n1', 3, 100)).holds).toBe(true);
  });

  it('rejects less than was acknowledged, and says so', () => {
    const drafts = [...two, finalRead('n1', 1, 100), finalRead('n2', null, 100)];
    expect(check(...drafts)).toMatchObject({ holds: false, anomalies: [{ kind: 'lost-increment' }] });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "Acknowledged increments of x lost. In the end, at 100 ns, the final reader at n1 began to read x and got x=1; nobody got more. But what had been acknowledged makes at least 2 (the last were client 1's increment x and client 2's increment x): 1 of it was lost.",
      ]
    `);
  });

  it('rejects more than anybody added, and says so', () => {
    const drafts = [...two, increment(3, 20), finalRead('n1', 4, 100)];
    expect(check(...drafts)).toMatchObject({ holds: false, anomalies: [{ kind: 'surplus-increment' }] });
    expect(told(...drafts)).toMatchInlineSnapshot(`
      [
        "x counts more than anybody added. In the end, at 100 ns, the final reader at n1 began to read x and got x=4; nobody got more. But all that anybody had begun to add makes at most 3: 1 was counted that nobody added, or counted twice.",
      ]
    `);
  });

  it('does not know what is lost while a replica never answers', () => {
    const lacking = [...two, finalRead('n1', 1, 100), finalRead('n2', null, 100, 'info')];
    expect(check(...lacking).holds).toBe('unknown');
    expect(check(...lacking, finalRead('n2', 2, 200)).holds).toBe(true);
    expect(check(...two, finalRead('n1', 3, 100), finalRead('n2', null, 100, 'info')).holds).toBe(false);
  });

  it('has no chance without a final read', () => {
    expect(check(...two)).toMatchObject({ holds: 'unknown', evidence: { chances: 0 } });
  });
});
