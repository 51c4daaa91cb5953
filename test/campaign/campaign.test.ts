import { describe, expect, it } from 'vitest';
import { type Campaign, taskNumber, tasksOf } from '../../src/campaign/campaign.js';
import { cellsOf } from '../../src/campaign/matrix.js';
import { defaultSettings, type RunSettings } from '../../src/run/settings.js';

const settings: RunSettings = { ...defaultSettings, seed: '', faults: ['partition', 'kill', 'pause'] };
const whole = { index: 1, count: 1 };
const campaign = (more: Partial<Campaign> = {}): Campaign => ({
  seed: 'night',
  cells: cellsOf(settings, { options: [{ w: 1 }, { w: 2 }] }),
  seeds: 21,
  swarm: true,
  ...more,
});

describe('the matrix', () => {
  it('combines what is given', () => {
    const cells = cellsOf(settings, {
      workloads: ['register', 'session'],
      options: [{ w: 1, r: 1 }, {}],
      bugs: [[], ['skip-write-back']],
    });
    expect(cells.map(({ name }) => name)).toEqual([
      'register, w=1 r=1, no bug',
      'register, w=1 r=1, skip-write-back',
      'register, default options, no bug',
      'register, default options, skip-write-back',
      'session, w=1 r=1, no bug',
      'session, w=1 r=1, skip-write-back',
      'session, default options, no bug',
      'session, default options, skip-write-back',
    ]);
    expect(cells[1]?.settings).toMatchObject({
      workload: 'register',
      options: { w: 1, r: 1 },
      bugs: ['skip-write-back'],
    });
  });

  it('is one cell when there is nothing to combine', () => {
    expect(cellsOf(settings)).toEqual([{ name: 'leaderless, register', settings }]);
  });
});

describe('the seeds of a campaign', () => {
  it('go round the cells, and shards share them out', () => {
    const all = [...tasksOf(campaign(), whole)];
    expect(all.map(({ number }) => number)).toEqual(Array.from({ length: 21 }, (_, at) => at));
    expect(new Set(all.map(({ settings: { seed } }) => seed)).size).toBe(21);
    expect(all.slice(0, 3).map(({ cell }) => cell)).toEqual(['w=1', 'w=2', 'w=1']);
    const shards = [1, 2, 3, 4].map((index) => [...tasksOf(campaign(), { index, count: 4 })]);
    expect(shards.flat().sort((a, b) => a.number - b.number)).toEqual(all);
    for (const shard of shards) expect(new Set(shard.map(({ cell }) => cell)).size).toBe(2);
  });

  it('never end where only time bounds them', () => {
    const { seeds: _, ...endless } = campaign();
    const tasks = tasksOf(endless, whole);
    for (let number = 0; number < 1000; number++) expect(tasks.next().value?.number).toBe(number);
  });

  it('can be asked for one by one', () => {
    const tasks = [...tasksOf(campaign(), whole)];
    for (const task of tasks) expect(taskNumber(campaign(), task.number)).toEqual(task);
    expect(() => taskNumber(campaign(), 21)).toThrow('no seed number 21');
  });

  it('draw their own faults and rates around those given, the same every time', () => {
    const drawn = [...tasksOf(campaign({ seeds: 60 }), whole)].map((task) => task.settings);
    expect(new Set(drawn.map(({ faults }) => faults.join())).size).toBeGreaterThan(5);
    for (const { faults, rate, concurrency, faultIntervalMs } of drawn) {
      for (const fault of faults) expect(settings.faults).toContain(fault);
      expect(rate).toBeGreaterThanOrEqual(settings.rate / 2);
      expect(rate).toBeLessThanOrEqual(settings.rate * 2);
      expect(concurrency).toBeGreaterThanOrEqual(settings.concurrency / 2);
      expect(concurrency).toBeLessThanOrEqual(settings.concurrency * 2);
      expect(faultIntervalMs).toBeGreaterThan(0);
    }
    expect([...tasksOf(campaign({ seeds: 60 }), whole)].map((task) => task.settings)).toEqual(drawn);
    const calm = [...tasksOf(campaign({ swarm: false }), whole)][0]?.settings;
    expect(calm).toMatchObject({ faults: settings.faults, rate: settings.rate });
  });

  it('plant the canary in one of a hundred', () => {
    const tasks = [...tasksOf(campaign({ seeds: 300, canary: 'skip-write-back' }), whole)];
    const canaries = tasks.filter(({ canary }) => canary);
    expect(canaries).toHaveLength(3);
    for (const { settings: own } of canaries) expect(own.bugs).toEqual(['skip-write-back']);
    for (const { settings: own, canary } of tasks) if (!canary) expect(own.bugs).toEqual([]);
  });
});
