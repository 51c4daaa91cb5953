import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'splitbrain.js');

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-totals-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

/** Judges what Jepsen's workloads write; each line is a process, an operation, its argument and its answer. */
function check(lines: readonly string[], ...args: readonly string[]) {
  const text = lines.map((line) => {
    const [process, f, input, output] = line.split(' | ');
    const event = (type: string, value: string): string =>
      `{:process ${process}, :type :${type}, :f :${f}, :value ${value}}\n`;
    return event('invoke', input as string) + event('ok', output ?? (input as string));
  });
  writeFileSync(join(cwd, 'history.edn'), text.join(''));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, 'check', 'history.edn', '--json', ...args],
    { cwd, encoding: 'utf8' },
  );
  const { valid, judgements = [] } = JSON.parse(stdout || '{}') as Verdict;
  const judged = judgements.filter(({ evidence }) => evidence.what !== 'not looked for');
  return {
    status,
    stderr,
    valid,
    holds: Object.fromEntries(judged.map(({ guarantee, holds }) => [guarantee, holds])),
    kinds: judged.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind)),
  };
}

interface Verdict {
  readonly valid: unknown;
  readonly judgements?: readonly {
    readonly guarantee: string;
    readonly holds: unknown;
    readonly evidence: { readonly what: string };
    readonly anomalies: readonly { readonly kind: string }[];
  }[];
}

describe('check without a word about what the history is of', () => {
  const counter = ['0 | add | 2', '1 | add | 3', '2 | read | nil | 5'];
  const bank = [
    '0 | read | nil | {0 7, 1 3}',
    '1 | transfer | {:from 0, :to 1, :amount 5}',
    '0 | read | nil | {0 2, 1 8}',
  ];
  const lock = ['0 | acquire | nil | 33', '0 | release | nil', '1 | acquire | nil | 34'];

  const set = ['0 | add | 7', '1 | remove | 7', '0 | add | 8', '0 | read | nil | (8)'];
  const queue = [
    '0 | enqueue | 7',
    '1 | dequeue | nil | 7',
    '1 | dequeue | nil | nil',
    '0 | drain | nil | []',
  ];
  const log = ['0 | append | 7', '1 | read | nil | [7]', '1 | append | 8', '0 | read | nil | [7 8]'];
  const rows = ['0 | insert | 70 | 1', '0 | look-up | nil | {:id 1, :row 70}', '1 | insert | 71 | 2'];
  const ids = ['0 | generate | nil | 7', '1 | generate | nil | 8'];

  test.each([
    ['counter-bounds', counter],
    ['bank-totals', bank],
    ['mutual-exclusion', lock],
    ['fencing', lock],
    ['log-prefix', log],
    ['set-full', log],
    ['own-row', rows],
    ['unique-ids', rows],
    ['set-full', set],
    ['set-recency', set],
    ['no-resurrection', set],
    ['total-queue', queue],
    ['unique-ids', ids],
  ])('accepts what keeps %s', (guarantee, lines) => {
    const { status, stderr, valid, holds, kinds } = check(lines);
    expect(status, stderr).toBe(0);
    expect({ valid, kinds }).toEqual({ valid: true, kinds: [] });
    expect(holds).toMatchObject({ [guarantee]: true });
    expect(holds).not.toHaveProperty('linearizability');
  });

  test.each([
    ['counter-bounds', 'counter-out-of-bounds', [...counter, '2 | read | nil | 4']],
    ['bank-totals', 'wrong-total', [...bank, '2 | read | nil | {0 7, 1 8}']],
    ['bank-totals', 'negative-balance', [...bank, '2 | read | nil | {0 -1, 1 11}']],
    ['mutual-exclusion', 'two-holders', [...lock, '2 | acquire | nil | 35']],
    ['fencing', 'token-not-growing', [...lock, '1 | release | nil', '2 | acquire | nil | 34']],
    ['no-resurrection', 'resurrected-element', [...set, '1 | read | nil | (7 8)']],
    ['set-full', 'unexpected-element', [...set, '1 | read | nil | (8 9)']],
    ['total-queue', 'duplicate-item', [...queue, '1 | dequeue | nil | 7']],
    ['total-queue', 'unexpected-item', [...queue, '1 | dequeue | nil | 9']],
    ['total-queue', 'lost-item', ['1 | enqueue | 6', ...queue]],
    ['log-prefix', 'diverged-log', [...log.slice(0, 3), '0 | read | nil | [8 7]']],
    ['own-row', 'foreign-row', [...rows, '1 | look-up | nil | {:id 2, :row 70}']],
    ['unique-ids', 'duplicate-id', [...ids, '1 | generate | nil | 7']],
    ['fencing', 'stale-token-accepted', [...lock, '1 | fenced-write | 34', '0 | fenced-write | 33']],
  ])('rejects what breaks %s: %s', (guarantee, kind, lines) => {
    const { status, stderr, valid, holds, kinds } = check(lines);
    expect(status, stderr).toBe(1);
    expect({ valid, kinds }).toEqual({ valid: false, kinds: [kind] });
    expect(holds).toMatchObject({ [guarantee]: false });
  });

  test('accepts overdrawn accounts where they are allowed', () => {
    const { status, stderr, valid } = check(
      [...bank, '2 | read | nil | {0 -1, 1 11}'],
      '--negative-balances',
    );
    expect({ status, valid }, stderr).toEqual({ status: 0, valid: true });
  });
});
