import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { importEvents, importHistory, parseEvents } from '../../../src/history/import/import-history.js';
import { pair } from '../../../src/history/pair.js';

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const edn = '{:process 0 :type :invoke :f :write :value 1} {:process 0 :type :ok :f :write :value 1}\n';
  const ours =
    '{"process":0,"type":"invoke","f":"write","value":1,"time":0}\n{"process":0,"type":"ok","f":"write","value":1,"time":1}\n';

  test('the format is told by content, also of compressed files', async () => {
    expect((await importHistory(file('a', edn))).format).toBe('edn');
    const zipped = await importHistory(file('a.edn.gz', gzipSync(edn.repeat(20_000))));
    expect([zipped.format, zipped.history.operations.length]).toEqual(['edn', 20_000]);
    expect(await importHistory(file('b.jsonl', ours))).toMatchObject({
      format: 'jsonl',
      history: { events: 2 },
    });
    expect(await importHistory(file('b.gz.gz', gzipSync(ours)))).toMatchObject({ format: 'jsonl' });
    expect((await importHistory(file('c', ours), { mapping: {} })).format).toBe('json');
    expect((await importHistory(file('d', ''))).history.operations).toEqual([]);
  });

  test('events one by one', async () => {
    const events = [];
    for await (const { type } of importEvents(file('a', edn))) events.push(type);
    expect(events).toEqual(['invoke', 'ok']);
  });

  test.each([
    ['poem', 'roses are red'],
    ['list', '- one\n- two'],
    ['xml', '<a b="c">'],
    ['binary', Buffer.from([0, 1, 2, 255])],
  ])('%s is no history; the error lists what would be', async (name, content) => {
    await expect(importHistory(file(name, content))).rejects.toThrow(
      new RegExp(`${name}: cannot tell what kind of history this is[^]*edn +Jepsen[^]*csv`),
    );
  });

  test('errors name file, line and format', async () => {
    await expect(importHistory(file('x.edn', `${edn}\n{:process 0`))).rejects.toThrow(
      /x\.edn, read as edn: line 3: the file ends inside the "\{" of line 3[^]*Formats/,
    );
    await expect(
      importHistory(file('y.edn.gz', gzipSync(edn).subarray(0, 60)), { format: 'edn' }),
    ).rejects.toThrow(/y\.edn\.gz, read as edn: the compressed file is damaged/);
    await expect(importHistory(join(folder, 'nowhere'))).rejects.toThrow(/ENOENT/);
  });

  test('whatever a file holds, it is read or refused with a reason', () => {
    const word = fc.constantFrom(
      '{:process 0 :type :invoke :f :read}',
      '{:process 0 :type :ok :f :read :value 1}',
      '{"process":0,"type":"invoke"}',
      '[',
      ']',
      '{',
      '}',
      '"',
      '\n',
      ',',
      ':',
      'type,f,start,end',
      '0,read,1,2',
      '0\t:invoke\t:read\tnil',
      ':history',
      '#_',
      '1',
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        fc.constantFrom('edn', 'json', 'csv', 'jepsen-log' as const),
        (words, format) => {
          try {
            pair(parseEvents(words.join(' '), format));
          } catch (error) {
            expect(error).toHaveProperty('name', 'HistoryError');
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
