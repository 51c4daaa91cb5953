import { expect, it } from 'vitest';
import type { Guarantee } from '../../src/checkers/checker.js';
import { suspendPromises } from '../../src/run/suspend-promises.js';

const promises = (...guarantees: Guarantee[]) =>
  guarantees.map((guarantee) => ({ guarantee, because: 'the test says so' }));

it('leaves promises alone under faults that break none', () => {
  const given = promises('linearizability', 'durability');
  expect(suspendPromises(given, [{ kind: 'pause' }])).toEqual({ promises: given, suspended: [] });
});

it('suspends what a fault may break and whatever that follows from, and keeps the rest', () => {
  const wipe = {
    kind: 'wipe',
    mayBreak: { guarantees: ['regular-register', 'durability'] as const, because: 'disks are lost' },
  };
  const found = suspendPromises(promises('linearizability', 'causal-memory', 'durability'), [
    wipe,
    { kind: 'pause' },
  ]);
  expect(found.suspended).toEqual([
    { fault: 'wipe', guarantees: ['linearizability', 'durability'], because: 'disks are lost' },
  ]);
  expect(found.promises).toEqual(promises('causal-memory'));
});

it('can suspend everything', () => {
  const burn = { kind: 'burn', mayBreak: { guarantees: 'all' as const, because: 'nothing is left' } };
  expect(suspendPromises(promises('linearizability'), [burn])).toMatchObject({
    promises: [],
    suspended: [{ fault: 'burn', guarantees: ['linearizability'] }],
  });
});
