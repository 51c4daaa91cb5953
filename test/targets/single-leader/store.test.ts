import { describe, expect, test } from 'vitest';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import type { Host } from '../../../src/replica/host.js';
import { damagedForm, Store } from '../../../targets/single-leader/store.js';

/** A store on a disk whose syncs end at once, or never. */
function opened(appliedPosition: 'atomic' | 'apart', syncs = true) {
  const disk = new SimulatedDisk((done) => {
    if (syncs) done();
  });
  const host = { id: 'n1', nodes: ['n1'], disk, log: () => {} } as unknown as Host;
  return { disk, open: () => new Store(host, { appliedPosition, upgraded: 0 }) };
}

const put = (store: Store, at: number, row: number) => store.apply({ term: 1, at }, [{ key: 'x', row }]);

describe.each(['atomic', 'apart'] as const)('position %s', (appliedPosition) => {
  test('comes back with what it had applied', () => {
    const { open } = opened(appliedPosition);
    const store = open();
    put(store, 1, 10);
    store.takeSnapshot([{ term: 1, at: 1 }], () => {});
    put(store, 2, 20);
    const again = open();
    expect([again.applied, again.value('x')]).toEqual([{ term: 1, at: 2 }, 20]);
    expect(again.snapshot.position).toEqual({ term: 1, at: 1 });
  });

  test('goes back to its snapshot, for good', () => {
    const { open } = opened(appliedPosition);
    const store = open();
    put(store, 1, 10);
    store.takeSnapshot([{ term: 1, at: 1 }], () => {});
    put(store, 2, 20);
    store.rollBack();
    for (const one of [store, open()]) {
      expect([one.applied, one.value('x')]).toEqual([{ term: 1, at: 1 }, 10]);
    }
  });
});

test('a position that is stored after the data falls behind them in a crash; one stored with them does not', () => {
  const after = (appliedPosition: 'atomic' | 'apart') => {
    const { disk, open } = opened(appliedPosition, false);
    put(open(), 1, 10);
    disk.crash('kept', () => 0);
    const store = open();
    return [store.value('x'), store.applied.at];
  };
  expect(after('atomic')).toEqual([10, 1]);
  expect(after('apart')).toEqual([10, 0]);
});

test.each([
  [1, 2 ** 30 + 1],
  ['a', 'damaged a'],
  [
    ['a', 2],
    ['a', 2 ** 30 + 2],
  ],
  [[], []],
  [null, null],
])('a damaged %j is %j, which models of such values understand', (value, damaged) => {
  expect(damagedForm(value)).toEqual(damaged);
});
