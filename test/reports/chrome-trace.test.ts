import { describe, expect, test } from 'vitest';
import { chromeTrace, type TraceRecord } from '../../reports/chrome-trace.js';
import { hostileRun } from './hostile-run.js';
import { hostileStrings } from './hostile-strings.js';
import { sampleRun } from './sample-run.js';
import { readTrace, type ReadEvent } from './trace-format.js';

const traced = (run: TraceRecord): ReadEvent[] =>
  readTrace(JSON.stringify({ displayTimeUnit: 'ms', traceEvents: [...chromeTrace(run)] }));

const sample = sampleRun();
const write = sample.history.operations.find(({ f, type }) => f === 'write' && type === 'ok');
if (write?.key === undefined) throw new Error('The sample has no write.');
const takenIn = { life: 1, key: write.key, version: [1], value: write.input, holds: write.input };
const events = traced({
  ...sample,
  truth: [
    { ...takenIn, node: 'n1', at: write.invokedAt + 100 },
    { ...takenIn, node: 'n3', at: write.invokedAt + 5e6 },
    { ...takenIn, node: 'n3', at: write.invokedAt + 9e6, life: 2 },
  ],
  logs: [{ node: 'n2', text: '5.250 leads in term 1\nno time here\n' }],
});
const named = (pid: number): string | undefined =>
  events.flatMap(({ ph, name, pid: of, ...rest }) =>
    ph === 'M' && name === 'process_name' && of === pid && 'args' in rest
      ? [String(rest.args?.['name'])]
      : [],
  )[0];

describe('a trace', () => {
  test('has a slice for each operation on the track of its client', () => {
    const slices = events.filter(({ ph, pid }) => ph === 'X' && named(pid) === 'clients');
    expect(slices.length).toBe(sample.history.operations.length);
    expect(slices).toContainEqual(
      expect.objectContaining({
        name: `write ${write.key}=${JSON.stringify(write.input)}`,
        ts: write.invokedAt / 1000,
        cat: 'ok',
        args: expect.objectContaining({ index: write.index, node: write.node }) as object,
      }),
    );
  });

  test('has faults as bands, with words', () => {
    const bands = events.filter(({ ph, pid }) => ph === 'b' && named(pid) === 'faults');
    expect(bands.map(({ name }) => name)).toEqual(['partition', 'clock', 'kill', 'pause', 'flood']);
    expect(bands[1]).toMatchObject({ args: { what: 'clock of n1 jumps to 500 ms behind' } });
  });

  test('leads arrows from a write to the replicas that took it in, once for each', () => {
    const arrows = events.filter(({ ph }) => ph === 's' || ph === 'f');
    expect(arrows.map(({ ph, pid }) => [ph, named(pid)])).toEqual([
      ['s', 'clients'],
      ['f', 'node n1'],
      ['s', 'clients'],
      ['f', 'node n3'],
    ]);
  });

  test('counts lag and clock skew, and shows what nodes said', () => {
    const counters = events.filter(({ ph }) => ph === 'C');
    expect(counters.filter(({ name }) => name === 'lag (ms)')).toMatchObject([{ args: { ms: 4.9999 } }]);
    const skew = counters.filter(({ name, pid }) => name === 'clock ahead (ms)' && named(pid) === 'node n1');
    expect(new Set(skew.map((counter) => 'args' in counter && counter.args?.['ms']))).toEqual(
      new Set([0, -500]),
    );
    expect(events.filter(({ ph }) => ph === 'i')).toMatchObject([{ name: 'leads in term 1', ts: 5250 }]);
  });

  test('needs no plan', () => {
    const { history } = sample;
    const bare = traced({ history });
    expect(bare.filter(({ ph }) => ph === 'X').length).toBe(history.operations.length);
    expect(traced({ history: { operations: [], faults: [], endedAt: 0, events: 0 } }).length).toBe(4);
  });

  test.each(hostileStrings)(
    'stays what it is with %.30j in every field',
    (text) => {
      const json = JSON.stringify(traced(hostileRun(text)));
      expect(json.length).toBeLessThan(1_000_000);
      expect(json).not.toMatch(/[\u202e\u2066\ud800]/);
    },
    120_000,
  );
});
