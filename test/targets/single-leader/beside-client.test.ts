import { expect, test } from 'vitest';
import { act, planOf } from '../../../experiments/script.js';
import { simulate } from '../../../src/controller/simulate.js';
import { singleLeader } from '../../../targets/single-leader/target.js';

test.each([
  ['counter', 1],
  ['epoch', '1-1'],
] as const)('ids by %s: a client finds its row, at the leader and then in the cache', async (ids, id) => {
  const options = singleLeader.options(3).parse({ ids });
  const script = {
    clients: [
      [
        act(600, 'n1', 'insert', 'users', 'ann'),
        act(700, 'n1', 'look-up', 'users'),
        act(800, 'n1', 'look-up', 'users'),
      ],
    ],
    faults: [],
    untilMs: 1_000,
  };
  const context = { id: 'rows', target: 'single-leader', workload: 'auto-increment', nodes: 3, options };
  const { events } = await simulate(planOf(script, context), singleLeader);
  const results = events.filter(({ type, final }) => type === 'ok' && !final).map(({ value }) => value);
  expect(results).toEqual([id, { id, row: 'ann' }, { id, row: 'ann' }]);
});
