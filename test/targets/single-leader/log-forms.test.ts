import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/history/event.js';
import { changesOf } from '../../../targets/single-leader/commands.js';
import { pageImages } from '../../../targets/single-leader/pages.js';
import type { Payload } from '../../../targets/single-leader/payload.js';
import { promises } from '../../../targets/single-leader/promises.js';
import type { RowSource } from '../../../targets/single-leader/row-source.js';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';

const here = () => ({ now: 1_000, sysdate: 1_001, random: 0.5, uuid: 'u', host: 'n1', term: 1 });

/** Rows that a scan comes upon in this order. */
const table = (rows: Record<string, Value>): RowSource => ({
  value: (key) => rows[key] ?? null,
  keys: () => Object.keys(rows),
});

describe('what an entry does where it is applied', () => {
  const does = (payload: Payload, rows: Record<string, Value> = {}) => changesOf(payload, table(rows), here);
  const statement = (type: string, value: Value = 2) => ({ type, key: 'x', value });

  test('a statement is carried out on the rows that are there', () => {
    expect(does({ kind: 'statement', statement: statement('add') }, { x: 5 })).toEqual([
      { key: 'x', row: 7 },
    ]);
    expect(does({ kind: 'statement', statement: statement('insert') }, { 'x/last': 4 })).toEqual([
      { key: 'x/last', row: 5 },
      { key: 'x/5', row: 2 },
    ]);
  });

  test.each([
    ['write-now', 1_000],
    ['write-sysdate', 1_001],
    ['write-random', 0.5],
    ['write-uuid', 'u'],
  ])('%s returns what it returns there, unless the leader has fixed it', (type, row) => {
    expect(does({ kind: 'statement', statement: statement(type) })).toEqual([{ key: 'x', row }]);
    const fixed = { now: 7, sysdate: 8, random: 0.25, uuid: 'v' };
    const elsewhere = { 'write-now': 7, 'write-sysdate': 8, 'write-random': 0.25, 'write-uuid': 'v' }[type];
    expect(does({ kind: 'statement', statement: statement(type), fixed })).toEqual([
      { key: 'x', row: elsewhere },
    ]);
  });

  test('an update of one row takes the first that a scan comes upon', () => {
    const payload = { kind: 'statement', statement: statement('update-one', { from: 0, to: 9 }) } as const;
    expect(does(payload, { 'y/1': 0, 'x/2': 0, 'x/1': 0 })).toEqual([{ key: 'x/2', row: 9 }]);
    expect(does(payload, { 'x/1': 0, 'x/2': 0 })).toEqual([{ key: 'x/1', row: 9 }]);
    expect(does(payload, { 'x/1': 1 })).toEqual([]);
  });

  test('a trigger notes where it runs, whatever the leader has fixed', () => {
    const payload = { kind: 'statement', statement: statement('audited-insert'), fixed: { now: 7 } } as const;
    expect(does(payload)).toContainEqual({ key: 'x/audit/1', row: 'n1' });
  });

  test('rows and pages are what they say', () => {
    const changes = [{ key: 'x', row: 3 }];
    expect(does({ kind: 'rows', changes })).toEqual(changes);
    expect(does({ kind: 'pages', storage: 1, pages: [changes, [{ key: 'y', row: 4 }]] })).toEqual([
      ...changes,
      { key: 'y', row: 4 },
    ]);
  });

  test('a row without a key is the first that holds the same, or none', () => {
    const payload = {
      kind: 'images',
      images: [
        { key: 'z', row: 1 },
        { old: 5, row: 6 },
      ],
    } as const;
    expect(does(payload, { x: 5, y: 5 })).toEqual([
      { key: 'z', row: 1 },
      { key: 'x', row: 6 },
    ]);
    expect(does(payload, { x: 4 })).toEqual([{ key: 'z', row: 1 }]);
  });
});

test('the image of a page has all rows that stand there', () => {
  const version = [1, 7] as const;
  const rows = { ...table({ x: 1, y: 2, z: 3 }), row: (key: string) => ({ value: key, version }) };
  expect(pageImages([{ key: 'x', row: 9 }], rows)).toEqual([
    [
      { key: 'x', row: 9 },
      { key: 'z', row: 'z', version },
    ],
  ]);
});

test.each([
  [{}, true],
  [{ logForm: 'fixed-statements' }, false],
  [{ logForm: 'seeded-statements' }, false],
  [{ rowIdentity: 'values' }, false],
  [{ sequences: 'local' }, false],
  [{ consumers: 1 }, true],
  [{ consumers: 1, capture: 'commit-order' }, true],
  [{ consumers: 1, capture: 'id-order' }, false],
  [{ consumers: 1, logForm: 'pages' }, false],
  [{ logForm: 'statements' }, false],
  [{ logForm: 'pages' }, true],
  [{ logForm: 'pages', upgraded: 3 }, true],
  [{ logForm: 'pages', upgraded: 1 }, false],
  [{ upgraded: 1 }, true],
  [{ snapshots: 'fuzzy' }, true],
  [{ snapshots: 'late' }, false],
  [{ appliedPosition: 'apart' }, false],
])('whether replicas converge with %o: %s', (given, converge) => {
  const promised = promises(optionsFor(3).parse(given), 3).map(({ guarantee }) => guarantee);
  expect(promised.includes('convergence')).toBe(converge);
});
