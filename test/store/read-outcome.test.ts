import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOutcome } from '../../src/store/read-outcome.js';

/** Values in which everything stands that could be taken for something else. */
const looksLike = fc.constantFrom<unknown>(
  '\n          "kind": "no"',
  { kind: 'no', promise: 1, anomalies: [{ kind: 'no' }] },
  [[{ kind: 'no' }]],
  '',
  7,
  null,
  [],
  {},
);
const anomaly = fc.record(
  {
    kind: fc.oneof(fc.string(), fc.constant('stale-read')),
    facts: looksLike,
    relations: fc.array(looksLike),
  },
  { requiredKeys: ['kind'] },
);
const judgement = fc.record(
  {
    guarantee: fc.string(),
    anomalies: fc.array(anomaly, { maxLength: 3 }),
    facts: looksLike,
    promise: fc.record({ because: fc.string(), kind: looksLike, anomalies: looksLike }),
  },
  { requiredKeys: ['guarantee', 'anomalies'] },
);
const verdict = fc.record({
  version: fc.constant(1),
  valid: fc.constantFrom(true, false, 'unknown'),
  reasons: fc.array(fc.string()),
  judgements: fc.array(judgement, { maxLength: 3 }),
  lattice: looksLike,
  operations: fc.record({ ok: fc.nat(), fail: fc.nat(), info: fc.nat() }),
  faults: fc.array(fc.record({ kind: fc.string(), injected: fc.nat(2), operations: fc.nat() }), {
    maxLength: 3,
  }),
});

test('a verdict tells the same whether it is read in parts or whole', () => {
  fc.assert(
    fc.property(verdict, (json) => {
      const inParts = readOutcome(Buffer.from(`${JSON.stringify(json, undefined, 2)}\n`));
      expect(inParts).toEqual(readOutcome(Buffer.from(JSON.stringify(json))));
      const { judgements } = json;
      const of = (promised: boolean) =>
        judgements
          .filter(({ promise }) => (promise !== undefined) === promised)
          .flatMap((one) => one.anomalies);
      const broken = new Set(of(true).map(({ kind }) => kind));
      expect(inParts).toEqual({
        valid: json.valid,
        broken: [...broken],
        allowed: [...new Set(of(false).map(({ kind }) => kind))].filter((kind) => !broken.has(kind)),
        operations: json.operations,
        faults: json.faults.filter(({ injected }) => injected > 0).map(({ kind }) => kind),
      });
    }),
  );
});

test('what is no verdict is none', () => {
  expect(readOutcome(Buffer.from('{"valid": 3}'))).toBeUndefined();
  expect(readOutcome(Buffer.from('{"valid": true, "judgements": 1, "faults": {}}'))).toMatchObject({
    valid: true,
    broken: [],
    faults: [],
  });
  expect(() => readOutcome(Buffer.from('{"valid": tr'))).toThrow(SyntaxError);
});
