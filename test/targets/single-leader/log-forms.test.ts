import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../targets/single-leader/commands.js';
import type { Payload } from '../../../targets/single-leader/payload.js';
import { promises } from '../../../targets/single-leader/promises.js';
import { optionsFor } from '../../../targets/single-leader/options-schema.js';

const here = () => ({ now: 1_000, random: 0.5 });

describe('what an entry does where it is applied', () => {
  const does = (payload: Payload, rows: Record<string, number> = {}) =>
    changesOf(payload, (key) => rows[key] ?? null, here);
  const statement = (type: string) => ({ type, key: 'x', value: 2 });

  test('a statement is carried out on the rows that are there', () => {
    expect(does({ kind: 'statement', statement: statement('add') }, { x: 5 })).toEqual([
      { key: 'x', row: 7 },
    ]);
    expect(does({ kind: 'statement', statement: statement('insert') }, { 'x/last': 4 })).toEqual([
      { key: 'x/last', row: 5 },
      { key: 'x/5', row: 2 },
    ]);
  });

  test('functions return what they return there, unless the leader has fixed it', () => {
    expect(does({ kind: 'statement', statement: statement('write-now') })).toEqual([
      { key: 'x', row: 1_000 },
    ]);
    expect(does({ kind: 'statement', statement: statement('write-random') })).toEqual([
      { key: 'x', row: 0.5 },
    ]);
    const fixed = { now: 7, random: 0.25 };
    expect(does({ kind: 'statement', statement: statement('write-now'), fixed })).toEqual([
      { key: 'x', row: 7 },
    ]);
  });

  test('rows and pages are what they say', () => {
    const changes = [{ key: 'x', row: 3 }];
    expect(does({ kind: 'rows', changes })).toEqual(changes);
    expect(does({ kind: 'pages', storage: 1, changes })).toEqual(changes);
  });
});

test.each([
  [{}, true],
  [{ logForm: 'fixed-statements' }, true],
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
