import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faketimeText } from '../../../../src/cluster/docker/agent/faketime.js';

test.each([
  [{ offsetMs: 0, driftPpm: 0 }, '+0.000000 x1.000000000'],
  [{ offsetMs: 1_500, driftPpm: 0 }, '+1.500000 x1.000000000'],
  [{ offsetMs: -20, driftPpm: 0 }, '-0.020000 x1.000000000'],
  [{ offsetMs: 0, driftPpm: 500 }, '-0.005000 x1.000500000'],
  [{ offsetMs: 100, driftPpm: -1_000 }, '+0.110000 x0.999000000'],
])('%j ten seconds after the start is %s', (setting, text) => {
  expect(faketimeText({ setting, sinceMs: 10_000 }, 0)).toBe(`${text}\n`);
});

test('what libfaketime makes of it is the offset at first, then the drift since the setting', () => {
  const ms = fc.integer({ min: 0, max: 10_000_000 });
  const setting = fc.record({
    offsetMs: fc.integer({ min: -3_600_000, max: 3_600_000 }),
    driftPpm: fc.integer({ min: -200_000, max: 200_000 }),
  });
  fc.assert(
    fc.property(setting, ms, ms, ms, (setting, startedAtMs, runsForMs, laterMs) => {
      const sinceMs = startedAtMs + runsForMs;
      const text = faketimeText({ setting, sinceMs }, startedAtMs);
      // No letters that libfaketime would take for units, no exponents.
      const [, offset, rate] = /^([+-]\d+\.\d{6}) x(\d\.\d{9})\n$/.exec(text) ?? [];
      const faked = (nowMs: number): number =>
        startedAtMs + (nowMs - startedAtMs) * Number(rate) + Number(offset) * 1_000;
      const expected = setting.offsetMs + (setting.driftPpm * laterMs) / 1e6;
      expect(faked(sinceMs + laterMs) - (sinceMs + laterMs)).toBeCloseTo(expected, 1);
    }),
  );
});
