import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryEvent, Value } from '../../src/history/event.js';
import { hashEvents, hashFile } from '../../src/history/hash.js';
import { formatEvent, HistoryWriter, parseEvent, readEvents, readHistory } from '../../src/history/jsonl.js';
import { HistoryError } from '../../src/history/pair.js';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'splitbrain-history-'));
  path = join(directory, 'history.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const invoke: HistoryEvent = {
  index: 0,
  process: 1,
  type: 'invoke',
  f: 'write',
  key: 'x',
  value: 7,
  time: 5,
};
const ok: HistoryEvent = { ...invoke, index: 1, type: 'ok', time: 9 };
const full: HistoryEvent = {
  index: 2,
  process: 2,
  type: 'invoke',
  f: 'read',
  key: 'x',
  value: null,
  time: 10,
  node: 'n1',
  user: 'ada',
  error: { kind: 'error-11', text: 'try again' },
  final: true,
};

async function collect(file: string): Promise<HistoryEvent[]> {
  const events = [];
  for await (const event of readEvents(file)) events.push(event);
  return events;
}

function write(events: readonly HistoryEvent[], batch = false): void {
  const writer = new HistoryWriter(path, { batch });
  for (const event of events) writer.append(event);
  writer.close();
}

describe('formatEvent', () => {
  it('writes the fields in one order, whatever order they came in', () => {
    const shuffled = Object.fromEntries(Object.entries(full).reverse()) as unknown as HistoryEvent;
    expect(formatEvent(shuffled)).toBe(
      '{"index":2,"process":2,"type":"invoke","f":"read","key":"x","value":null,"time":10,"node":"n1","user":"ada","error":{"kind":"error-11","text":"try again"},"final":true}',
    );
    expect(formatEvent(invoke)).toBe(
      '{"index":0,"process":1,"type":"invoke","f":"write","key":"x","value":7,"time":5}',
    );
  });
});

describe('parseEvent', () => {
  it('undoes formatEvent, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, text) => {
        const event = { ...full, value: JSON.parse(JSON.stringify(value)) as Value, key: text, f: text };
        expect(parseEvent(formatEvent(event), 3)).toEqual(event);
      }),
    );
  });

  it('fills in what histories from elsewhere lack', () => {
    expect(
      parseEvent('{"process":0,"type":"info","f":"read","key":null,"time":3,"error":"timeout"}', 4),
    ).toEqual({
      index: 3,
      process: 0,
      type: 'info',
      f: 'read',
      value: null,
      time: 3,
      error: { kind: 'timeout' },
    });
  });

  it.each([
    ['', /not JSON/],
    ['{"process":1,', /not JSON/],
    ['7', /must be an object, but is 7/],
    ['[]', /must be an object/],
    ['null', /must be an object/],
    ['{}', /"process" must be a whole number or "nemesis", but is missing/],
    ['{"process":-1}', /"process".*is -1/],
    ['{"process":1.5}', /"process".*is 1.5/],
    ['{"process":"client"}', /"process".*is "client"/],
    ['{"process":1}', /"type" must be one of invoke, ok, fail, info, but is missing/],
    ['{"process":1,"type":"done"}', /"type".*"done"/],
    ['{"process":1,"type":"ok"}', /"f" must be a string/],
    ['{"process":1,"type":"ok","f":"read"}', /"time" must be a number/],
    ['{"process":1,"type":"ok","f":"read","time":-3}', /"time" must not be negative/],
    ['{"process":1,"type":"ok","f":"read","time":3,"key":7}', /"key" must be a string, but is 7/],
    ['{"process":1,"type":"ok","f":"read","time":3,"node":[]}', /"node" must be a string/],
    ['{"process":1,"type":"ok","f":"read","time":3,"user":7}', /"user" must be a string, but is 7/],
    ['{"process":1,"type":"ok","f":"read","time":3,"index":"0"}', /"index" must be a number/],
    ['{"process":1,"type":"ok","f":"read","time":3,"error":{}}', /"error" must be a text or have a "kind"/],
  ])('rejects %s with the line', (text, message) => {
    expect(() => parseEvent(text, 12)).toThrow(HistoryError);
    expect(() => parseEvent(text, 12)).toThrow(message);
    expect(() => parseEvent(text, 12)).toThrow(/^Line 12: /);
  });
});

describe('a history file', () => {
  it.each([false, true])('gives back what was written (batch: %s)', async (batch) => {
    write([invoke, ok, full], batch);
    expect(await collect(path)).toEqual([invoke, ok, full]);
    expect(await readHistory(path)).toMatchObject({
      events: 3,
      operations: [{ type: 'ok' }, { final: true }],
    });
  });

  it('is complete on disk after every append, or after every flush', () => {
    const writer = new HistoryWriter(path, { batch: false });
    writer.append(invoke);
    expect(readFileSync(path, 'utf8')).toBe(`${formatEvent(invoke)}\n`);
    writer.close();
    const batching = new HistoryWriter(path, { batch: true });
    batching.append(invoke);
    expect(readFileSync(path, 'utf8')).toBe('');
    batching.flush();
    expect(readFileSync(path, 'utf8')).toBe(`${formatEvent(invoke)}\n`);
    batching.close();
    batching.close();
  });

  it('can be compressed', async () => {
    write([invoke, ok]);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    expect(await collect(`${path}.gz`)).toEqual([invoke, ok]);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)).subarray(0, 30));
    await expect(collect(`${path}.gz`)).rejects.toThrow(/compressed file is damaged/);
  });

  it('may hold whatever a system answers: line breaks of all sorts, half characters, names of JavaScript', async () => {
    const hostile = [
      '\n',
      '\r\n',
      '\u2028\u2029\u0085',
      '\u0000',
      '\ud800',
      '<script>',
      '__proto__',
      '🦀'.repeat(9),
    ];
    const value = JSON.parse(`{"__proto__": ${JSON.stringify(hostile)}}`) as Value;
    const events = hostile.map((text, index) => ({ ...full, process: index, index, key: text, value }));
    write(events);
    const read = await collect(path);
    expect(read.map(formatEvent)).toEqual(events.map(formatEvent));
    expect(read.map(({ key }) => key)).toEqual(hostile);
  });

  it('is read right wherever its bytes are split', async () => {
    const events = Array.from({ length: 3000 }, (_, index) => ({
      ...full,
      process: index,
      index,
      value: '€'.repeat(index % 300),
    }));
    write(events, true);
    expect(await collect(path)).toEqual(events);
  });

  it('may end in a line that a dying controller tore, at any byte', async () => {
    write([invoke, ok]);
    const whole = readFileSync(path);
    const torn = Buffer.from(formatEvent({ ...full, value: '€' }));
    for (let length = 0; length < torn.length; length++) {
      writeFileSync(path, Buffer.concat([whole, torn.subarray(0, length)]));
      expect(await collect(path), `${length} bytes`).toEqual([invoke, ok]);
    }
    writeFileSync(path, Buffer.concat([whole, torn]));
    expect(await collect(path)).toHaveLength(3);
  });

  it('is refused when any other line is torn, empty or no event', async () => {
    write([invoke, ok]);
    appendFileSync(path, '{"index":2,"pro\n');
    await expect(collect(path)).rejects.toThrow(/^Line 3: not JSON/);
    write([invoke]);
    appendFileSync(path, `\n${formatEvent(ok)}\n`);
    await expect(collect(path)).rejects.toThrow(/^Line 2: /);
    write([invoke]);
    appendFileSync(path, '{"index":1}');
    await expect(collect(path)).rejects.toThrow(/^Line 2: "process"/);
    writeFileSync(path, 'Dear diary');
    await expect(collect(path)).rejects.toThrow(/^Line 1: /);
  });

  it('is refused when its events do not fit together, with the line', async () => {
    write([invoke, ok, { ...ok, index: 2 }]);
    await expect(readHistory(path)).rejects.toThrow(/^Line 3: process 1 ends a write/);
  });

  it('is an empty history when nothing was recorded', async () => {
    write([]);
    expect(await readHistory(path)).toEqual({ operations: [], faults: [], endedAt: 0, events: 0 });
  });

  it('is missed with the error of the file system', async () => {
    await expect(readHistory(join(directory, 'nothing'))).rejects.toThrow(/ENOENT/);
    await expect(readHistory(join(directory, 'nothing.gz'))).rejects.toThrow(/ENOENT/);
  });
});

describe('the hash', () => {
  it('is that of the bytes, in memory as in the file', () => {
    write([invoke, ok, full]);
    expect(hashFile(path)).toBe(hashEvents([invoke, ok, full]));
    expect(hashFile(path)).not.toBe(hashEvents([invoke, ok]));
    expect(hashEvents([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
