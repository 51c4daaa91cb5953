import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../../../src/checkers/checker.js';
import type { TracedMessage } from '../../../src/cluster/simulation/message-trace.js';
import { figureOf } from '../../../reports/figure/figure.js';
import { shownMessages } from '../../../reports/figure/messages.js';
import { truthByKey } from '../../../reports/figure/replica-steps.js';
import { makeHistory, r, w } from '../../checkers/make-history.js';
import { hostileStrings } from '../hostile-strings.js';

const history = makeHistory(w(1, 'x', 9, 100, 200), r(2, 'x', null, 300, 400));
const { operations } = history;
const [write = 0, read = 0] = operations.map(({ index }) => index);
const anomaly: Anomaly = {
  kind: 'stale-read',
  guarantee: 'regular-register',
  operations: [write, read],
  relations: [],
  facts: {},
};

const message = (over: Partial<TracedMessage> = {}): TracedMessage => ({
  kind: 'message',
  from: 'n1',
  to: 'n2',
  type: 'store',
  sentAt: 120,
  arrivedAt: 140,
  operation: write,
  brought: [],
  ...over,
});
const request = message({
  kind: 'request',
  from: 'c1',
  to: 'n1',
  type: 'write',
  sentAt: 100,
  arrivedAt: 110,
});
const reply = message({ kind: 'reply', from: 'n1', to: 'c1', type: 'write_ok', sentAt: 180, arrivedAt: 200 });
const step = { node: 'n3', at: 350, text: 'x=9', back: false };

describe('the messages of a picture', () => {
  test('lie between the rows of clients and replicas', () => {
    const rows = shownMessages(operations, [], [request, message(), reply]).sent.map(({ from, to }) => [
      from,
      to,
    ]);
    expect(rows).toEqual([
      ['client 1', 'replica n1'],
      ['replica n1', 'replica n2'],
      ['replica n1', 'client 1'],
    ]);
  });

  test('are those of its operations, and what brought a replica what the picture shows', () => {
    const { operation: _, ...nobodys } = message({ to: 'n3', brought: [350] });
    const { sent: shown } = shownMessages(
      operations,
      [step],
      [message({ operation: 77 }), nobodys, { ...nobodys, brought: [351] }, { ...nobodys, to: 'n2' }],
    );
    expect(shown.map((one) => one.message)).toEqual([nobodys]);
  });

  test('are not about other keys than the picture is', () => {
    const about = ['x', 'y'].map((key) => message({ key }));
    const { sent } = shownMessages(operations, [], [...about, message()], new Set(['x']));
    expect(sent.map((one) => one.message)).toEqual([about[0], message()]);
    expect(shownMessages(operations, [], about).sent).toHaveLength(2);
  });

  test('are, of too many, requests, replies and what brought something, then those that were lost', () => {
    const many = (count: number, over: Partial<TracedMessage>) =>
      Array.from({ length: count }, (_, at) => message({ sentAt: 120 + at / 10, ...over }));
    const bringing = message({ to: 'n3', brought: [350], sentAt: 190 });
    const { sent, unsaid } = shownMessages(
      operations,
      [step],
      [request, ...many(100, {}), ...many(50, { lost: 'cut' }), reply, bringing],
    );
    expect(sent).toHaveLength(60);
    expect(unsaid).toBe(93);
    const shown = sent.map((one) => one.message);
    for (const one of [request, reply, bringing]) expect(shown).toContain(one);
    expect(shown.filter(({ lost }) => lost === 'cut')).toHaveLength(50);
    expect(shown.map(({ sentAt }) => sentAt)).toEqual(
      shown.map(({ sentAt }) => sentAt).sort((a, b) => a - b),
    );
  });
});

const drawn = (messages: readonly TracedMessage[]) => {
  const truth = truthByKey([{ at: 350, node: 'n3', life: 1, key: 'x', version: [1], value: 9, holds: 9 }]);
  return figureOf(anomaly, history, { truth, messages });
};

describe('a picture', () => {
  test('has an arrow for each, lit up with its operation, and a row for each replica that takes part', () => {
    const { text = '' } = drawn([request, message({ to: 'n4' }), reply])?.svg ?? {};
    expect(text.match(/class="message/g)).toHaveLength(3);
    expect(text.match(/<polygon points=/g)).toHaveLength(3);
    expect(text).toMatch(/class="message request"\s+data-step="0"\s+data-operation="0"/);
    for (const row of ['replica n1', 'replica n3', 'replica n4']) expect(text).toContain(`>${row}</text`);
  });

  test('has a cross instead of a head where a message was lost, and says why', () => {
    const { svg, legend } = drawn([message({ lost: 'down' })]) ?? {};
    expect(svg?.text).toContain('class="cross"');
    expect(svg?.text).not.toContain('<polygon points=');
    expect(svg?.text).toMatch(/n1 → n2: store, sent at [\d.]+ .?s, not heard: the receiver was down/);
    expect(legend && legend.text).toContain('a message that was lost');
  });

  test('leads from an arrow along the row to what it brought only later, and has no other line there', () => {
    const bringing = message({ to: 'n3', brought: [350] });
    expect(drawn([bringing])?.svg.text).toContain('class="wait"');
    const dotted = /class="holding new"[^>]*><title>[^<]*<\/title><path/;
    expect(drawn([bringing])?.svg.text).not.toMatch(dotted);
    expect(drawn([])?.svg.text).toMatch(dotted);
  });

  test('has no head where a message waits, and counts what is left out', () => {
    const { arrivedAt: _, ...waiting } = message();
    const { svg, legend } = drawn([waiting, ...Array.from({ length: 70 }, () => message())]) ?? {};
    expect(svg?.text).toMatch(/class="message message waits"/);
    expect(legend && legend.text).toContain('11 more messages left out');
  });

  test('lets arrows end at their dots, also of two replicas that take in something at one moment', () => {
    const truth = truthByKey(
      ['n2', 'n3'].map((node) => ({ at: 350, node, life: 1, key: 'x', version: [1], value: 9, holds: 9 })),
    );
    const messages = ['n2', 'n3'].map((to) => message({ to, sentAt: 320, arrivedAt: 350, brought: [350] }));
    const { text = '' } = figureOf(anomaly, history, { truth, messages })?.svg ?? {};
    const dots = [...text.matchAll(/<circle\s+cx="([\d.]+)"\s+cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    const tips = [...text.matchAll(/<polygon points="([\d.]+),([\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(dots).toHaveLength(2);
    for (const [at, [x = NaN, y = NaN]] of dots.entries()) {
      const [tipX = NaN, tipY = NaN] = tips[at] ?? [];
      expect(Math.hypot(tipX - x, tipY - y)).toBeCloseTo(6, 0);
    }
    expect(text).not.toContain('class="wait"');
  });

  test('has no messages of replicas for which there is no row, and does not speak of them', () => {
    const many = makeHistory(...Array.from({ length: 12 }, (_, at) => w(at, 'x', at, 10 * at, 10 * at + 5)));
    const crowd: Anomaly = { ...anomaly, operations: many.operations.map(({ index }) => index) };
    const lost = ['n1', 'n2', 'n3'].map((from) =>
      message({ from, to: 'n4', operation: 0, sentAt: 1, lost: 'cut' }),
    );
    const { svg, legend } = figureOf(crowd, many, { messages: lost }) ?? {};
    expect(svg?.text).not.toContain('class="message');
    expect(legend && legend.text).toBe(false);
  });

  test.each(hostileStrings)('takes what a message says as text: %j', (text) => {
    const tags = (from: string) =>
      drawn([message({ from, to: from, type: from }), message({ type: from })])?.svg.text.match(/<\/?\w+/g);
    expect(tags(text)).toEqual(tags('n1'));
  });
});
