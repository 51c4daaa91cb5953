import { describe, expect, it } from 'vitest';
import type { Anomaly, AnomalyKind, Guarantee } from '../../src/checkers/checker.js';
import { judge } from '../../src/checkers/judge.js';
import { checkersFor, checkerOf } from '../../src/checkers/registry.js';
import {
  lawfulObject,
  type ObjectPlanting,
  objectPlantings,
  plantedObject,
} from './planting/object-plantings.js';
import { type Planting, registerPlantings } from './planting/register-plantings.js';
import { plantedRegisters } from './planting/registers-history.js';

// Each kind has its planting: the compiler sees to it.
const plantings: { readonly [kind in AnomalyKind]: Planting | ObjectPlanting } = {
  ...registerPlantings,
  ...objectPlantings,
};

const sizes = [100, 1_000, 10_000, 100_000];
const settings = { minEvidence: 1, maxAnomalies: 5, copies: 3, maxStaleVersions: 1 };
const everything = { promises: [], guarantees: [] as Guarantee[], ...settings };

const kindsOf = (anomalies: readonly Anomaly[]): AnomalyKind[] => [
  ...new Set(anomalies.map(({ kind }) => kind)),
];

describe.each(sizes)('among %i operations', (operations) => {
  /** More seeds where they cost little. */
  const seeds = operations > 1_000 ? ['one'] : ['one', 'two', 'three'];

  it.each(seeds)('of registers nothing is found where nothing is wrong (seed %s)', (seed) => {
    const lawful = plantedRegisters(operations, seed, { drafts: [], holds: {} });
    if (operations <= 1_000) {
      const guarantees = checkersFor(lawful.history).map(({ guarantee }) => guarantee);
      const { judgements } = judge(lawful.history, { ...everything, guarantees, truth: lawful.truth });
      expect(judgements.filter(({ holds }) => holds === false).map(({ guarantee }) => guarantee)).toEqual([]);
    }
    for (const guarantee of new Set(Object.values(registerPlantings).map((one) => one.guarantee))) {
      const { holds, why } = checkerOf(guarantee).check(lawful.history, { ...settings, truth: lawful.truth });
      expect(holds, `${guarantee}: ${why}`).toBe(true);
    }
  });

  it.each(Object.entries<Planting>(registerPlantings))(
    'a planted %s is found and named',
    (kind, planting) => {
      for (const seed of seeds) {
        const { history, planted, truth } = plantedRegisters(operations, seed, planting);
        const check = (guarantee: Guarantee) =>
          checkerOf(guarantee).check(history, { ...settings, ...planting.settings, truth });
        const { holds, anomalies } = check(planting.guarantee);
        expect({ holds, kinds: kindsOf(anomalies) }, seed).toEqual({ holds: false, kinds: [kind] });
        const looks = new Set(history.operations.filter(({ final }) => final).map(({ index }) => index));
        const foreign = anomalies[0]?.operations.filter((index) => !planted.has(index) && !looks.has(index));
        expect(foreign, seed).toEqual([]);
        for (const guarantee of planting.kept ?? [])
          expect(check(guarantee).anomalies, guarantee).toEqual([]);
      }
    },
  );

  const objects = new Set(Object.values(objectPlantings).map((one) => one.guarantee));
  it.each([...objects])('nothing is found where nothing is wrong with %s', (guarantee) => {
    expect(checkerOf(guarantee).check(lawfulObject(guarantee, operations), settings).holds).toBe(true);
  });

  it.each(Object.entries<ObjectPlanting>(objectPlantings))(
    'a planted %s is found and named',
    (kind, planting) => {
      const { holds, anomalies } = checkerOf(planting.guarantee).check(
        plantedObject(planting, operations),
        settings,
      );
      expect({ holds, kinds: kindsOf(anomalies) }).toEqual({ holds: false, kinds: [kind] });
    },
  );
});

it('there is a planting for each kind', () => {
  expect(Object.values(plantings).every(({ guarantee }) => guarantee)).toBe(true);
});
