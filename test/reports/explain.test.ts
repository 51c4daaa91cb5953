import { describe, expect, it } from 'vitest';
import { plainText } from '../../reports/explanations/sentence.js';
import { explain } from '../../reports/explain.js';
import type { Anomaly, AnomalyKind, Guarantee } from '../../src/checkers/checker.js';
import { checkerOf } from '../../src/checkers/registry.js';
import type { History } from '../../src/history/operation.js';
import { type Draft, inspect, m, makeHistory, r, w } from '../checkers/make-history.js';

/** A history whose times are milliseconds after the first second. */
function history(...drafts: readonly Draft[]): History {
  const ns = (ms: number): number => 1e9 + ms * 1e6;
  return makeHistory(
    ...drafts.map(({ invoked, ended, ...rest }) => ({
      ...rest,
      invoked: ns(invoked),
      ...(ended !== undefined && { ended: ns(ended) }),
    })),
  );
}

/** The one anomaly that a checker finds. */
function only(of: History, guarantee: Guarantee, kind: AnomalyKind): Anomaly {
  const { anomalies } = checkerOf(guarantee).check(of, { minEvidence: 1, maxAnomalies: 5, copies: 2 });
  const found = anomalies.filter((anomaly) => anomaly.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Anomaly;
}

/** All the words of an explanation. */
function told(anomaly: Anomaly, of: History): string {
  const { headline, sentence, order, relations } = explain(anomaly, of);
  return [
    `# ${headline}`,
    plainText(sentence),
    ...(order ? [`Order: ${plainText(order)}`] : []),
    ...relations.map(({ relation, reason }) => `${relation.reason}: ${plainText(reason)}`),
  ].join('\n');
}

const fail: Partial<Draft> = { type: 'fail' };
const final: Partial<Draft> = { final: true };

describe('explain', () => {
  it('tells a read that missed the own write', () => {
    const of = history(w(1, 'x', 9, 0, 10), w(3, 'x', 17, 20, 24), r(3, 'x', 9, 130, 131));
    expect(told(only(of, 'read-your-writes', 'read-your-writes-violation'), of)).toMatchInlineSnapshot(`
      "# Read your writes violated on x
      Client 3 wrote x=17 (acknowledged at 1.024 s). At 1.130 s it read x and got x=9, an older version (written by client 1, acknowledged at 1.010 s): its own write had vanished.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 3's write x=17 began (1.020 s).
      session order: Same client: client 3's write x=17 came before its read x=9.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      older version: client 3's read x=9 shows a version older than that of client 3's write x=17."
    `);
  });

  it('tells a read that missed the own write and found nothing', () => {
    const of = history(w(3, 'x', 17, 20, 24), m(3, { x: null, y: null, z: null }, 130, 131));
    expect(told(only(of, 'read-your-writes', 'read-your-writes-violation'), of)).toMatchInlineSnapshot(`
      "# Read your writes violated on x
      Client 3 wrote x=17 (acknowledged at 1.024 s). At 1.130 s it read x together with y and z and got x=null, as if x had never been written: its own write had vanished.
      Order: No order of versions is assumed beyond that every write is newer than a key's initial value, null.
      session order: Same client: client 3's write x=17 came before its read x=null ….
      older version: client 3's read x=null … shows a version older than that of client 3's write x=17."
    `);
  });

  it('tells a read that missed what its user wrote on another device, or on the same', () => {
    const ada = (draft: Draft): Draft => ({ ...draft, user: 'ada' });
    const of = history(w(1, 'x', 9, 0, 10), ada(w(3, 'x', 17, 20, 24)), ada(r(4, 'x', 9, 130, 131)));
    expect(told(only(of, 'user-read-your-writes', 'user-write-missed'), of)).toMatchInlineSnapshot(`
      "# A user’s own write to x missed
      Client 3, a device of "ada", wrote x=17 (acknowledged at 1.024 s). At 1.130 s client 4, of the same user, read x and got x=9, an older version (written by client 1, acknowledged at 1.010 s): the user’s own write had vanished.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 3's write x=17 began (1.020 s).
      real time: client 3's write x=17 ended (1.024 s) before client 4's read x=9 began (1.130 s).
      reads from: client 4's read x=9 returned what client 1's write x=9 had written.
      older version: client 4's read x=9 shows a version older than that of client 3's write x=17."
    `);
    const same = history(ada(w(3, 'x', 17, 20, 24)), ada(r(3, 'x', null, 130, 131)));
    expect(
      plainText(explain(only(same, 'user-read-your-writes', 'user-write-missed'), same).sentence),
    ).toMatchInlineSnapshot(
      `"Client 3 wrote x=17 (acknowledged at 1.024 s). At 1.130 s it read x and got x=null, as if x had never been written: its own write had vanished."`,
    );
  });

  it('tells a read that went back by real time', () => {
    const of = history(
      w(1, 'x', 9, 0, 10),
      w(2, 'x', 17, 20, 24),
      r(3, 'x', 17, 130, 131),
      r(3, 'x', 9, 140, 141),
    );
    expect(told(only(of, 'monotonic-reads', 'non-monotonic-read'), of)).toMatchInlineSnapshot(`
      "# Monotonic reads violated on x
      Client 3 read x=17 (answered at 1.131 s). At 1.140 s it read x again and got x=9, an older version (written by client 1, acknowledged at 1.010 s): what it saw went back in time.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      reads from: client 3's read x=17 returned what client 2's write x=17 had written.
      session order: Same client: client 3's read x=17 came before its read x=9.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      older version: client 3's read x=9 shows a version older than that of client 3's read x=17."
    `);
  });

  it('tells a read that went back to a version that it had left', () => {
    const of = history(
      w(1, 'x', 9, 0, 100),
      w(2, 'x', 17, 0, 100),
      r(3, 'x', 9, 130, 131),
      r(3, 'x', 17, 140, 141),
      r(3, 'x', 9, 150, 151),
    );
    expect(told(only(of, 'monotonic-reads', 'non-monotonic-read'), of)).toMatchInlineSnapshot(`
      "# Monotonic reads violated on x
      Client 3 read x=9 at 1.130 s, then x=17 at 1.140 s, and at 1.150 s x=9 again: it left a version and came back to it.
      Order: No other order of versions is needed than this client's own: whichever of 9 and 17 is the newer one, one of the two steps led back.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      session order: Same client: client 3's read x=9 came before its read x=17.
      reads from: client 3's read x=17 returned what client 2's write x=17 had written.
      session order: Same client: client 3's read x=17 came before its read x=9.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written."
    `);
  });

  it('tells a snapshot with a gap', () => {
    const of = history(w(1, 'x', 1, 0, 10), w(1, 'y', 2, 20, 30), m(2, { x: null, y: 2 }, 40, 41));
    expect(told(only(of, 'consistent-prefix', 'prefix-violation'), of)).toMatchInlineSnapshot(`
      "# Consistent prefix violated on x and y
      At 1.040 s client 2 read several keys at once: it saw y=2, but not x=1, although that came first. What it saw has a gap: it never was the state at any one time.
      Order: The order of writes comes from real time: x=1 was acknowledged at 1.010 s, before the write of y=2 began at 1.020 s.
      older version: client 2's read x=null y=2 shows a version older than that of client 1's write x=1.
      real time: client 1's write x=1 ended (1.010 s) before client 1's write y=2 began (1.020 s).
      reads from: client 2's read x=null y=2 returned what client 1's write y=2 had written."
    `);
  });

  it('tells a snapshot with a gap that only a reader betrays', () => {
    const of = history(
      w(1, 'x', 1, 0),
      r(4, 'x', 1, 5, 10),
      w(3, 'y', 2, 20, 30),
      m(2, { x: null, y: 2 }, 40, 41),
    );
    expect(told(only(of, 'consistent-prefix', 'prefix-violation'), of)).toMatchInlineSnapshot(`
      "# Consistent prefix violated on x and y
      At 1.040 s client 2 read several keys at once: it saw y=2, but not x=1, although that came first. What it saw has a gap: it never was the state at any one time.
      Order: The order of writes comes from real time: client 4 had read x=1 by 1.010 s, before the write of y=2 began at 1.020 s.
      older version: client 2's read x=null y=2 shows a version older than that of client 1's write x=1.
      reads from: client 4's read x=1 returned what client 1's write x=1 had written.
      real time: client 4's read x=1 ended (1.010 s) before client 3's write y=2 began (1.020 s).
      reads from: client 2's read x=null y=2 returned what client 3's write y=2 had written."
    `);
  });

  it('tells a long fork', () => {
    const of = history(
      w(1, 'x', 1, 0, 100),
      w(2, 'y', 2, 0, 100),
      m(3, { x: 1, y: null }, 110, 111),
      m(4, { x: null, y: 2 }, 110, 111),
    );
    expect(told(only(of, 'consistent-prefix', 'long-fork'), of)).toMatchInlineSnapshot(`
      "# Two readers saw the writes to y and x in opposite orders
      Client 3 saw x=1 but not y=2. Client 4 saw y=2 but not x=1. Each of the two misses something that the other one has: no one order of all writes leads through both.
      Order: No order of versions is assumed beyond that every write is newer than a key's initial value.
      older version: client 3's read x=1 y=null shows a version older than that of client 2's write y=2.
      reads from: client 4's read x=null y=2 returned what client 2's write y=2 had written.
      older version: client 4's read x=null y=2 shows a version older than that of client 1's write x=1.
      reads from: client 3's read x=1 y=null returned what client 1's write x=1 had written."
    `);
  });

  it('tells a stale read', () => {
    const of = history(w(1, 'x', 9, 0, 10), w(2, 'x', 17, 20, 24), r(3, 'x', 9, 174, 180));
    expect(told(only(of, 'regular-register', 'stale-read'), of)).toMatchInlineSnapshot(`
      "# Stale read of x
      At 1.174 s client 3 began to read x and got x=9. But client 2's write x=17 had been acknowledged at 1.024 s, 150 ms earlier: what it got had already been overwritten.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      real time: client 2's write x=17 ended (1.024 s) before client 3's read x=9 began (1.174 s).
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      older version: client 3's read x=9 shows a version older than that of client 2's write x=17."
    `);
  });

  it('tells a stale read of the initial value', () => {
    const of = history(w(2, 'x', 17, 20, 24), r(3, 'x', null, 174, 180));
    expect(told(only(of, 'regular-register', 'stale-read'), of)).toMatchInlineSnapshot(`
      "# Stale read of x
      At 1.174 s client 3 began to read x and got x=null. But client 2's write x=17 had been acknowledged at 1.024 s, 150 ms earlier: it got the initial value, as if nobody had written.
      Order: No order of versions is assumed beyond that every write is newer than a key's initial value, null.
      real time: client 2's write x=17 ended (1.024 s) before client 3's read x=null began (1.174 s).
      older version: client 3's read x=null shows a version older than that of client 2's write x=17."
    `);
  });

  it('tells a stale read of a value whose write nobody acknowledged', () => {
    const of = history(w(1, 'x', 9, 0), r(4, 'x', 9, 5, 10), w(2, 'x', 17, 20, 24), r(3, 'x', 9, 174, 180));
    expect(told(only(of, 'linearizability', 'stale-read'), of)).toMatchInlineSnapshot(`
      "# Stale read of x
      At 1.174 s client 3 began to read x and got x=9. But client 2's write x=17 had been acknowledged at 1.024 s, 150 ms earlier: what it got had already been overwritten.
      Order: The order of versions comes from real time: x=9 is older than x=17, because client 4 had already read x=9 by 1.010 s, before the other write began at 1.020 s.
      reads from: client 4's read x=9 returned what client 1's write x=9 had written.
      real time: client 4's read x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      real time: client 2's write x=17 ended (1.024 s) before client 3's read x=9 began (1.174 s).
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      older version: client 3's read x=9 shows a version older than that of client 2's write x=17."
    `);
  });

  it('tells a lost write', () => {
    const of = history(
      w(1, 'x', 9, 0, 10),
      w(2, 'x', 17, 20, 24),
      inspect('n1', { x: 9 }, 1000, 1001),
      inspect('n2', {}, 1002, 1003),
      { ...r(5, 'x', 9, 1010, 1011), ...final, node: 'n1' },
    );
    expect(told(only(of, 'durability', 'lost-write'), of)).toMatchInlineSnapshot(`
      "# Acknowledged write to x lost
      Client 2's write x=17 was acknowledged at 1.024 s, and no acknowledged write that began later overwrote it. After every fault had healed, all 3 final looks at x found something older; the newest of them, by replica n1, found x=9: the acknowledged write is lost.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      real time: client 2's write x=17 ended (1.024 s) before replica n1's answer x=9 began (2.000 s).
      reads from: replica n1's answer x=9 returned what client 1's write x=9 had written.
      older version: replica n1's answer x=9 shows a version older than that of client 2's write x=17."
    `);
  });

  it('tells a value out of thin air', () => {
    const of = history(w(1, 'x', 9, 0, 10), r(3, 'x', 99, 20, 21));
    expect(told(only(of, 'integrity', 'thin-air-read'), of)).toMatchInlineSnapshot(`
      "# Value of x out of thin air
      At 1.020 s client 3 read x=99. No client ever wrote 99 to x."
    `);
  });

  it('tells a value out of thin air that a replica holds', () => {
    const of = history(w(1, 'x', 9, 0, 10), inspect('n2', { x: 99 }, 20, 21));
    expect(told(only(of, 'integrity', 'thin-air-read'), of)).toMatchInlineSnapshot(`
      "# Value of x out of thin air
      At 1.020 s replica n2 held x=99. No client ever wrote 99 to x."
    `);
  });

  it('tells a failed write that was seen', () => {
    const of = history({ ...w(1, 'x', 9, 0, 10), ...fail }, r(3, 'x', 9, 20, 21));
    expect(told(only(of, 'integrity', 'failed-write-visible'), of)).toMatchInlineSnapshot(`
      "# Failed write to x became visible
      Client 1's write x=9 failed for certain at 1.010 s, so it must never have any effect. Yet at 1.020 s client 3 read x=9: a refused write took effect.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written."
    `);
  });

  it('tells a read from the future', () => {
    const of = history(r(3, 'x', 9, 0, 5), w(1, 'x', 9, 10, 20));
    expect(told(only(of, 'integrity', 'read-from-the-future'), of)).toMatchInlineSnapshot(`
      "# Value of x read before it was written
      Client 3 read x=9 and had its answer at 1.005 s. Only at 1.010 s did client 1 begin to write that value: it was read before it existed.
      real time: client 3's read x=9 ended (1.005 s) before client 1's write x=9 began (1.010 s).
      reads from: client 3's read x=9 returned what client 1's write x=9 had written."
    `);
  });

  it('tells a write with too few copies', () => {
    const of = history(
      { ...w(1, 'x', 9, 0, 10), node: 'n1' },
      { ...w(2, 'x', 17, 20, 24), node: 'n2' },
      inspect('n1', { x: 17 }, 1000, 1001),
      inspect('n2', { x: 9 }, 1002, 1003),
    );
    expect(told(only(of, 'write-quorum', 'under-replicated-write'), of)).toMatchInlineSnapshot(`
      "# Too few replicas hold an acknowledged write to x
      Client 2's write x=17 was acknowledged at 1.024 s, so 2 of 2 replicas ought to hold it or something newer. Asked in the end, only 1 did: replica n2 held x=9.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      real time: client 2's write x=17 ended (1.024 s) before replica n2's answer x=9 began (2.002 s).
      reads from: replica n2's answer x=9 returned what client 1's write x=9 had written.
      older version: replica n2's answer x=9 shows a version older than that of client 2's write x=17."
    `);
  });

  it('tells a newer value read before an older one', () => {
    const of = history(
      w(1, 'x', 9, 0, 10),
      w(2, 'x', 17, 20, 900),
      r(3, 'x', 17, 100, 110),
      r(4, 'x', 9, 120, 130),
    );
    expect(told(only(of, 'linearizability', 'new-old-inversion'), of)).toMatchInlineSnapshot(`
      "# New value of x read before the old one
      Client 3 read x=17 and had its answer at 1.110 s (its write was still under way, but this read shows that it had taken effect). Yet client 4, which began to read only at 1.120 s, got x=9: the newer value was seen first, the older one after it.
      Order: The order of versions comes from real time: x=9 is older than x=17, because its write was acknowledged at 1.010 s, before the other write began at 1.020 s.
      real time: client 1's write x=9 ended (1.010 s) before client 2's write x=17 began (1.020 s).
      reads from: client 3's read x=17 returned what client 2's write x=17 had written.
      real time: client 3's read x=17 ended (1.110 s) before client 4's read x=9 began (1.120 s).
      reads from: client 4's read x=9 returned what client 1's write x=9 had written.
      older version: client 4's read x=9 shows a version older than that of client 3's read x=17."
    `);
  });

  it('tells two values that must each come before the other', () => {
    const of = history(
      w(1, 'x', 9, 0, 900),
      w(2, 'x', 17, 0, 900),
      r(3, 'x', 9, 100, 110),
      r(4, 'x', 17, 120, 130),
      r(5, 'x', 9, 140, 150),
    );
    expect(told(only(of, 'linearizability', 'non-linearizable'), of)).toMatchInlineSnapshot(`
      "# No single order explains x
      What was seen of x contradicts itself: client 3's read x=9 ended (1.110 s) before client 4's read x=17 began (1.120 s), so 9 must come before 17; yet client 4's read x=17 ended (1.130 s) before client 5's read x=9 began (1.140 s), so 17 must come before 9. Both cannot be.
      Order: No order of versions is assumed: the two demands contradict each other in every order.
      reads from: client 3's read x=9 returned what client 1's write x=9 had written.
      reads from: client 5's read x=9 returned what client 1's write x=9 had written.
      reads from: client 4's read x=17 returned what client 2's write x=17 had written.
      real time: client 3's read x=9 ended (1.110 s) before client 4's read x=17 began (1.120 s).
      real time: client 4's read x=17 ended (1.130 s) before client 5's read x=9 began (1.140 s)."
    `);
  });

  it('still says something of an anomaly that lacks what its kind should have', () => {
    const of = history(w(1, 'x', 9, 0, 10), r(3, 'x', 9, 20, 30));
    const operations = of.operations.map(({ index }) => index);
    const kinds = [
      'read-your-writes-violation',
      'user-write-missed',
      'non-monotonic-read',
      'prefix-violation',
      'stale-read',
      'lost-write',
      'new-old-inversion',
      'non-linearizable',
      'a kind of tomorrow',
    ] as AnomalyKind[];
    for (const kind of kinds) {
      const bare: Anomaly = { kind, guarantee: 'integrity', operations, relations: [], facts: {} };
      expect(plainText(explain(bare, of).sentence)).toBe(
        "client 1's write x=9 and client 3's read x=9: together they contradict integrity.",
      );
      const empty: Anomaly = {
        ...bare,
        operations: [99],
        relations: [{ from: 98, to: 99, reason: 'real time' }],
      };
      expect(plainText(explain(empty, of).sentence)).toBe('The history contradicts integrity.');
    }
  });

  it('ties what it names to the operations', () => {
    const of = history(w(1, 'x', 9, 0, 10), w(3, 'x', 17, 20, 24), r(3, 'x', 9, 130, 131));
    const anomaly = only(of, 'read-your-writes', 'read-your-writes-violation');
    const linked = explain(anomaly, of).sentence.flatMap(({ text, operation }) =>
      operation === undefined ? [] : [[text, of.operations.find(({ index }) => index === operation)?.f]],
    );
    expect(linked).toEqual([
      ['x=17', 'write'],
      ['x=9', 'read'],
    ]);
  });
});

describe('explain, where causality is broken', () => {
  it('tells an answer without its question', () => {
    const of = history(
      w(1, 'question', 'when?', 0, 10),
      r(2, 'question', 'when?', 20, 30),
      w(2, 'answer', 'now', 40, 50),
      r(3, 'answer', 'now', 60, 70),
      r(3, 'question', null, 80, 90),
    );
    expect(told(only(of, 'causal-consistency', 'causality-violation'), of)).toMatchInlineSnapshot(`
      "# Effect seen, cause of it on question not
      Client 1 wrote question="when?" at 1.000 s. Client 2 read it. It went on to write answer="now". Client 3 read it. Yet at 1.080 s client 3 read question and got question=null: the effect was seen, but not its cause.
      Order: The order of versions comes from what clients knew when they wrote, not from clocks.
      reads from: client 2's read question="when?" returned what client 1's write question="when?" had written.
      session order: Same client: client 2's read question="when?" came before its write answer="now".
      reads from: client 3's read answer="now" returned what client 2's write answer="now" had written.
      session order: Same client: client 3's read answer="now" came before its read question=null.
      older version: client 3's read question=null shows a version older than that of client 1's write question="when?"."
    `);
    expect(told(only(of, 'writes-follow-reads', 'write-without-its-reads'), of)).toMatchInlineSnapshot(`
      "# Write seen without what its client had read of question
      Client 1 wrote question="when?" at 1.000 s. Client 2 read it. It went on to write answer="now". Client 3 read it. Yet at 1.080 s client 3 read question and got question=null: the effect was seen, but not its cause.
      Order: The order of versions comes from what clients knew when they wrote, not from clocks.
      reads from: client 2's read question="when?" returned what client 1's write question="when?" had written.
      session order: Same client: client 2's read question="when?" came before its write answer="now".
      reads from: client 3's read answer="now" returned what client 2's write answer="now" had written.
      session order: Same client: client 3's read answer="now" came before its read question=null.
      older version: client 3's read question=null shows a version older than that of client 1's write question="when?"."
    `);
  });

  it('tells concurrent writes in two orders', () => {
    const of = history(w(1, 'x', 1, 0, 10), w(2, 'x', 2, 0, 10), r(1, 'x', 2, 20, 30), r(2, 'x', 1, 20, 30));
    expect(told(only(of, 'causal-convergence', 'divergent-order'), of)).toMatchInlineSnapshot(`
      "# Clients disagree on the order of writes
      By what clients read, client 2's write x=2 must come after client 1's write x=1 and client 1's write x=1 must come after client 2's write x=2: no order of writes fits all of them.
      session order: Same client: client 1's write x=1 came before its read x=2.
      reads from: client 1's read x=2 returned what client 2's write x=2 had written.
      conflict: A client that had to know client 1's write x=1 returned client 2's write x=2: so that came later.
      session order: Same client: client 2's write x=2 came before its read x=1.
      reads from: client 2's read x=1 returned what client 1's write x=1 had written.
      conflict: A client that had to know client 2's write x=2 returned client 1's write x=1: so that came later."
    `);
  });

  it('tells what one client saw in no possible order', () => {
    const of = history(
      w(1, 'z', 1, 0, 10),
      w(1, 'x', 1, 20, 30),
      w(1, 'y', 1, 40, 50),
      w(2, 'x', 2, 0, 10),
      r(2, 'z', null, 60, 70),
      r(2, 'y', 1, 80, 90),
      r(2, 'x', 2, 100, 110),
    );
    expect(told(only(of, 'causal-memory', 'disordered-memory'), of)).toMatchInlineSnapshot(`
      "# No single order explains what one client saw
      By what client 2 read, client 2's write x=2 must come after client 1's write x=1. Then client 1's write z=1 comes before client 2's read z=null: no order of the writes that it could know fits all of its reads.
      session order: Same client: client 1's write z=1 came before its write x=1.
      session order: Same client: client 1's write x=1 came before its write y=1.
      reads from: client 2's read y=1 returned what client 1's write y=1 had written.
      session order: Same client: client 2's read y=1 came before its read x=2.
      reads from: client 2's read x=2 returned what client 2's write x=2 had written.
      conflict: A client that had to know client 1's write x=1 returned client 2's write x=2: so that came later.
      session order: Same client: client 2's write x=2 came before its read z=null.
      older version: client 2's read z=null shows a version older than that of client 1's write z=1."
    `);
  });

  it('tells two clients that each miss the other', () => {
    const of = history(
      w(1, 'x', 1, 0, 10),
      w(2, 'y', 1, 0, 10),
      r(1, 'y', null, 20, 30),
      r(2, 'x', null, 20, 30),
    );
    expect(told(only(of, 'sequential-consistency', 'non-sequential'), of)).toMatchInlineSnapshot(`
      "# No single order explains what the clients saw
      Take client 1's write x=1, client 1's read y=null, client 2's write y=1 and client 2's read x=null: whatever order they are put in, some read is wrong.
      session order: Same client: client 1's write x=1 came before its read y=null.
      older version: client 1's read y=null shows a version older than that of client 2's write y=1.
      session order: Same client: client 2's write y=1 came before its read x=null.
      older version: client 2's read x=null shows a version older than that of client 1's write x=1."
    `);
  });
});
