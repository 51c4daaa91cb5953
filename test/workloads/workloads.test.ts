import { knows } from '../../src/checkers/define-checker.js';
import type { Guarantee } from '../../src/checkers/checker.js';
import { describe, expect, test } from 'vitest';
import { checkerFor } from '../../src/checkers/judge.js';
import { askedInTheEnd } from '../../src/plan/plan.js';
import { drawPlan, serves } from '../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';
import { targets } from '../../targets/registry.js';
import { workloads } from '../../workloads/registry.js';
import { judgedSeeds } from '../run/judged-seeds.js';

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
      const checker = checkerFor(guarantee, workload.model);
      expect(
        workload.operations.filter((f) => !knows(checker, f)),
        guarantee,
      ).toEqual([]);
    }
  });

  test('is held to each promise that it can show', async () => {
    const settings: RunSettings = {
      ...defaultSettings,
      target: target?.name ?? '',
      workload: name,
      faults: ['minority'],
      seed: 'held',
      timeLimitMs: 500,
    };
    const { options, nodes } = drawPlan(settings);
    const promised = target?.promises(options, nodes.length).map(({ guarantee }) => guarantee);
    for await (const { verdict } of judgedSeeds(settings, 1, { promisedOnly: true })) {
      const held = verdict.judgements.filter(({ promise }) => promise).map(({ guarantee }) => guarantee);
      // The same as read your writes where no user has several devices.
      const isShown = (one: Guarantee): boolean =>
        one !== 'user-read-your-writes' || workload.devices !== undefined;
      const expected = workload.judges.filter((one) => promised?.includes(one) && isShown(one));
      expect(expected.length).toBeGreaterThan(0);
      expect(held).toEqual(expect.arrayContaining(expected));
    }
  });
});
