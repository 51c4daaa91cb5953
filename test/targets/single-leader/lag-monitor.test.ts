import { expect, test } from 'vitest';
import type { Clock, Host } from '../../../src/replica/host.js';
import type { Body } from '../../../src/replica/message.js';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import { defaultFaults } from '../../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/single-leader/bugs.js';
import { singleLeader } from '../../../targets/single-leader/target.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  workload: 'session',
  nodes: 3,
  faults: defaultFaults('simulation'),
  seed: 'lag',
  timeLimitMs: 2_500,
  faultIntervalMs: 500,
};

/** A node by itself, whose timers go off when the test says so. */
function nodeOf(id: string, options: object) {
  const clock = { wallMs: 1_000, monotonicMs: 0 };
  const sent: { readonly to: string; readonly body: Body }[] = [];
  const timers: (() => void)[] = [];
  const host: Host = {
    id,
    nodes: ['n1', 'n2', 'n3'],
    clock: { wall: () => clock.wallMs, monotonic: () => clock.monotonicMs } satisfies Clock,
    disk: new SimulatedDisk((done) => done()),
    after: (_, action) => {
      timers.push(action);
      return { cancel: () => timers.splice(timers.indexOf(action), 1) };
    },
    send: (to, body) => sent.push({ to, body }),
    random: () => 0.5,
    log: () => {},
  };
  const replica = singleLeader.start(host, { ...singleLeader.options(3).parse(options), bugs: [] });
  const tell = (from: string, body: Body): Body | undefined => {
    sent.length = 0;
    replica.receive(from, body);
    return sent.find(({ to }) => to === from)?.body;
  };
  const passes = (ms: number): void => {
    clock.wallMs += ms;
    clock.monotonicMs += ms;
  };
  return { sent, tell, passes, fireTimers: () => timers.splice(0).forEach((action) => action()) };
}

const message = { type: 'append', term: 1, round: 1, commit: 0, prev: { term: 0, at: 0 }, entries: [] };
const lagOf = (node: ReturnType<typeof nodeOf>): unknown =>
  node.tell('c1', { type: 'lag', msg_id: 9 })?.['lagMs'];

test('a follower that is cut off knows by heartbeats how old they are, and by what it received nothing', () => {
  for (const [lag, expected] of [
    ['heartbeats', [null, 20, 520]],
    ['received', [null, 0, 0]],
  ] as const) {
    const node = nodeOf('n3', { lag });
    const seen = [lagOf(node)];
    node.tell('n1', { ...message, wallMs: 980 });
    seen.push(lagOf(node));
    node.passes(500);
    seen.push(lagOf(node));
    expect(seen.map((one) => (Number.isNaN(one) ? null : one))).toEqual(expected);
  }
});

test('by echoes it is behind since it gave the time that the leader sends back, whatever wall clocks say', () => {
  const node = nodeOf('n3', { lag: 'echoes' });
  node.passes(40);
  const answer = node.tell('n1', { ...message, wallMs: 7 });
  expect(answer).toMatchObject({ type: 'append_ok', echo: { atMs: 40 } });
  expect(lagOf(node)).toBeNull();
  node.passes(60);
  node.tell('n1', { ...message, round: 2, wallMs: 7, echo: answer?.['echo'] });
  node.passes(5);
  expect(lagOf(node)).toBe(65);
});

test('a leader stamps its messages with when it last knew that it led', () => {
  const node = nodeOf('n1', {});
  node.tell('n2', { type: 'vote_ok', term: 1, trial: false, granted: true });
  node.passes(10);
  node.fireTimers();
  node.tell('n2', { type: 'append_ok', term: 1, round: 2, match: 1 });
  node.passes(300);
  node.sent.length = 0;
  node.fireTimers();
  const stamps = node.sent.filter(({ body }) => body.type === 'append').map(({ body }) => body['wallMs']);
  expect(stamps.length).toBeGreaterThan(0);
  expect(new Set(stamps)).toEqual(new Set([1_010]));
});

test('reads of replicas that say by echoes that they lag little are never older than that', async () => {
  const options = { reads: 'fresh', lag: 'echoes', maxLagMs: 150 };
  for await (const { seed, verdict } of judgedSeeds({ ...settings, options }, 8, { promisedOnly: true })) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
    expect(verdict.judgements.find(({ guarantee }) => guarantee === 'bounded-staleness')?.holds).toBe(true);
  }
});

const BUDGET = 60;

test('a lag that is counted from hearing the leader is found within the budget of seeds', async () => {
  const bug = bugs.find(({ name }) => name === 'lag-from-hearing');
  const planted = { ...settings, bugs: ['lag-from-hearing'] };
  for await (const { verdict } of judgedSeeds(planted, BUDGET, { promisedOnly: true })) {
    const found = verdict.judgements.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
    if (found.some((kind) => bug?.causes.includes(kind))) return;
  }
  expect.fail(`not found in ${BUDGET} seeds from ${settings.seed}-0`);
});
