import { describe, expect, test } from 'vitest';
import type { Anomaly } from '../../../src/checkers/checker.js';
import type { TracedMessage } from '../../../src/cluster/simulation/message-trace.js';
import { figureOf } from '../../../reports/page/figure.js';
import { shownMessages } from '../../../reports/page/figure-messages.js';
import { truthByKey } from '../../../reports/page/replica-steps.js';
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
    const rows = shownMessages(operations, [], [request, message(), reply]).map(({ from, to }) => [from, to]);
    expect(rows).toEqual([
      ['client 1', 'replica n1'],
      ['replica n1', 'replica n2'],
      ['replica n1', 'client 1'],
    ]);
  });

  test('are those of its operations, and what brought a replica what the picture shows', () => {
    const { operation: _, ...nobodys } = message({ to: 'n3', brought: [350] });
    const shown = shownMessages(
      operations,
      [step],
      [message({ operation: 77 }), nobodys, { ...nobodys, brought: [351] }, { ...nobodys, to: 'n2' }],
    );
    expect(shown.map((one) => one.message)).toEqual([nobodys]);
  });

  test('are not about other keys than the picture is', () => {
    const about = ['x', 'y'].map((key) => message({ key }));
    expect(
      shownMessages(operations, [], [...about, message()], new Set(['x'])).map((one) => one.message),
    ).toEqual([about[0], message()]);
    expect(shownMessages(operations, [], about)).toHaveLength(2);
  });

  test('are, of too many, those that were lost, brought something, or came from clients or went to them', () => {
    const chatter = Array.from({ length: 100 }, (_, at) => message({ sentAt: 120 + at / 10 }));
    const lost = message({ lost: 'cut' });
    const bringing = message({ to: 'n3', brought: [350] });
    const shown = shownMessages(operations, [step], [request, ...chatter, lost, bringing, reply]);
    expect(shown.map((one) => one.message)).toEqual([request, lost, bringing, reply]);
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

  test.each(hostileStrings)('takes what a message says as text: %j', (text) => {
    const tags = (from: string) =>
      drawn([message({ from, to: from, type: from }), message({ type: from })])?.svg.text.match(/<\/?\w+/g);
    expect(tags(text)).toEqual(tags('n1'));
  });
});
