import { describe, expect, test } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.js';
import type { Blob } from '../../src/campaign/campaign-folder.js';
import { cellsOf } from '../../src/campaign/matrix.js';
import type { SeedReport } from '../../src/campaign/seed-task.js';
import { tallied } from '../../src/campaign/tally.js';
import { matrixOf, nightOf, trendOf } from '../../src/campaign/trend.js';
import { defaultSettings } from '../../src/run/settings.js';

const campaignOf = (seed: string, rate = 100): Campaign => ({
  seed,
  cells: cellsOf({ ...defaultSettings, faults: [], seed, rate }, { workloads: ['register', 'session'] }),
  swarm: true,
});

const report = (number: number, more: Partial<SeedReport> = {}): SeedReport => ({
  number,
  cell: 'session',
  seed: `s-${number}`,
  valid: true,
  failures: [],
  evidence: {},
  operations: 10,
  simulatedMs: 1000,
  wallMs: 20,
  faults: {},
  probes: {},
  ...more,
});

const lost = (shape: string) => ({ guarantee: 'durability', kind: 'lost-write', shape }) as const;
const blobOf = (startedAt: string, reports: readonly SeedReport[]): Blob => ({
  version: 1,
  campaign: campaignOf(startedAt),
  shard: { index: 1, count: 1 },
  startedAt,
  tally: tallied(reports),
  wallMs: 500,
  complete: true,
});

describe('campaigns can be compared', () => {
  test('that differ in their seeds alone', () => {
    expect(matrixOf(campaignOf('a'))).toBe(matrixOf({ ...campaignOf('b'), seeds: 7 }));
    expect(matrixOf(campaignOf('a'))).not.toBe(matrixOf(campaignOf('a', 200)));
    expect(matrixOf(campaignOf('a'))).not.toBe(matrixOf({ ...campaignOf('a'), swarm: false }));
  });
});

describe('a night', () => {
  test('has what its campaign came to', () => {
    const failed = { valid: false, failures: [lost('1 write by 1')] } as const;
    const night = nightOf(
      blobOf('2026-01-02T03:00:00.000Z', [
        report(0),
        report(1, failed),
        report(2, { valid: 'unknown' }),
        report(3, { valid: false, crash: 'Seed 12 hung.' }),
      ]),
    );
    expect(night).toEqual({
      startedAt: '2026-01-02T03:00:00.000Z',
      seeds: 4,
      valid: 1,
      invalid: 2,
      unknown: 1,
      kinds: { 'lost-write': 1, crash: 1 },
      failures: ['crash in session: Seed # hung.', 'lost-write (durability) in session'],
      rate: 8,
      complete: true,
    });
  });

  test('has no speed without time or seeds', () => {
    expect(nightOf(blobOf('x', []))).not.toHaveProperty('rate');
    expect(nightOf({ ...blobOf('x', [report(0)]), wallMs: 0 })).not.toHaveProperty('rate');
  });
});

describe('a trend', () => {
  test('is in order of time, and tells what is new and what is gone, whatever its shape', () => {
    const failing = (shape: string) => ({ valid: false, failures: [lost(shape)] }) as const;
    const nights = [
      blobOf('2026-01-03T00:00:00.000Z', [report(0, failing('2 write by 2'))]),
      blobOf('2026-01-01T00:00:00.000Z', [report(0)]),
      blobOf('2026-01-04T00:00:00.000Z', [report(0, { valid: false, crash: 'no memory' })]),
      blobOf('2026-01-02T00:00:00.000Z', [report(0, failing('1 write by 1'))]),
    ].map(nightOf);
    expect(trendOf(nights).map(({ appeared, vanished }) => [appeared, vanished])).toEqual([
      [undefined, undefined],
      [['lost-write (durability) in session'], []],
      [[], []],
      [['crash in session: no memory'], ['lost-write (durability) in session']],
    ]);
    expect(trendOf([])).toEqual([]);
  });
});
