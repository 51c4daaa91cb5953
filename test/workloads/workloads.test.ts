import { INSPECT } from '../../src/checkers/inspection.js';
import { describe, expect, test } from 'vitest';
import { checkerFor } from '../../src/checkers/judge.js';
import { askedInTheEnd } from '../../src/plan/plan.js';
import { drawPlan, serves } from '../../src/run/draw-plan.js';
import { defaultSettings } from '../../src/run/settings.js';
import { targets } from '../../targets/registry.js';
import { workloads } from '../../workloads/registry.js';

describe.each(workloads.map((workload) => [workload.name, workload] as const))('%s', (name, workload) => {
  const target = targets.find((one) => serves(one, workload));

  test('is served by a target', () => {
    expect(target).toBeDefined();
  });

  test('draws and asks only what it says that it has, and all of that', () => {
    const plan = drawPlan({
      ...defaultSettings,
      target: target?.name ?? '',
      workload: name,
      faults: [],
      seed: 'names',
    });
    const drawn = plan.clients.flatMap(({ operations }) => operations.map(({ f }) => f));
    const asked = askedInTheEnd.map(({ f }) => f);
    expect(new Set([...drawn, ...asked])).toEqual(new Set(workload.operations));
  });

  test('is judged by checkers that know its operations', () => {
    for (const guarantee of workload.judges) {
      const known = checkerFor(guarantee, workload.model).operations ?? workload.operations;
      expect(
        // Of a look into a replica every checker knows that it is none of its own.
        workload.operations.filter((f) => f !== INSPECT && !known.includes(f)),
        guarantee,
      ).toEqual([]);
    }
  });
});
