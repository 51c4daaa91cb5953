import { z } from 'zod';
import { perNodeCount } from '../per-node-count.js';
import type { Target } from '../target.js';
import { bugs } from './bugs.js';
import { connect, operations } from './client.js';
import type { LeaderlessOptions } from './options.js';
import { promises } from './promises.js';
import { start } from './replica.js';

function options(n: number): z.ZodType<LeaderlessOptions> {
  const majority = Math.floor(n / 2) + 1;
  const quorum = z.int().min(1).max(n);
  return z.strictObject({
    w: quorum.default(majority).describe('replicas that must have synced a write before it is acknowledged'),
    r: quorum.default(majority).describe('replicas that must answer a read'),
    order: z
      .enum(['counter', 'last-write-wins'])
      .default('counter')
      .describe('what makes a version newer: a counter that a quorum is asked for, or the wall clock'),
    repair: z
      .enum(['write-back', 'responders', 'async', 'none'])
      .default('write-back')
      .describe('what a read does, before it answers (or after: async), about replicas that it found behind'),
    snapshot: z
      .enum(['double-collect', 'single-collect'])
      .default('double-collect')
      .describe('how several keys are read: until two looks agree, or in one look'),
    spares: z
      .int()
      .min(0)
      .max(n - 1)
      .default(0)
      .describe('so many nodes, from the last one on, are no members until an operator adds them'),
    join: z
      .enum(['copy', 'at-once'])
      .default('copy')
      .describe(
        'how an operator’s change of the members is done: one node after the other, each copying what a read quorum holds before it counts, and never more than quorums overlap in; or all at once, as each node hears of it',
      ),
    phaseTimeoutMs: z.number().positive().default(300).describe('patience with a quorum, in milliseconds'),
  });
}

/**
 * A Dynamo-style leaderless store of registers: any node coordinates reads and writes over all replicas, and w, r,
 * the version order and the read repair are options. The defaults are the sound ones.
 */
export const leaderless: Target<LeaderlessOptions> = {
  name: 'leaderless',
  summary: 'quorum reads and writes over equal replicas, with read repair; linearizable by default',
  options: perNodeCount(options),
  tunings: { phaseTimeoutMs: [150, 900] },
  operations,
  bugs,
  probes: [
    'a read quorum disagrees',
    'a read writes back',
    'a write is confirmed by too few replicas',
    'too few replicas answer a question',
    'a request meets a node that is starting',
    'two writes have the same counter',
    'a snapshot is read a third time',
    'a snapshot is given up',
    'a replica is sent what it need not keep',
    'another write became durable first',
    'a torn write is cut off',
    'a request of an older epoch arrives',
    'a new member has copied what others hold',
    'the members change during an operation',
  ],
  orders: ['members'],
  promises,
  quorum: ({ w, r }, n) => ({ n, w, r }),
  quorumSize: ({ w, r, spares }) => (spares === 0 ? Math.max(w, r) : undefined),
  start,
  module: new URL('./replica.js', import.meta.url),
  connect,
};
