import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around } from '../../../reports/app/around.js';
import { readFragment, type Shown, writeFragment } from '../../../reports/app/fragment.js';
import { rowKinds, rowsBy } from '../../../reports/app/rows.js';
import { readRunData } from '../../../reports/app/run-data.js';
import { search } from '../../../reports/app/search.js';
import { encodePageData } from '../../../reports/page/page-data.js';
import { sampleRun } from '../sample-run.js';

const run = sampleRun();
const data = await readRunData(encodePageData(run));
const { operations } = run.history;

const found = (words: string): number[] => {
  const marks = search(words, data);
  return [...(marks ?? [])].flatMap((mark, at) => (mark ? [at] : []));
};

const positions = (fits: (operation: (typeof operations)[number]) => boolean): number[] =>
  operations.flatMap((operation, at) => (fits(operation) ? [at] : []));

describe('search', () => {
  it('finds by key, value, process, node, kind and outcome, all of them together', () => {
    expect(found('key:y kind:read')).toEqual(positions(({ key, f }) => key === 'y' && f === 'read'));
    expect(found('process:3')).toEqual(positions(({ process }) => process === 3));
    expect(found('node:n1 outcome:fail')).toEqual(
      positions(({ node, type }) => node === 'n1' && type === 'fail'),
    );
    expect(found('kind:write value:=17')).toEqual(
      positions(({ f, input }) => f === 'write' && JSON.stringify(input).startsWith('17')),
    );
    expect(found('client:3').length).toBeGreaterThan(0);
  });

  it('takes anything else for text, and quotes for one word', () => {
    expect(found('"fewer than 2 replicas"')).toEqual(positions(({ error }) => error !== undefined));
    expect(found('WRITE n2')).toEqual(
      positions(({ f, node, final }) => f === 'write' && node === 'n2' && !final),
    );
    expect(found('toString:x')).toEqual([]);
    expect(search('  ', data)).toBeUndefined();
  });
});

describe('rowsBy', () => {
  it.each(rowKinds)('puts every operation into one row by %s, and none over another', (kind) => {
    const { byLane, lanes, notableByLane } = rowsBy(kind, data);
    expect(lanes).toHaveLength(byLane.length);
    expect(byLane.flatMap((row) => [...row]).sort((a, b) => a - b)).toEqual([...operations.keys()]);
    for (const row of byLane) {
      for (const [at, position] of [...row].entries()) {
        const next = row[at + 1];
        if (next !== undefined) expect(data.start[next]).toBeGreaterThanOrEqual(data.end[position] as number);
      }
    }
    const notable = notableByLane.flatMap((row) => [...row]).sort((a, b) => a - b);
    expect(notable).toEqual([...operations.keys()].filter((at) => data.type[at] !== 0 || data.marked[at]));
  });
});

describe('around', () => {
  it('lists what touched the same key before and after', () => {
    const at = operations.findIndex(({ key, f }, number) => number > 60 && key === 'x' && f === 'read');
    const about = positions(({ key, f }) => key === 'x' || f === 'multi-read' || f === 'inspect');
    const place = about.indexOf(at);
    expect(around(at, data)).toEqual(about.slice(place - 8, place + 9));
  });
});

describe('the fragment', () => {
  it('says again what was shown', () => {
    const natural = fc.nat({ max: 1e12 });
    const shown: fc.Arbitrary<Shown> = fc
      .record({
        window: fc.option(fc.tuple(natural, fc.integer({ min: 1, max: 1e9 }))),
        rows: fc.constantFrom(...rowKinds),
        query: fc.string({ unit: 'grapheme' }),
        key: fc.option(fc.nat()),
        operation: fc.option(fc.nat()),
      })
      .map(({ window, rows, query, key, operation }) => ({
        rows,
        query,
        ...(window && { from: window[0], to: window[0] + window[1] }),
        ...(key !== null && { key }),
        ...(operation !== null && { operation }),
      }));
    fc.assert(
      fc.property(shown, (one) => {
        const fragment = writeFragment(one);
        if (fragment !== '#timeline') expect(readFragment(fragment)).toEqual(one);
      }),
    );
  });

  it('takes nothing for granted', () => {
    expect(readFragment('#run')).toBeUndefined();
    expect(readFragment('#timeline?from=9&to=3&rows=constructor&key=-1&operation=x')).toEqual({
      rows: 'client',
      query: '',
    });
    fc.assert(fc.property(fc.string(), (text) => void readFragment(`#timeline?${text}`)));
  });
});
