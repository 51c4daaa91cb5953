import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/controller/simulate.js';
import { defaultFaults } from '../../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { singleLeader } from '../../../targets/single-leader/target.js';
import { bugs } from '../../../targets/single-leader/bugs.js';
import { apart, planOf, read, readAll, write } from '../../../experiments/script.js';
import { pair } from '../../../src/history/pair.js';
import { behindByPositions } from '../../../reports/page/behind.js';
import { leaderTurns } from '../../../reports/figure/leader-turns.js';
import { rivalLeaders } from '../../../reports/rival-leaders.js';
import { toldByPart, toldIn } from '../../../reports/told.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  workload: 'session',
  nodes: 3,
  faults: defaultFaults('simulation'),
  seed: 'partitions',
  timeLimitMs: 2_500,
  faultIntervalMs: 500,
};

test('each partition has a leader and a log of its own, and a node that shows all of them', async () => {
  const options = singleLeader.options(3).parse({ partitions: 3, placement: 'key' });
  const script = {
    clients: [
      [write(500, 'n1', 'k1', 1), write(520, 'n1', 'k3', 2), readAll(600, 'n2', ['k1', 'k3', 'k4'])],
      [read(650, 'n3', 'k3')],
    ],
    faults: [],
    untilMs: 1_000,
  };
  const context = { id: 'partitions', target: 'single-leader', workload: 'session', nodes: 3, options };
  const logs: string[] = [];
  const { events } = await simulate(planOf(script, context), singleLeader, {
    onLog: (node, _, text) => logs.push(`${node} ${text}`),
  });
  const leads = logs.filter((line) => line.includes('leads in term 1'));
  expect(leads.sort()).toEqual([
    'n1 partition 0: leads in term 1',
    'n2 partition 1: leads in term 1',
    'n3 partition 2: leads in term 1',
  ]);
  const results = events.filter(({ type, final }) => type === 'ok' && !final).map(({ value }) => value);
  expect(results).toEqual([1, 2, { k1: 1, k3: 2, k4: null }, 2]);
  const inspected = events.filter(({ type, f }) => type === 'ok' && f === 'inspect');
  expect(inspected.map(({ value }) => Object.keys(value as object).sort())).toEqual([
    ['k1', 'k3'],
    ['k1', 'k3'],
    ['k1', 'k3'],
  ]);
});

test('what each partition tells stands for itself in the report: who leads it, and how far it has come', async () => {
  const options = singleLeader.options(3).parse({ partitions: 2, placement: 'key' });
  const script = {
    clients: [[write(500, 'n1', 'k1', 1), write(520, 'n1', 'k2', 2), write(540, 'n1', 'k3', 3)]],
    // Whoever led on is deposed while it is cut off, and told so when it hears of the other.
    faults: [apart(1_000, 2_500, ['n1'], ['n2', 'n3'])],
    untilMs: 4_000,
  };
  const context = { id: 'told', target: 'single-leader', workload: 'session', nodes: 3, options };
  const lines = new Map<string, string[]>();
  const { events } = await simulate(planOf(script, context), singleLeader, {
    onLog: (node, atMs, text) => lines.set(node, [...(lines.get(node) ?? []), `${atMs.toFixed(6)} ${text}`]),
  });
  const told = toldIn([...lines].map(([node, text]) => ({ node, text: text.join('\n') })));
  expect([...toldByPart(told, 'leads').keys()].sort()).toEqual(['p0', 'p1']);
  const first = (part: string) =>
    toldByPart(told, 'leads')
      .get(part)
      ?.find(({ figure }) => figure === 1);
  expect([first('p0')?.node, first('p1')?.node]).toEqual(['n1', 'n2']);
  const { operations, faults } = pair(events);
  expect(rivalLeaders(operations, told, faults, (ns) => `${ns / 1e9} s`)).toMatch(
    /^From .* on 2 nodes believed to lead p0 at once: n1 \(term 1\) and n[23] \(term \d\)/,
  );
  expect(leaderTurns(operations, [{ at: 4e9 }], told).map(({ text }) => text)).toContain('leads p0 no more');
  const behind = behindByPositions(told);
  for (const node of ['n1', 'n2', 'n3']) {
    expect(behind.findLast((one) => one.node === node)).toMatchObject({ count: 0 });
  }
});

describe('what is promised of single keys holds over several partitions', () => {
  test.each([
    ['reads at the leaders', {}, 'linearizability'],
    ['a token for each partition', { reads: 'token' }, 'monotonic-reads'],
    ['dependencies', { reads: 'token', dependencies: 'tracked' }, 'causal-convergence'],
  ])('%s', async (_, options, promised) => {
    const all = { ...settings, options: { partitions: 2, placement: 'key', ...options } };
    for await (const { seed, verdict } of judgedSeeds(all, 8, { promisedOnly: true })) {
      expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
      const kept = verdict.judgements.filter(({ promise }) => promise).map(({ guarantee }) => guarantee);
      expect(kept).toContain(promised);
      expect(kept).not.toContain('consistent-prefix');
    }
  });
});

/** What makes a bug show soon: followers that lag, or lag so far that they need a snapshot. */
const faults = ['partition', 'kill'];
const BUDGET = 100;
const ofPartitions = bugs.filter(({ options }) => options?.['partitions'] !== undefined);

describe('what breaks partitions is found within the budget of seeds', () => {
  test.each(ofPartitions.map((bug) => [bug.name, bug] as const))('%s', async (name, { causes }) => {
    const planted = { ...settings, bugs: [name], faults };
    for await (const { verdict } of judgedSeeds(planted, BUDGET, { promisedOnly: true })) {
      const kinds = verdict.judgements
        .filter(({ promise, holds }) => promise && holds === false)
        .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
      if (kinds.some((kind) => causes.includes(kind))) return;
    }
    expect.fail(`not found in ${BUDGET} seeds from ${settings.seed}-0`);
  });
});
