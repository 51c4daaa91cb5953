import { describe, expect, test } from 'vitest';
import { apart, membersAre, planOf, promoted, type Script, write } from '../../../experiments/script.js';
import { simulate } from '../../../src/controller/simulate.js';
import { judgeSimulated } from '../../../src/run/judge-simulated.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/single-leader/bugs.js';
import {
  copiesNeeded,
  holdersNeeded,
  type SingleLeaderOptions,
  votesNeeded,
  whyFixed,
} from '../../../targets/single-leader/options.js';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';
import { singleLeader } from '../../../targets/single-leader/target.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

const NODES = [1, 2, 3, 4, 5, 6, 7];

/** All options on `n` nodes with which the members can change and acknowledged writes are to last. */
function changeable(n: number): SingleLeaderOptions[] {
  return NODES.slice(0, n)
    .map((copies) => optionsFor(n).parse({ copies }))
    .filter((options) => whyFixed(options, n) === undefined);
}

describe('quorums meet, of one configuration and of two that follow each other', () => {
  test.each(NODES)('of up to %i nodes', (n) => {
    const all = changeable(n);
    expect(all.length).toBeGreaterThan(0);
    for (const options of all) {
      for (let m = 1; m <= n; m++) {
        for (const next of [m, m + 1].filter((count) => count <= n)) {
          const [copies, votes, holders] = [copiesNeeded, votesNeeded, holdersNeeded].map((needed) => [
            needed(options, m, n),
            needed(options, next, n),
          ]) as [number[], number[], number[]];
          const meet = (some: number[], others: number[]): void => {
            expect((some[0] as number) + (others[1] as number)).toBeGreaterThan(next);
            expect((some[1] as number) + (others[0] as number)).toBeGreaterThan(next);
          };
          meet(votes, votes);
          meet(copies, votes);
          meet(holders, votes);
          expect(Math.max(copies[0] as number, votes[0] as number, holders[0] as number)).toBeLessThanOrEqual(
            m,
          );
        }
      }
    }
  });
});

test.each([
  [{ topology: 'chain' }, 'a chain has the members'],
  [{ candidate: 'any' }, 'candidate=any'],
  [{ copies: 1 }, 'copies=1'],
  [{ copies: 1, votes: 'majority' }, undefined],
  [{}, undefined],
])('whether members can change with %o: %s', (given, why) => {
  const answer = whyFixed(optionsFor(5).parse(given), 5);
  if (why === undefined) expect(answer).toBeUndefined();
  else expect(answer).toContain(why);
});

const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  workload: 'session',
  faults: ['members', 'partition', 'kill'],
  seed: 'members',
  timeLimitMs: 5_000,
  faultIntervalMs: 500,
};

test('promises are kept while nodes are added and removed, and in the end all are members', async () => {
  for await (const { seed, verdict } of judgedSeeds({ ...settings, options: { spares: 2 } }, 15)) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
    const convergence = verdict.judgements.find(({ guarantee }) => guarantee === 'convergence');
    expect(convergence?.holds, `seed ${seed}`).toBe(true);
  }
});

/**
 * The schedule of the bug of 2015. n1 leads n1 to n4 and adds n5, which only these two hear of; n2 is elected by n2, n3 and n4,
 * and removes n1, which only n2 and n3 hear of. Then n1 is elected by n1, n4 and n5.
 */
const twoLeadersChangeMembers: Script = {
  clients: [[write(600, 'n1', 'x', 1)], [write(1_250, 'n2', 'x', 2)], [write(1_750, 'n1', 'y', 3)]],
  faults: [
    apart(1_000, 1_500, ['n1', 'n5'], ['n2', 'n3', 'n4']),
    membersAre(1_010, 1_100, ['n1', 'n2', 'n3', 'n4', 'n5']),
    promoted(1_200, 'n2'),
    apart(1_204.5, 1_500, ['n4'], ['n2', 'n3']),
    membersAre(1_205, 1_480, ['n2', 'n3', 'n4']),
    apart(1_500, 3_000, ['n1', 'n4', 'n5'], ['n2', 'n3']),
    promoted(1_600, 'n1'),
  ],
  untilMs: 4_000,
};

async function judgeScript(script: Script, firstChange: SingleLeaderOptions['firstChange']) {
  const options = optionsFor(5).parse({ spares: 1, demoteMs: 0, firstChange });
  const context = { id: 'members', target: 'single-leader', workload: 'register', nodes: 5, options };
  return judgeSimulated(planOf(script, context));
}

describe('a leader that changes members before an entry of its own term is committed', () => {
  test('loses what was acknowledged', async () => {
    const { verdict } = await judgeScript(twoLeadersChangeMembers, 'at-once');
    const kinds = verdict.judgements.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
    expect(kinds).toContain('lost-write');
  });

  test('waits, and nothing is lost', async () => {
    const { verdict } = await judgeScript(twoLeadersChangeMembers, 'own-term');
    expect(verdict.judgements.filter(({ holds }) => holds === false)).toEqual([]);
  });
});

const BUDGET = 120;
const ofMembers = bugs.filter(({ faults }) => faults?.includes('members'));

describe('what breaks a change of members is found within the budget of seeds', () => {
  test.each(ofMembers.map((bug) => [bug.name, bug] as const))('%s', async (name, { causes }) => {
    for await (const { verdict } of judgedSeeds({ ...settings, seed: 'p', bugs: [name] }, BUDGET)) {
      const kinds = verdict.judgements
        .filter(({ promise, holds }) => promise && holds === false)
        .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
      if (kinds.some((kind) => causes.includes(kind))) return;
    }
    expect.fail(`not found in ${BUDGET} seeds from p-0`);
  });
});

test('a run marks that a leader removed itself and that a new node needed a snapshot', async () => {
  const script: Script = {
    clients: [Array.from({ length: 40 }, (_, at) => write(600 + 20 * at, 'n1', 'x', at + 1))],
    faults: [membersAre(1_500, 2_500, ['n2', 'n3', 'n5'])],
    untilMs: 3_000,
  };
  const options = optionsFor(5).parse({ spares: 1, snapshotEvery: 4, retain: 2 });
  const plan = planOf(script, { id: 'x', target: 'single-leader', workload: 'register', nodes: 5, options });
  const { probes } = await simulate(plan, singleLeader);
  expect(probes['a leader removes itself']).toBeGreaterThan(0);
  expect(probes['a learner needs a snapshot']).toBeGreaterThan(0);
});
