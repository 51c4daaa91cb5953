import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countProbes, probeLog } from '../../src/replica/probe-log.js';

test('the counts read from the logs are those of the lives, down to the last power of two', () => {
  const lives = fc.array(fc.array(fc.constantFrom('a rare state', 'another: state'), { maxLength: 70 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(lives, (all) => {
      const logs: string[] = [];
      const expected: Record<string, number> = {};
      for (const marks of all) {
        const lines: string[] = ['--- started at 1.000 ms', '1.5 recovered'];
        const probe = probeLog((text) => lines.push(`12.345 ${text}`));
        for (const name of marks) probe(name);
        logs.push(lines.join('\n'));
        for (const name of new Set(marks)) {
          const count = marks.filter((one) => one === name).length;
          expected[name] = (expected[name] ?? 0) + 2 ** Math.floor(Math.log2(count));
        }
      }
      expect(countProbes([logs.join('\n')])).toEqual(expected);
    }),
  );
});
