import { expect, test } from 'vitest';
import {
  NondeterminismError,
  withForbiddenGlobals,
} from '../../../src/cluster/simulation/forbidden-globals.js';

const attempts: Record<string, () => unknown> = {
  'Date.now': () => Date.now(),
  'new Date': () => new Date(),
  'Math.random': () => Math.random(),
  setTimeout: () => setTimeout(() => {}, 0),
  setInterval: () => setInterval(() => {}, 1000),
  setImmediate: () => setImmediate(() => {}),
  queueMicrotask: () => {
    queueMicrotask(() => {});
  },
  'performance.now': () => performance.now(),
  'crypto.randomUUID': () => crypto.randomUUID(),
  fetch: () => fetch('data:,'),
};

test.each(Object.entries(attempts))('%s throws inside and works again outside', (_name, attempt) => {
  expect(() => withForbiddenGlobals(attempt)).toThrow(NondeterminismError);
  expect(() => withForbiddenGlobals(attempt)).toThrow(/host\.|plain call/);
  const result = attempt();
  if (typeof result === 'object' && result !== null && 'hasRef' in result)
    clearTimeout(result as NodeJS.Timeout);
  if (result instanceof Promise) result.catch(() => {});
});

test('the globals are restored when the action throws', () => {
  expect(() =>
    withForbiddenGlobals(() => {
      throw new RangeError('of its own');
    }),
  ).toThrow(RangeError);
  expect(Date.now()).toBeGreaterThan(0);
});
