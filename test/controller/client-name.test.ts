import { describe, expect, test } from 'vitest';
import { clientOf, firstFinalProcess } from '../../src/controller/client-name.js';
import { QUORUM_READERS } from '../../src/history/event.js';

const plan = {
  nodes: ['n1', 'n2', 'n3'],
  clients: [0, 1].map(() => ({
    operations: [1, 2, 3].map((atMs) => ({ atMs, node: 'n1', f: 'read', value: null })),
  })),
};

describe('a process is the client that began as', () => {
  test.each([
    ['itself', 1, 'c1'],
    ['one whose process was retired', 5, 'c1'],
    ['the final reader at a node', firstFinalProcess(plan) + 2, `c${firstFinalProcess(plan) + 2}`],
    [
      'a final reader whose process was retired',
      firstFinalProcess(plan) + 5,
      `c${firstFinalProcess(plan) + 2}`,
    ],
    ['who asks a quorum', QUORUM_READERS + 1, `c${QUORUM_READERS + 1}`],
    ['who asked a quorum and was retired', QUORUM_READERS + 7, `c${QUORUM_READERS + 1}`],
  ])('%s', (_, process, name) => {
    expect(clientOf(process, plan)).toBe(name);
  });
});

test('no client of the main phase can reach the processes of the final one by retiring', () => {
  expect(firstFinalProcess(plan)).toBe(8);
});
