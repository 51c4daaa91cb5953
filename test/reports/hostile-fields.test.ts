import { expect, describe, test } from 'vitest';
import { chromeTrace } from '../../reports/chrome-trace.js';
import { renderReport } from '../../reports/html.js';
import { renderRunJunit } from '../../reports/run-junit.js';
import { renderRunMarkdown } from '../../reports/run-markdown.js';
import type { RunRecord } from '../../reports/run-record.js';
import { renderVerdict } from '../../reports/terminal.js';
import { everyText, type TextPlace } from './every-text.js';
import { sampleRun } from './sample-run.js';

/** All at once: markup of every kind, controls, marks of direction, line ends, half a character. */
const hostile =
  '</script></style></title>--><img src=x onerror="pwned=1">"\' onmouseover=\'pwned=1\' ]]>&amp;`${1}`|**b**[l](javascript:1)' +
  '\u0000\u0007\u001b[31m\u009b\u202e\u2066\u2028\u2029\r\n\ud800';

/** Names that the code has words for, and no system under test or person chooses. */
const fixed =
  /(^|\.)(guarantee|reason|versionOrder|impliedBy|type|strongestHeld|weakestBroken)(\.|$)|\.guarantees\.|anomalies\.\d+\.kind$/;

const sample = sampleRun({ clients: 3, operationsPerClient: 20, staleEvery: 4 });
const write = sample.history.operations.find(({ f, type }) => f === 'write' && type === 'ok');
const run: RunRecord = {
  ...sample,
  truth: [
    {
      ...{ at: 1e6, node: 'n1', life: 1, key: write?.key ?? 'x', version: [1, 'n1'] },
      ...{ value: write?.input ?? null, holds: write?.input ?? null },
    },
  ],
  logs: [{ node: 'n1', text: '0.000 tells leads=1 position=3\n1.000 leads in term 1\nno time here\n' }],
  verdict: {
    ...sample.verdict,
    suspended: [{ fault: 'wipe', guarantees: ['durability'], because: 'what is gone is gone' }],
  },
};
const places = everyText(run).filter(({ name }) => !fixed.test(name));

const tagsOf = (page: string): string[] => {
  const all = page.match(/<[a-z!/][^>]*>/gi) ?? [];
  return [...new Set(all.map((tag) => tag.replace(/"[^"]*"/g, '""').replace(/\s+/g, ' ')))].sort();
};
const withText = (place: TextPlace, text: string): RunRecord => place.with(text) as RunRecord;

// eslint-disable-next-line no-control-regex -- what must not stand in a page or on a terminal
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\p{Cs}]/u;

// eslint-disable-next-line no-control-regex -- what must not stand in XML
const noXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/u;

/** What stands around the first place where something is that must not be. */
function seen(text: string, what: RegExp): string | undefined {
  const at = text.search(what);
  return at === -1 ? undefined : JSON.stringify(text.slice(Math.max(0, at - 120), at + 20));
}

describe('a hostile text changes nothing but text', () => {
  test('the walk finds every field that somebody else may fill', () => {
    const names = places.map(({ name }) => name);
    for (const name of [
      'title',
      'replay',
      'runPath',
      'historyHash',
      'clusterKind',
      'environment.node (name)',
      'logs.0.node',
      'logs.0.text',
      'truth.0.node',
      'truth.0.version.1',
      'history.operations.0.f',
      'history.operations.0.key',
      'history.operations.0.node',
      'history.faults.0.kind',
      'history.faults.0.value.shape',
      'history.faults.0.value.links.0.0',
      'plan.seed',
      'plan.nodes.0',
      'plan.options.order',
      'plan.options.order (name)',
      'plan.settings.knobs.keys (name)',
      'plan.network.latency',
      'verdict.reasons.0',
      'verdict.judgements.0.evidence.what',
      'verdict.judgements.0.promise.because',
      'verdict.suspended.0.fault',
      'verdict.faults.0.kind',
    ])
      expect(names).toContain(name);
  });

  test('in the report', () => {
    const usual = tagsOf(renderReport(run)).join('\n');
    for (const place of places) {
      const page = renderReport(withText(place, hostile));
      expect(seen(page, unseen), place.name).toBeUndefined();
      expect(page.match(/<script/g), place.name).toHaveLength(2);
      const tags = tagsOf(page).join('\n');
      // A word in that place may itself change what there is to show: then the hostile one shows the same.
      if (tags !== usual)
        expect(tags, place.name).toBe(tagsOf(renderReport(withText(place, 'harmless'))).join('\n'));
    }
  }, 300_000);

  test('in JUnit, Markdown, the trace and on the terminal', () => {
    for (const place of places) {
      const record = withText(place, hostile);
      const junit = renderRunJunit(record);
      expect(seen(junit, /<(?!\/?(testsuite|testcase|failure|skipped)\b|\?xml)/), place.name).toBeUndefined();
      expect(seen(junit, noXml), place.name).toBeUndefined();
      const markdown = renderRunMarkdown(record).replace(/^```[^]*?^```$/gm, '');
      expect(seen(markdown, /(?<!\\)<(img|\/script)|(?<!\\)\]\(javascript/), place.name).toBeUndefined();
      expect(seen(renderVerdict(record, { colour: false }), unseen), place.name).toBeUndefined();
      expect(seen(JSON.stringify([...chromeTrace(record)]), unseen), place.name).toBeUndefined();
    }
  }, 300_000);
});
