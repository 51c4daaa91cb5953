import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const compiled = new URL('../../../dist/src/checkers/porcupine/index.js', import.meta.url);

/** Many long states: a queue whose items have been put in at once, and a take of what is not among them. */
const script = `
  import { checkOperations, queue } from '${compiled.href}';
  const operations = Array.from({ length: 60 }, (_, at) => ({
    input: { f: 'enqueue', value: 'item ' + at }, output: null, call: at, return: at + 9.5, outcome: 'ok',
  }));
  operations.push({ input: { f: 'dequeue' }, output: 'other', call: 70, return: 71, outcome: 'ok' });
  const before = process.resourceUsage().maxRSS;
  const model = { ...queue(), decide: undefined };
  const { verdict, partitions } = checkOperations(model, operations, { maxMemoryMb: 128 });
  const tookMb = (process.resourceUsage().maxRSS - before) / 1024;
  console.log(JSON.stringify({ verdict, tookMb, configurations: partitions[0].configurations }));
`;

test('the bound of memory is kept by what the process really takes', () => {
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const { verdict, tookMb, configurations } = JSON.parse(printed) as Record<string, unknown>;
  console.log(`${String(configurations)} configurations took ${Number(tookMb).toFixed(0)} MB of 128 allowed`);
  expect(verdict).toBe('unknown');
  expect(configurations).toBeGreaterThan(5_000);
  expect(tookMb).toBeLessThan(1.5 * 128);
});
