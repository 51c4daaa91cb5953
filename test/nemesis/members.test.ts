import { expect, test } from 'vitest';
import type { Body } from '../../src/replica/message.js';
import type { RequestResult, OperatorPort } from '../../src/cluster/cluster.js';
import { ErrorCode } from '../../src/replica/message.js';
import { members } from '../../src/nemesis/members.js';

/** An operator whose time passes only when it is told to, and what he has asked. */
function operator(answer: (node: string, body: Body) => RequestResult) {
  const asked: { readonly node: string; readonly body: Body }[] = [];
  const waiting = new Set<{ readonly delayMs: number; readonly action: () => void }>();
  let orders = 0;
  const port = {
    nodes: ['n1', 'n2', 'n3'],
    number: () => ++orders,
    order: (node: string, body: Body, answered: (result: RequestResult) => void) => {
      asked.push({ node, body });
      answered(answer(node, body));
    },
    after: (delayMs: number, action: () => void) => {
      const one = { delayMs, action };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
  } as unknown as OperatorPort;
  /** Lets all happen that is due within a second, once. */
  const pass = (): void => {
    for (const one of [...waiting]) {
      if (one.delayMs > 1_000) continue;
      waiting.delete(one);
      one.action();
    }
  };
  return { port, asked, pass };
}

const ok: RequestResult = { kind: 'reply', body: { type: 'members_ok' } };
const refused = (code: number): RequestResult => ({ kind: 'reply', body: { type: 'error', code, text: '' } });

test('asks every node until one says that it is done', () => {
  let leader = '';
  const { port, asked, pass } = operator((node) =>
    node === leader ? ok : refused(ErrorCode.temporarilyUnavailable),
  );
  void members.inject(port, { nodes: ['n1', 'n2'] });
  pass();
  expect(asked.map(({ node }) => node)).toEqual(['n1', 'n2', 'n3', 'n1', 'n2', 'n3']);
  leader = 'n3';
  pass();
  pass();
  expect(asked.length).toBe(9);
  expect(new Set(asked.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test('healing demands all nodes, by a later number, and lasts until that is done', async () => {
  let leader = '';
  const { port, asked, pass } = operator((node) => (node === leader ? ok : { kind: 'timeout' }));
  const heal = await members.inject(port, { nodes: ['n1'] });
  const later = await heal();
  let ended = 0;
  later?.whenEnded(
    () => ended++,
    () => expect.fail('It did not give up.'),
  );
  const [first, last] = [asked.at(0)?.body, asked.at(-1)?.body];
  expect(last).toMatchObject({ nodes: ['n1', 'n2', 'n3'] });
  expect(last?.['number']).toBeGreaterThan(first?.['number'] as number);
  expect(ended).toBe(0);
  leader = 'n2';
  pass();
  expect(ended).toBe(1);
  const count = asked.length;
  pass();
  expect(asked.length).toBe(count);
});

test.each([ErrorCode.notSupported, ErrorCode.preconditionFailed])(
  'does not go on after a refusal that is final (%i)',
  (code) => {
    const { port, asked, pass } = operator(() => refused(code));
    void members.inject(port, { nodes: ['n1'] });
    const before = asked.length;
    pass();
    expect(asked.length).toBe(before);
  },
);
