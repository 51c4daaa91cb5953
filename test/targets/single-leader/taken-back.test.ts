import { expect, test } from 'vitest';
import { planOf, type Script, apart, write } from '../../../experiments/script.js';
import type { NodeLog } from '../../../reports/run-record.js';
import { takenBackIn } from '../../../reports/taken-back.js';
import { SimulatedDisk } from '../../../src/cluster/simulation/simulated-disk.js';
import { simulate } from '../../../src/controller/simulate.js';
import type { Host } from '../../../src/replica/host.js';
import { singleLeader } from '../../../targets/single-leader/target.js';
import { TakenBack, writesOf } from '../../../targets/single-leader/taken-back.js';
import type { Payload } from '../../../targets/single-leader/payload.js';

const entry = (at: number, payload: Payload) => ({ term: 1, at, payload });
const rows = (at: number, key: string, row: number) => entry(at, { kind: 'rows', changes: [{ key, row }] });

test('they stay on the disk, and their number is told, in the next life too', () => {
  const disk = new SimulatedDisk((done) => done());
  const said: unknown[] = [];
  const host = {
    disk,
    log: (text: string) => said.push(text),
    tell: (standing: object) => said.push(standing),
  } as unknown as Host;
  new TakenBack(host).keep([entry(4, { kind: 'no-op' }), rows(5, 'x', 2), rows(6, 'y', 3)]);
  expect(said.splice(0)).toEqual([
    'takes back 3 entries from 4 of term 1 on',
    'takes back "x" = 2, place 5 of term 1',
    'takes back "y" = 3, place 6 of term 1',
    { 'taken-back': 2 },
  ]);
  new TakenBack(host).keep([]);
  expect(said.splice(0)).toEqual([{ 'taken-back': 2 }]);
});

test.each<[string, Payload, readonly (readonly [string, unknown])[]]>([
  ['nothing', { kind: 'no-op' }, []],
  ['a row', { kind: 'rows', changes: [{ key: 'x', row: 1 }] }, [['x', 1]]],
  [
    'rows without keys',
    {
      kind: 'images',
      images: [
        { key: 'x', row: 1 },
        { old: 1, row: 2 },
      ],
    },
    [
      ['x', 1],
      ['1', 2],
    ],
  ],
  [
    'a page, of which one row was changed',
    {
      kind: 'pages',
      storage: 1,
      pages: [
        [
          { key: 'a', row: 1, version: [1, 3] },
          { key: 'b', row: 2 },
        ],
      ],
    },
    [['b', 2]],
  ],
  ['a statement', { kind: 'statement', statement: { type: 'add', key: 'sum', value: 3 } }, [['sum', 3]]],
])('what an entry wrote: %s', (_what, payload, expected) => {
  expect(writesOf(entry(5, payload)).map(({ key, value }) => [key, value])).toEqual(expected);
});

/** The leader is cut off with two writes that it acknowledges alone, and comes back when another leads. */
const cutOff: Script = {
  clients: [
    [write(600, 'n1', 'x', 1), write(1_050, 'n1', 'x', 2), write(1_100, 'n1', 'y', 3)],
    [write(2_300, 'n2', 'z', 4)],
  ],
  faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3'])],
  untilMs: 5_000,
};

/** What the first leader says. */
async function logOf(script: Script, more: object = {}): Promise<NodeLog> {
  const options = singleLeader
    .options(3)
    .parse({ copies: 1, votes: 'majority', leaderReads: 'local', ...more });
  const context = { id: 'back', target: 'single-leader', workload: 'register', nodes: 3, options };
  const lines: string[] = [];
  await simulate(planOf(script, context), singleLeader, {
    onLog: (node, atMs, text) => {
      if (node === 'n1') lines.push(`${atMs} ${text}`);
    },
  });
  return { node: 'n1', text: lines.join('\n') };
}

test('a former leader names what it takes back when it rejoins', async () => {
  const found = takenBackIn([await logOf(cutOff)]);
  expect(found.map(({ node, key, value, term }) => [node, key, value, term])).toEqual([
    ['n1', 'x', 2, 1],
    ['n1', 'y', 3, 1],
  ]);
  for (const { time } of found) expect(time).toBeGreaterThan(3e9);
});

test('so it does where a snapshot takes the place of its log', async () => {
  const log = await logOf(cutOff, { snapshotEvery: 2, retain: 2 });
  expect(log.text).toContain('takes over a snapshot');
  expect(takenBackIn([log]).map(({ key, value }) => [key, value])).toEqual([
    ['x', 2],
    ['y', 3],
  ]);
});

test('who leads on takes nothing back', async () => {
  expect(takenBackIn([await logOf({ ...cutOff, faults: [] })])).toEqual([]);
});
