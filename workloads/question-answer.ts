import fc from 'fast-check';
import { z } from 'zod';
import type { OperationDraft, StepDraft } from '../src/plan/generate-plan.js';
import { uniqueValue } from './unique-value.js';
import type { Workload } from './workload.js';

type QuestionAnswerKnobs = {
  readonly keys: number;
  readonly asks: number;
  readonly answers: number;
  readonly together: number;
};

/**
 * Conversations: one asks, another who reads the question answers, and listeners must not hear an answer before its question
 * (Terry, "Replicated data consistency explained through baseball", CACM 2013; the example is Kleppmann's). A conversation has two
 * keys that agree up to the `/`, so a store may keep them together.
 */
export const questionAnswer: Workload<QuestionAnswerKnobs> = {
  name: 'question-answer',
  summary:
    'one asks, who has read the question answers, and others listen: together, or to one after the other',
  knobs: z.strictObject({
    keys: z.int().min(1).max(100).default(6).describe('how many conversations there are'),
    asks: z.number().min(0).max(1).default(0.2).describe('share of questions'),
    answers: z.number().min(0).max(1).default(0.3).describe('share of attempts to answer one'),
    together: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'share of listeners who ask one node for both question and answer, not for one after the other',
      ),
  }),
  operations: ['read', 'write', 'multi-read', 'inspect'],
  judges: [
    'read-your-writes',
    'monotonic-reads',
    'monotonic-writes',
    'writes-follow-reads',
    'consistent-prefix',
    'bounded-staleness',
    'durability',
    'convergence',
    'liveness',
    'integrity',
    'write-quorum',
    'pram',
    'causal-consistency',
    'causal-memory',
    'causal-convergence',
    'sequential-consistency',
    'linearizability',
  ],
  keyNames: (plain) => plain.flatMap((name) => [`${name}/question`, `${name}/answer`]),
  step: ({ nodeCount, keys, knobs }) => {
    const node = fc.nat({ max: nodeCount - 1 });
    const conversation = fc
      .nat({ max: keys.length / 2 - 1 })
      .map((at) => ({ question: keys[2 * at] as string, answer: keys[2 * at + 1] as string }));
    const step = (make: (keys: Conversation, one: number, other: number) => StepDraft) =>
      fc.tuple(conversation, node, node).map(([both, one, other]) => make(both, one, other));
    const listens = Math.max(0, 1 - knobs.asks - knobs.answers);
    return fc.oneof(
      { weight: share(knobs.asks), arbitrary: step(({ question }, at) => write(question, at)) },
      {
        weight: share(knobs.answers),
        arbitrary: step(({ question, answer }, one, other) => [
          read(question, one),
          { ...write(answer, other), ifFound: true },
        ]),
      },
      {
        weight: share(listens * knobs.together),
        arbitrary: step(({ question, answer }, at) => ({
          f: 'multi-read',
          node: at,
          value: { [question]: null, [answer]: null },
        })),
      },
      {
        weight: share(listens * (1 - knobs.together)),
        arbitrary: step(({ question, answer }, one, other) => [read(answer, one), read(question, other)]),
      },
    );
  },
};

interface Conversation {
  readonly question: string;
  readonly answer: string;
}

const share = (part: number): number => Math.round(part * 1000);

const read = (key: string, node: number): OperationDraft => ({ f: 'read', key, node });

const write = (key: string, node: number): OperationDraft => ({ f: 'write', key, node, value: uniqueValue });
