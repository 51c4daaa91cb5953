import { describe, expect, test } from 'vitest';
import { membersAre, planOf, write } from '../../../experiments/script.js';
import { simulate } from '../../../src/controller/simulate.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/leaderless/bugs.js';
import { mostMembers } from '../../../targets/leaderless/configuration.js';
import { promises } from '../../../targets/leaderless/promises.js';
import { leaderless } from '../../../targets/leaderless/target.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

const parsed = (nodes: number, given: object) => leaderless.options(nodes).parse(given);

test.each([
  ['as many as there are, where quorums overlap in all', 5, {}, 5],
  ['as many as quorums overlap in', 5, { spares: 2, w: 2, r: 2 }, 3],
  ['as many as quorums overlap in, but not more than there are', 4, { spares: 1, w: 4, r: 3 }, 4],
  ['all, where quorums never overlapped', 5, { w: 1, r: 1 }, 5],
  ['all, where nobody looks', 4, { spares: 1, w: 2, r: 2, join: 'at-once' }, 4],
])('members are at most %s', (_, nodes, given, most) => {
  expect(mostMembers(parsed(nodes, given), nodes)).toBe(most);
});

test('what is promised follows from the greatest number of members', () => {
  const promised = (given: object) =>
    promises(parsed(4, { spares: 1, w: 2, r: 2, ...given }), 4).map(({ guarantee }) => guarantee);
  expect(promised({})).toContain('linearizability');
  expect(promised({ join: 'at-once' })).not.toContain('durability');
  expect(promised({ join: 'at-once', w: 3 })).toContain('linearizability');
});

const settings: RunSettings = {
  ...defaultSettings,
  workload: 'session',
  faults: ['members', 'partition', 'kill'],
  options: { spares: 2, w: 2, r: 2 },
  seed: 'q',
  timeLimitMs: 5_000,
  rate: 400,
  faultIntervalMs: 300,
};

test('promises are kept while members take one another’s place', async () => {
  for await (const { seed, verdict } of judgedSeeds({ ...settings, seed: 'replaced' }, 12)) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
  }
});

const BUDGET = 120;
const ofMembers = bugs.filter(({ faults }) => faults?.includes('members'));

describe('what breaks a change of members is found within the budget of seeds', () => {
  test.each(ofMembers.map((bug) => [bug.name, bug] as const))('%s', async (name, { causes }) => {
    for await (const { verdict } of judgedSeeds({ ...settings, bugs: [name] }, BUDGET)) {
      const kinds = verdict.judgements
        .filter(({ promise, holds }) => promise && holds === false)
        .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
      if (kinds.some((kind) => causes.includes(kind))) return;
    }
    expect.fail(`not found in ${BUDGET} seeds from q-0`);
  });
});

test('a new member has copied what others hold, and one that was removed stays what it was', async () => {
  const script = {
    clients: [[write(600, 'n1', 'x', 1)]],
    faults: [membersAre(1_000, 2_000, ['n3', 'n4', 'n5'])],
    untilMs: 2_500,
  };
  const context = { id: 'x', target: 'leaderless', workload: 'register', nodes: 5 };
  const plan = planOf(script, { ...context, options: parsed(5, { spares: 2, w: 2, r: 2 }) });
  const { probes, events } = await simulate(plan, leaderless);
  expect(probes['a new member has copied what others hold']).toBeGreaterThanOrEqual(2);
  const last = events.filter(({ f, type, final }) => f === 'inspect' && type === 'ok' && final);
  const values = last.map(({ value }) => (value as { x?: { value: number } }).x?.value);
  expect(values.filter((value) => value === 1).length).toBeGreaterThanOrEqual(3);
});
