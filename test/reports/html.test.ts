import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keysOf, whatOf } from '../../reports/describe-operation.js';
import { renderReport } from '../../reports/html.js';
import { readRunData, type RunData } from '../../reports/app/run-data.js';
import { hostileRun } from './hostile-run.js';
import { hostileStrings } from './hostile-strings.js';
import { sampleRun } from './sample-run.js';

/** The history as it stands in a page. */
function embedded(page: string): Promise<RunData> {
  const [, base64 = ''] = /id="run-data">([^<]*)</.exec(page) ?? [];
  return readRunData(base64);
}

/** What the browser takes for elements, attributes included. */
function tags(page: string): string[] {
  return page.match(/<[a-z!/][^>]*>/gi) ?? [];
}

// eslint-disable-next-line no-control-regex -- what must not stand in a page
const neverInAPage = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\p{Cs}]/u;

describe('renderReport', () => {
  const page = renderReport(sampleRun());

  it('answers first', () => {
    const places = [
      'A promise was broken</',
      'npx splitbrain replay',
      'id="anomalies"',
      'id="evidence"',
      'id="promises"',
      'id="timeline"',
      'id="run"',
    ];
    const found = places.map((words) => page.indexOf(words));
    expect(found).not.toContain(-1);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  it('allows its own script and style and nothing else', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = (text: string): string =>
      `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
    expect(policy.split('; ')).toEqual([
      'default-src &#39;none&#39;',
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      'base-uri &#39;none&#39;',
      'form-action &#39;none&#39;',
    ]);
  });

  it('refers to nothing outside itself', () => {
    const markup = page.replace(/<(script|style)\b.*?<\/\1>/gs, '');
    const references = [...markup.matchAll(/\s(?:href|src|srcset|action|data)="([^"]*)"/g)].map(
      ([, to]) => to,
    );
    expect(references.filter((to) => !to?.startsWith('#'))).toEqual([]);
    expect(markup).not.toMatch(/\sstyle=|\son\w+=/);
    expect(page).not.toMatch(/@import|url\(\s*['"]?(?:https?:)?\/\//);
  });

  it('holds the whole history', async () => {
    const run = sampleRun();
    const data = await embedded(renderReport(run));
    const { faults, lanes } = data;
    const read = Array.from({ length: data.count }, (_, at) => ({
      index: data.index[at],
      process: data.process[at],
      f: data.kinds[data.f[at] as number],
      node: data.nodes[data.node[at] as number],
      type: ['ok', 'fail', 'info'][data.type[at] as number],
      invokedAt: data.start[at],
      endedAt: data.open[at] ? Infinity : data.end[at],
      what: data.what(at),
      keys: [data.keys(at)].flat().map((key) => data.keyNames[key]),
      error: data.errors[data.error[at] as number],
    }));
    expect(read).toEqual(
      run.history.operations.map((operation) => {
        const { index, process, f, node, type, invokedAt, endedAt, error } = operation;
        return {
          ...{ index, process, f, node, type, invokedAt, endedAt },
          what: whatOf(operation, { length: 32 }),
          keys: keysOf(operation),
          error: error && `${error.kind}: ${error.text}`,
        };
      }),
    );
    expect(faults.map(({ kind }) => kind)).toEqual(['partition', 'clock', 'kill', 'pause', 'flood']);
    expect(lanes.map(({ label }) => label)).toEqual([
      ...[0, 1, 2, 3, 4].map((client) => `client ${client}`),
      ...[1, 2, 3].map((node) => `final n${node}`),
    ]);
  });

  it('works without a plan, faults or anything optional', () => {
    const { title, history, verdict } = sampleRun({ staleEvery: 0 });
    const bare = renderReport({ title, history: { ...history, faults: [] }, verdict });
    expect(bare).toContain('Every promise held');
    expect(bare).toContain('No contradiction was found.');
    expect(bare).not.toContain('Reproduce');
  });

  it('reports an empty history', () => {
    const { verdict } = sampleRun();
    const empty = { operations: [], faults: [], endedAt: 0, events: 0 };
    expect(
      renderReport({ title: 'nothing', history: empty, verdict: { ...verdict, judgements: [] } }),
    ).toContain('Nothing was promised');
  });

  it.each(hostileStrings.map((text) => [text.slice(0, 24), text]))(
    'takes %j for text',
    (_name, text) => {
      const harmless = tags(renderReport(hostileRun('harmless')));
      const hostile = renderReport(hostileRun(text));
      // The same elements as with a harmless text: what the text contains made none. Attributes may differ in numbers and in words.
      const shape = (all: readonly string[]): string[] =>
        [...new Set(all.map((tag) => tag.replace(/"[^"]*"/g, '""').replace(/\s+/g, ' ')))].sort();
      expect(shape(tags(hostile))).toEqual(shape(harmless));
      expect(hostile.match(/<script/g)).toHaveLength(2);
      expect(hostile).not.toMatch(neverInAPage);
      expect(hostile.length).toBeLessThan(500_000);
    },
    120_000,
  );
});
