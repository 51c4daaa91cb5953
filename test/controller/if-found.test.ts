import { expect, test } from 'vitest';
import { planOf, read, write } from '../../experiments/script.js';
import { simulate } from '../../src/controller/simulate.js';
import { singleLeader } from '../../targets/single-leader/target.js';

test('an operation that needs something found is left out where the one before it found nothing', async () => {
  const options = singleLeader.options(3).parse({});
  const answer = (atMs: number, value: number) => ({
    ...write(atMs, 'n1', 'answer', value),
    ifFound: true as const,
  });
  const clients = [
    [answer(450, 1), read(500, 'n1', 'question'), answer(510, 2), answer(520, 3)],
    [write(600, 'n1', 'question', 4)],
    [read(700, 'n1', 'question'), answer(710, 5), read(720, 'n1', 'answer')],
  ];
  const script = { clients, faults: [], untilMs: 1_000 };
  const context = { id: 'found', target: 'single-leader', workload: 'question-answer', nodes: 3, options };
  const { events } = await simulate(planOf(script, context), singleLeader);
  const done = events.filter(({ type, final }) => type === 'ok' && !final);
  expect(done.map(({ key, value }) => [key, value])).toEqual([
    ['question', null],
    ['question', 4],
    ['question', 4],
    ['answer', 5],
    ['answer', 5],
  ]);
});
