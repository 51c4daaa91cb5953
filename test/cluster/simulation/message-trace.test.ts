import { describe, expect, test } from 'vitest';
import { MessageTrace, type WantedMessages } from '../../../src/cluster/simulation/message-trace.js';
import { Simulation, type SimulationPlan } from '../../../src/cluster/simulation/simulation.js';
import type { StartReplica } from '../../../src/replica/host.js';
import { calmPlan } from './calm-plan.js';

const plan: SimulationPlan = { ...calmPlan, seed: 'messages' };

/** Stores what a client says on its disk, then tells the others, who reveal it; it answers at once. */
const store: StartReplica = (host) => ({
  receive(from, body) {
    if (body.type === 'store') {
      host.disk.append('log', 'entry');
      host.disk.sync('log', () => {
        for (const node of host.nodes) if (node !== host.id) host.send(node, { type: 'copy', key: 'x' });
        host.send(from, { type: 'store_ok', in_reply_to: body.msg_id as number });
        host.after(10, () => host.send('n2', { type: 'heartbeat' }));
      });
    } else if (body.type === 'later') {
      host.after(5, () => {
        host.reveal?.({ key: 'x', version: [1], value: 1, holds: 1 });
        host.send('n3', { type: 'copy', key: 'x' });
        host.send(from, { type: 'later_ok', in_reply_to: body.msg_id as number });
      });
    } else if (body.type === 'copy') {
      host.reveal?.({ key: 'x', version: [1], value: 1, holds: 1 });
      host.send(from, { type: 'copied' });
    }
  },
});

interface Case {
  /** What is asked of n1. */
  readonly type?: string;
  readonly over?: Partial<SimulationPlan>;
  readonly wanted?: Partial<WantedMessages>;
  readonly before?: (simulation: Simulation) => void;
  readonly after?: (simulation: Simulation) => void;
}

/** One request to n1, and 2 s. */
async function trace({ type = 'store', over = {}, wanted = {}, before, after }: Case = {}) {
  const messages = new MessageTrace({
    until: Infinity,
    operationOf: () => ({ index: 7, until: Infinity }),
    wantsArrival: () => false,
    ...wanted,
  });
  const simulation = new Simulation({ ...plan, ...over }, store, { messages });
  await simulation.start();
  await simulation.run((finish) => {
    before?.(simulation);
    simulation.request('c0', 'n1', { type }, 1_000, () => {});
    simulation.after(100, () => after?.(simulation));
    simulation.after(2_000, finish);
  });
  const lines = messages.messages.map(({ kind, from, to, type, lost, brought }) =>
    [kind, `${from}→${to}`, type, ...(lost ? [lost] : []), ...(brought.length > 0 ? ['brings'] : [])].join(
      ' ',
    ),
  );
  return { messages: messages.messages, lines, hash: simulation.hash };
}

describe('the messages of an operation', () => {
  test('are its request, what was sent on its behalf until it was answered, over a sync too, and its reply', async () => {
    const { lines, messages } = await trace();
    expect(lines).toEqual([
      'request c0→n1 store',
      'message n1→n2 copy',
      'message n1→n3 copy',
      'reply n1→c0 store_ok',
    ]);
    for (const { sentAt, arrivedAt, operation } of messages) {
      expect(operation).toBe(7);
      expect(arrivedAt).toBeGreaterThan(sentAt);
    }
  });

  test('say which key they are about', async () => {
    const { messages } = await trace({ wanted: { wantsArrival: () => true } });
    expect(messages.map(({ type, key }) => [type, key])).toEqual([
      ['store', undefined],
      ['copy', 'x'],
      ['copy', 'x'],
      ['store_ok', undefined],
    ]);
  });

  test('are none where nobody asks about it', async () => {
    expect((await trace({ wanted: { operationOf: () => undefined } })).lines).toEqual([]);
  });

  test('end when its client waits no more, but for a late answer', async () => {
    const { lines } = await trace({ wanted: { operationOf: (_, now) => ({ index: 7, until: now }) } });
    expect(lines).toEqual(['request c0→n1 store', 'reply n1→c0 store_ok']);
  });

  test('are also what a timer sends that was set on its behalf, which no message has brought', async () => {
    const { lines } = await trace({ type: 'later', wanted: { wantsArrival: () => true } });
    expect(lines).toEqual(['request c0→n1 later', 'message n1→n3 copy brings', 'reply n1→c0 later_ok']);
  });

  test('do not change the run', async () => {
    const simulation = new Simulation(plan, store);
    await simulation.start();
    await simulation.run((finish) => {
      simulation.request('c0', 'n1', { type: 'store' }, 1_000, () => {});
      simulation.after(100, () => {});
      simulation.after(2_000, finish);
    });
    expect((await trace()).hash).toBe(simulation.hash);
  });
});

describe('what brought a replica to take something in', () => {
  test('is kept when somebody asks, whosever it was', async () => {
    const { lines } = await trace({
      wanted: { operationOf: () => undefined, wantsArrival: (node) => node === 'n3' },
    });
    expect(lines).toEqual(['message n1→n3 copy brings']);
  });
});

describe('a message that is lost says why', () => {
  test('a cut link', async () => {
    const { lines, messages } = await trace({ before: ({ faults }) => void faults.cut([['n1', 'n3']]) });
    expect(lines).toContain('message n1→n3 copy cut');
    expect(lines).toContain('message n1→n2 copy');
    expect(messages.find(({ lost }) => lost)?.arrivedAt).toBeDefined();
  });

  test('a network that loses', async () => {
    const { lines } = await trace({ over: { network: { ...plan.network, loss: 1 } } });
    expect(lines).toEqual([
      'request c0→n1 store',
      'message n1→n2 copy dropped',
      'message n1→n3 copy dropped',
      'reply n1→c0 store_ok',
    ]);
  });

  test('a message that was damaged', async () => {
    const { lines } = await trace({
      before: ({ faults }) => void faults.impair([['n1', 'n2']], { corruption: 1 }),
    });
    expect(lines).toContain('message n1→n2 copy damaged');
  });

  test('a receiver that is down', async () => {
    const { lines } = await trace({ before: ({ faults }) => void faults.kill(['n2'], 'kept') });
    expect(lines).toContain('message n1→n2 copy down');
  });
});

test('what a link held back arrives when the link lets go', async () => {
  const { lines, messages } = await trace({
    before: ({ faults }) => void faults.impair([['n1', 'n2']], { clogged: 'at-once' }),
    after: ({ faults }) => void faults.impair([['n1', 'n2']], { clogged: false }),
  });
  expect(lines.filter((line) => line.includes('n1→n2'))).toEqual(['message n1→n2 copy']);
  const held = messages.find(({ to }) => to === 'n2');
  expect(held?.sentAt).toBeLessThan(10e6);
  expect(held?.arrivedAt).toBe(100e6);
});

test('what is still under way has neither arrived nor is it lost', async () => {
  const { messages } = await trace({
    before: ({ faults }) => void faults.impair([['n1', 'n2']], { clogged: 'at-once' }),
  });
  const held = messages.find(({ to }) => to === 'n2');
  expect(held).toBeDefined();
  expect(held).not.toHaveProperty('arrivedAt');
  expect(held).not.toHaveProperty('lost');
});

test('what happens later than anybody asks is not told', async () => {
  const { messages } = await trace();
  const arrival = messages.find(({ to }) => to === 'n1')?.arrivedAt ?? NaN;
  const { lines } = await trace({ wanted: { until: arrival } });
  expect(lines).toEqual(['request c0→n1 store']);
});

describe('a node that does not listen', () => {
  test('hears a message when its pause ends, and what that brings goes back to the message', async () => {
    const { lines, messages } = await trace({
      wanted: { wantsArrival: () => true },
      before: ({ faults }) => void faults.pause(['n2']),
      after: ({ faults }) => void faults.resume(['n2']),
    });
    expect(lines).toContain('message n1→n2 copy brings');
    expect(messages.find(({ to }) => to === 'n2')?.arrivedAt).toBe(100e6);
  });

  test('answers on behalf of who asked before its pause', async () => {
    const { lines } = await trace({
      before: ({ faults }) => void faults.pause(['n1']),
      after: ({ faults }) => void faults.resume(['n1']),
    });
    expect(lines).toEqual([
      'request c0→n1 store',
      'message n1→n2 copy',
      'message n1→n3 copy',
      'reply n1→c0 store_ok',
    ]);
  });

  test('hears a message late when it is slow', async () => {
    const calm = await trace({ wanted: { wantsArrival: () => true } });
    const { lines, messages } = await trace({
      wanted: { wantsArrival: () => true },
      before: ({ faults }) => void faults.machines?.slow(['n2'], 40),
    });
    const heard = (all: typeof messages) => all.find(({ to }) => to === 'n2')?.arrivedAt ?? NaN;
    expect(lines).toContain('message n1→n2 copy brings');
    expect(heard(messages) - heard(calm.messages)).toBe(40e6);
  });

  test('has not heard what it was killed over', async () => {
    const { messages } = await trace({
      before: ({ faults }) => void faults.pause(['n2']),
      after: ({ faults }) => void faults.kill(['n2'], 'kept'),
    });
    expect(messages.find(({ to }) => to === 'n2')).not.toHaveProperty('arrivedAt');
  });
});

describe('a request that is not heard', () => {
  test('is one to a node that was down when it was sent', async () => {
    const { lines } = await trace({ before: ({ faults }) => void faults.kill(['n1'], 'kept') });
    expect(lines).toEqual(['request c0→n1 store down']);
  });

  test('is one to a node that has died and begun again meanwhile', async () => {
    const { lines } = await trace({
      after: () => {},
      before: (simulation) => {
        simulation.after(0.5, () => {
          void simulation.faults.kill(['n1'], 'kept');
          void simulation.faults.restart(['n1']);
        });
      },
    });
    expect(lines).toEqual(['request c0→n1 store down']);
  });
});
