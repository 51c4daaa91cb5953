import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readTrace } from '../reports/trace-format.js';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'splitbrain.js');

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'splitbrain-import-'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function splitbrain(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function check(content: string | Buffer, ...args: readonly string[]) {
  writeFileSync(join(cwd, 'history'), content);
  return splitbrain('check', 'history', ...args);
}

const log = (...lines: readonly string[]) =>
  lines.map((line) => `INFO  jepsen.util - ${line.replaceAll(' ', '\t').replaceAll('_', ' ')}\n`).join('');
const etcd = log('0 :invoke :write 1', '0 :ok :write 1', '1 :invoke :cas [3_2]', '1 :fail :cas [3_2]');

describe('check --model', () => {
  test('accepts a linearizable history', () => {
    const { code, out, err } = check(etcd, '--model', 'register');
    expect(code, err).toBe(0);
    expect(out).toContain('TRUE   Linearizable as register.');
    expect(out).toContain('history (jepsen-log) · 2 operations');
    expect(out).toMatch(/✓ +the object +by [\w-]+ +2 operations/);
  });

  test('rejects one that is not, and says which operations contradict each other', () => {
    const { code, out } = check(etcd.replaceAll('3 2', '1 2'), '--model', 'cas-register');
    expect(code).toBe(1);
    expect(out).toContain('FALSE   Not linearizable as cas-register.');
    expect(out).toContain('2 operations that no order explains');
    expect(out).toMatch(/client 1 +cas \[1, 2\] → false +ok/);
    expect(out).toContain(
      'The longest order: write 1. Then the state is 1, and cas 1 → 2: false cannot follow.',
    );
    expect(
      check(etcd.replaceAll('3 2', '1 2'), '--model', 'register', '--failed-cas', 'did-not-happen').code,
    ).toBe(0);
  });

  test('judges each key by itself, and sums up many', () => {
    const edn = (key: number, read: number) => `
{:process 0 :type :invoke :f :write :value [${key} 1]} {:process 0 :type :ok :f :write :value [${key} 1]}
{:process 1 :type :invoke :f :read :value [${key} nil]} {:process 1 :type :ok :f :read :value [${key} ${read}]}`;
    const text = Array.from({ length: 20 }, (_, key) => edn(key, key === 13 ? 2 : 1)).join('');
    const { code, out } = check(gzipSync(text), '--format', 'edn', '--model', 'register');
    expect(code).toBe(254);
    writeFileSync(join(cwd, 'many.edn.gz'), gzipSync(text));
    const many = splitbrain('check', 'many.edn.gz', '--model', 'register');
    expect(many.code, out).toBe(1);
    expect(many.out).toMatch(/✓ +19 parts +by zones\n +✗ +1 part +by zones/);
    expect(many.out).toMatch(/✗ 13: \d operations? that no order explains/);
  });

  test('gives up in time, and says so', () => {
    const events: string[] = [];
    // Counters of which each read fits many orders: no method is fast on these.
    for (let process = 0; process < 40; process++)
      events.push(`${process} :invoke :add ${2 ** (process % 30)}`);
    for (let process = 40; process < 44; process++) events.push(`${process} :invoke :read nil`);
    for (let process = 40; process < 44; process++)
      events.push(`${process} :ok :read ${1_000_003 + process}`);
    const { code, out, err } = check(log(...events), '--model', 'counter', '--timeout', '300ms');
    expect(code, err).toBe(2);
    expect(out).toContain('UNKNOWN');
    expect(out).toContain('--timeout, --max-memory');
  });

  test('an initial value', () => {
    const text = log('0 :invoke :read nil', '0 :ok :read 7');
    expect(check(text, '--model', 'register', '--initial', '7').code).toBe(0);
    expect(check(text, '--model', 'register').code).toBe(1);
    expect(check(text, '--model', 'stack', '--initial', '7')).toMatchObject({
      code: 254,
      err: expect.stringContaining('The model stack always begins empty') as string,
    });
  });

  test('says so when another initial value would do', () => {
    const text = log('0 :invoke :read nil', '0 :ok :read 7');
    expect(check(text, '--model', 'register').out).toContain(
      'It would be linearizable if it had held 7 at first: say --initial 7 if it did.',
    );
    const never = log('0 :invoke :read nil', '0 :ok :read 7', '0 :invoke :read nil', '0 :ok :read 8');
    expect(check(never, '--model', 'register').out).not.toContain('--initial');
  });

  test('nil is what Knossos takes it for in EDN of an object that began with something', () => {
    const edn = '{:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :read :value nil}';
    const { code, out } = check(edn, '--model', 'cas-register', '--initial', '0');
    expect(code).toBe(0);
    expect(out).toContain('1 read that answered null counts as unknown');
    expect(check(edn, '--model', 'cas-register', '--initial', '0', '--null-reads', 'value').code).toBe(1);
    expect(check(edn, '--model', 'cas-register').out).not.toContain('unknown');
  });

  test('JSON', () => {
    const { out, code } = check(etcd.replaceAll('3 2', '1 2'), '--model', 'register', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'jepsen-log',
      valid: false,
      model: 'register',
      operations: 2,
      partitions: [
        {
          partition: '',
          valid: false,
          operations: 2,
          explanation: { operations: [{ f: 'write' }, { f: 'cas', output: false }] },
        },
      ],
    });
  });

  test('CSV with a mapping', () => {
    const csv = 'op,arg,from,to\nenqueue,1,0,1\nenqueue,2,2,3\ndequeue,2,4,5\n';
    const mapping = ['--columns', 'f=op,value=arg', '--columns', 'start=from,end=to', '--time-unit', 'ms'];
    expect(check(csv, '--model', 'queue', ...mapping).code).toBe(1);
    expect(check(csv, '--model', 'unordered-queue', ...mapping).code).toBe(0);
    expect(
      check(
        'process,what,f,value\n0,call,read,\n0,back,read,\n',
        '--columns',
        'type=what',
        '--words',
        'invoke=call,ok=back|done',
        '--model',
        'register',
      ).code,
    ).toBe(0);
  });

  test.each([
    [['--model', 'regster'], /There is no model "regster"\. There are: register, cas-register/],
    [
      ['--model', 'queue'],
      /Operation 0 \(process 0: write 1 → 1\) does not fit: the model queue does not know "write"\. queue understands enqueue VALUE, dequeue\. Models that know "write": register/,
    ],
    [['--model', 'register', '--format', 'yaml'], /Allowed choices are jsonl, edn, json, csv, jepsen-log/],
    [
      ['--model', 'register', '--format', 'json'],
      /history, read as json: line 1: expected JSON, but found "INFO"/,
    ],
    [
      ['--model', 'register', '--columns', 'verb=f'],
      /Expected something like process=client,f=op, with names among process/,
    ],
    [['--model', 'register', '--timeout', 'soon'], /Expected a duration/],
  ])('bad arguments: %j', (args, error) => {
    const { code, err } = check(etcd, ...args);
    expect(code).toBe(254);
    expect(err).toMatch(error);
  });

  test('a file that is no history is an error with the formats that there are', () => {
    const { code, err } = check('once upon a time');
    expect(code).toBe(254);
    expect(err).toMatch(/history: cannot tell what kind of history this is\.\nFormats[^]*jepsen-log/);
  });

  test('--help shows how', () => {
    const { code, out } = splitbrain('check', '--help');
    expect(code).toBe(0);
    expect(out).toContain('npx splitbrain check history.edn --model cas-register');
    expect(out).toMatch(/fenced-mutex +acquire, release/);
  });
});

describe('check without a model', () => {
  test('judges an imported register by the guarantees', () => {
    const read = (value: string) =>
      '{:process 0 :type :invoke :f :write :value 1} {:process 0 :type :ok :f :write :value 1}' +
      `{:process 0 :type :invoke :f :read :value nil} {:process 0 :type :ok :f :read :value ${value}}`;
    expect(check(read('1')).code).toBe(0);
    const { code, out } = check(read('nil'), '--guarantee', 'read-your-writes');
    expect(code).toBe(1);
    expect(out).toContain('Read your writes violated');
  });

  test('says what can judge operations that guarantees do not know', () => {
    const { code, err } = check(etcd);
    expect(code).toBe(2);
    expect(err).toContain('Models that know cas, for --model: register, cas-register');
  });
});

describe('export', () => {
  const ours =
    '{"index":0,"process":0,"type":"invoke","f":"write","key":"x","value":1,"time":0}\n' +
    '{"index":1,"process":0,"type":"ok","f":"write","key":"x","value":1,"time":5}\n';

  test('writes Jepsen EDN, which is read again', () => {
    writeFileSync(join(cwd, 'ours.jsonl'), ours);
    const { code, out } = splitbrain('export', 'ours.jsonl');
    expect(code).toBe(0);
    expect(out).toBe(
      '{:index 0, :time 0, :type :invoke, :process 0, :f :write, :value ["x" 1]}\n' +
        '{:index 1, :time 5, :type :ok, :process 0, :f :write, :value ["x" 1]}\n',
    );
    expect(splitbrain('export', 'ours.jsonl', '--to', 'jepsen-edn', '-o', 'theirs.edn')).toMatchObject({
      code: 0,
      out: '',
    });
    expect(readFileSync(join(cwd, 'theirs.edn'), 'utf8')).toBe(out);
    expect(splitbrain('export', 'theirs.edn', '--independent', '--to', 'jsonl').out).toBe(ours);
  });

  test('writes a trace for Perfetto', () => {
    writeFileSync(join(cwd, 'ours.jsonl'), ours);
    const { code, out } = splitbrain('export', 'ours.jsonl', '--to', 'chrome-trace');
    expect(code).toBe(0);
    expect(readTrace(out)).toContainEqual(
      expect.objectContaining({ ph: 'X', name: 'write x=1', dur: 0.005 }),
    );
  });

  test('refuses what is no history', () => {
    writeFileSync(join(cwd, 'poem'), 'roses are red');
    expect(splitbrain('export', 'poem').code).toBe(254);
    expect(splitbrain('export', 'nowhere').code).toBe(254);
  });
});
