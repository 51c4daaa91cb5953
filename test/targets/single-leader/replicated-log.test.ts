import { expect, test } from 'vitest';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../../src/replica/host.js';
import { ReplicatedLog } from '../../../targets/single-leader/replicated-log.js';

const terms = [1, 1, 2, 2, 2, 5, 5, 7];

function filled() {
  const disk = new SimulatedDisk((done) => done());
  const host = { disk, log: () => {} } as unknown as Host;
  const log = new ReplicatedLog(host);
  for (const [index, term] of terms.entries())
    log.append({ term, at: index + 1, payload: { kind: 'no-op' } });
  return { log, reopened: () => new ReplicatedLog(host) };
}

test.each([0, 1, 2, 3, 5, 6, 7, 8])('dropped up to %i, it still knows the term of every place', (dropped) => {
  const { log, reopened } = filled();
  log.dropUpTo(dropped);
  for (const one of [log, reopened()]) {
    expect([0, ...terms].map((_, at) => one.termAt(at))).toEqual([0, ...terms]);
    expect(one.termAt(9)).toBeUndefined();
    expect(one.last).toMatchObject({ term: 7, at: 8 });
    expect(one.start).toEqual({ term: dropped === 0 ? 0 : terms[dropped - 1], at: dropped });
    expect(one.entry(dropped)).toBeUndefined();
    expect(one.entry(8)?.at).toBe(dropped === 8 ? undefined : 8);
    expect(one.from(7, 64).map(({ at }) => at)).toEqual([7, 8].filter((at) => at > dropped));
    expect(one.firstOfTerm(5)).toBe(3);
    expect(one.termsUpTo(6)).toEqual([
      { term: 1, at: 1 },
      { term: 2, at: 3 },
      { term: 5, at: 6 },
    ]);
  }
});

test('what is taken back stays away, also when it is read from disk again', () => {
  const { log, reopened } = filled();
  log.dropUpTo(3);
  expect(log.cutAfter(5).map(({ at }) => at)).toEqual([6, 7, 8]);
  log.append({ term: 9, at: 6, payload: { kind: 'no-op' } });
  for (const one of [log, reopened()]) {
    expect([1, 2, 3, 4, 5, 6, 7].map((at) => one.termAt(at))).toEqual([1, 1, 2, 2, 2, 9, undefined]);
  }
});

test('it goes on after a position that it never had', () => {
  const { log, reopened } = filled();
  log.beginAfter(
    { term: 9, at: 20 },
    [
      { term: 1, at: 1 },
      { term: 9, at: 12 },
    ],
    undefined,
  );
  log.append({ term: 10, at: 21, payload: { kind: 'no-op' } });
  for (const one of [log, reopened()]) {
    expect([11, 12, 20, 21].map((at) => one.termAt(at))).toEqual([1, 9, 9, 10]);
    expect(one.last).toMatchObject({ term: 10, at: 21 });
  }
});
