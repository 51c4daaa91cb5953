import { expect, test } from 'vitest';
import { apart, planOf, promoted, read, type Script, write } from '../../../experiments/script.js';
import { judge } from '../../../src/checkers/judge.js';
import { simulate } from '../../../src/controller/simulate.js';
import { pair } from '../../../src/history/pair.js';
import { targetNamed } from '../../../targets/registry.js';

async function run(script: Script, given: Record<string, string>) {
  const target = targetNamed('single-leader');
  const options = target.options(3).parse(given);
  const context = { id: 'election', target: target.name, workload: 'register', nodes: 3, options };
  const { events } = await simulate(planOf(script, context), target);
  return pair(events);
}

test('an operator’s wish waits for the lease of a leader that is cut off, and is done then', async () => {
  const history = await run(
    {
      clients: [
        [write(600, 'n1', 'x', 1)],
        [write(1_030, 'n2', 'x', 2), write(1_300, 'n2', 'x', 3)],
        [read(1_100, 'n1', 'x')],
      ],
      faults: [apart(1_000, 3_000, ['n1'], ['n2', 'n3']), promoted(1_005, 'n2')],
      untilMs: 4_000,
    },
    { leaderReads: 'lease' },
  );
  const { judgements } = judge(history, {
    promises: [{ guarantee: 'linearizability', because: 'of the lease' }],
    guarantees: ['linearizability'],
    minEvidence: 0,
    maxAnomalies: 1,
  });
  expect(judgements.find(({ guarantee }) => guarantee === 'linearizability')?.holds).toBe(true);
  const ended = history.operations.map(({ f, input, type }) => `${f} ${JSON.stringify(input)} ${type}`);
  expect(ended).toContain('write 2 fail');
  expect(ended).toContain('write 3 ok');
});
