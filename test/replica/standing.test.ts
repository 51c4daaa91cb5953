import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatStanding, parseStanding, standingLog } from '../../src/replica/standing.js';

const name = fc.stringMatching(/^[a-z]\w{0,8}$/).filter((text) => text !== '__proto__');
const figure = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));

describe('what a replica tells of itself', () => {
  test('is read from its log as it was told', () => {
    fc.assert(
      fc.property(fc.dictionary(name, figure, { minKeys: 1 }), (standing) => {
        const known = Object.fromEntries(
          Object.entries(standing).map(([key, value]) => [key, Object.is(value, -0) ? 0 : value]),
        );
        expect(parseStanding(formatStanding(standing))).toEqual(known);
      }),
    );
  });

  test.each(['tells', 'tells x', 'tells x=y', 'it tells x=1', 'tells x=1 and more', 'tells x=1\n'])(
    'is not %j',
    (text) => {
      expect(parseStanding(text)).toBeUndefined();
    },
  );

  test('is written when it changes', () => {
    const lines: string[] = [];
    const tell = standingLog((text) => lines.push(text));
    tell({ leads: null, position: 3 });
    tell({ leads: null, position: 4 });
    tell({ position: 4 });
    tell({ leads: 2 });
    expect(lines).toEqual(['tells leads= position=3', 'tells position=4', 'tells leads=2']);
  });

  test('is written once a while where it changes fast', () => {
    const lines: string[] = [];
    const timers: (() => void)[] = [];
    const tell = standingLog(
      (text) => lines.push(text),
      (_, action) => timers.push(action),
    );
    for (let position = 1; position <= 9; position++) tell({ position });
    timers.shift()?.();
    expect(lines).toEqual(['tells position=1', 'tells position=9']);
    timers.shift()?.();
    tell({ position: 9 });
    expect(lines).toHaveLength(2);
    expect(timers).toHaveLength(0);
  });
});
