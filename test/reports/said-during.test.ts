import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saidDuring } from '../../reports/said-during.js';
import { makeHistory, r, w } from '../checkers/make-history.js';

const MS = 1e6;
const { operations } = makeHistory(w(1, 'x', 1, 100 * MS, 200 * MS), r(2, 'x', 1, 300 * MS, 310 * MS));

describe('saidDuring', () => {
  it('takes what was said between the first invocation and the last end, without what is for programs', () => {
    const logs = [
      {
        node: 'n1',
        text: '99.999 before\n100.000 begins\n150.000 tells leads=3\n160.000 probe 2: rare\nno time\n',
      },
      { node: 'n2', text: '310.000 ends\n310.001 after\n' },
    ];
    expect(saidDuring(operations, logs, { most: 9 })).toEqual({
      said: [
        { node: 'n1', at: 100 * MS, text: 'begins' },
        { node: 'n2', at: 310 * MS, text: 'ends' },
      ],
      left: 0,
    });
    expect(saidDuring(operations, logs, { most: 9, until: 311 * MS }).said.at(-1)?.text).toBe('after');
  });

  it('leaves out looks of the final phase, unless there is nothing else', () => {
    const logs = [{ node: 'n1', text: '150.000 early\n9000.000 late\n' }];
    const [write, read] = operations;
    if (!write || !read) throw new Error('The history has lost its operations.');
    const look = { ...read, invokedAt: 8_000 * MS, endedAt: 9_500 * MS, final: true as const };
    const words = (those: readonly (typeof read)[]): string[] =>
      saidDuring(those, logs, { most: 9 }).said.map(({ text }) => text);
    expect(words([write, look])).toEqual(['early']);
    expect(words([look])).toEqual(['late']);
  });

  it('keeps the first and the last of many, in order, and counts the others', () => {
    const times = fc.array(fc.integer({ min: 50, max: 350 }), { maxLength: 30 });
    fc.assert(
      fc.property(times, times, fc.integer({ min: 2, max: 12 }), (one, two, most) => {
        const log = (node: string, ms: readonly number[]) => ({
          node,
          text: ms.map((at) => `${at}.000 at ${at}\n`).join(''),
        });
        const all = [...one, ...two].filter((at) => at >= 100 && at <= 310).sort((a, b) => a - b);
        const { said, left } = saidDuring(operations, [log('n1', one), log('n2', two)], { most });
        expect(said.length + left).toBe(all.length);
        expect(said.length).toBe(Math.min(most, all.length));
        const first = Math.ceil(said.length / 2);
        const rest = said.length - first;
        expect(said.map(({ at }) => at / MS)).toEqual([
          ...all.slice(0, first),
          ...all.slice(all.length - rest),
        ]);
      }),
    );
  });
});
