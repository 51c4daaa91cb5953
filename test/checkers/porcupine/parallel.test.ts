import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type * as Porcupine from '../../../src/checkers/porcupine/index.js';
import type { CounterInput, Keyed, TimedOperation } from '../../../src/checkers/porcupine/index.js';

// A thread runs compiled files.
const compiled = new URL('../../../dist/src/checkers/porcupine/index.js', import.meta.url);
const { checkInParallel, checkOperations, counter, keyed } = (await import(
  compiled.href
)) as typeof Porcupine;

/** A module with a model that is split by key. */
async function moduleOf(text: string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'splitbrain-model-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'model.mjs');
  writeFileSync(file, text);
  return pathToFileURL(file);
}

const counters = `import { counter, keyed } from '${compiled.href}';\nexport const counters = keyed(counter);\n`;

type Operation = TimedOperation<Keyed<CounterInput>, number | null>;

const add = (key: string, amount: number, call: number, end: number): Operation => ({
  input: { key, input: { f: 'add', amount } },
  output: null,
  call,
  return: end,
  outcome: 'ok',
});

const read = (key: string, sum: number, call: number, end: number): Operation => ({
  input: { key, input: { f: 'read' } },
  output: sum,
  call,
  return: end,
  outcome: 'ok',
});

const history = Array.from({ length: 12 }, (_, at) => `key ${at}`).flatMap((key, at) => [
  add(key, 1, 0, 10),
  add(key, 2, 0, 12),
  read(key, at === 7 ? 4 : 3, 13, 14),
]);

test('finds what one thread finds, in the same order', async () => {
  const module = await moduleOf(counters);
  const result = await checkInParallel({ module, name: 'counters' }, history, { workers: 3 });
  expect(result).toEqual(checkOperations(keyed(counter), history));
  expect(result.verdict).toBe(false);
  const wrong = result.partitions.find(({ verdict }) => verdict === false);
  expect(wrong?.partition).toBe('key 7');
  expect(wrong?.stuckAt).toBe(history[7 * 3 + 2]);
});

test('starts no thread for what a faster method decides', async () => {
  const write: TimedOperation<unknown, null> = {
    input: { f: 'write', value: 1 },
    output: null,
    call: 0,
    return: 1,
    outcome: 'ok',
  };
  const { partitions } = await checkInParallel({ name: 'register', arguments: [0] }, [write], { workers: 0 });
  expect(partitions).toMatchObject([{ method: 'zones', verdict: true }]);
});

test('keeps its time in every thread', async () => {
  const module = await moduleOf(counters);
  const hard = ['a', 'b', 'c'].flatMap((key) => [
    ...Array.from({ length: 24 }, (_, at) => add(key, 3 ** at, 0, 10)),
    read(key, 2, 0, 10),
  ]);
  const began = performance.now();
  const { verdict } = await checkInParallel({ module, name: 'counters' }, hard, {
    workers: 3,
    timeoutMs: 300,
  });
  expect(verdict).toBe('unknown');
  expect(performance.now() - began).toBeLessThan(50_000);
});

test('ends early when it is told to', async () => {
  const module = await moduleOf(counters);
  const hard = [...Array.from({ length: 24 }, (_, at) => add('a', 3 ** at, 0, 10)), read('a', 2, 0, 10)];
  const signal = AbortSignal.timeout(200);
  await expect(checkInParallel({ module, name: 'counters' }, hard, { signal })).rejects.toThrow('timeout');
});

test('says which models there are when there is none of the name', async () => {
  await expect(checkInParallel({ name: 'registre' }, [])).rejects.toThrow(/no model "registre".*register/);
});

test('passes on what a model throws', async () => {
  const module = await moduleOf(
    `export const broken = { name: 'broken', init: () => 0, step() { throw new Error('out of order'); } };\n`,
  );
  const operation = { input: 1, output: 1, call: 0, return: 1, outcome: 'ok' as const };
  await expect(checkInParallel({ module, name: 'broken' }, [operation])).rejects.toThrow('out of order');
});
