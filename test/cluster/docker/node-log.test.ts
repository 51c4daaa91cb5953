import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NodeLog } from '../../../src/cluster/docker/node-log.js';

test('notes stand on lines of their own, and nothing is written after the end', () => {
  const dir = mkdtempSync(join(tmpdir(), 'splitbrain-log-'));
  const log = new NodeLog(join(dir, 'logs', 'n1.log'), () => 12.5);
  log.note('started');
  log.write(Buffer.from('one\ntw'));
  log.note('paused');
  log.write(Buffer.from('o\n'));
  log.note('resumed');
  log.close();
  log.write(Buffer.from('late'));
  log.note('late');
  log.close();
  const lines = ['--- started at 12.500 ms', 'one', 'tw', '--- paused at 12.500 ms', 'o'];
  expect(readFileSync(log.file, 'utf8')).toBe([...lines, '--- resumed at 12.500 ms', ''].join('\n'));
  expect(log.tail()).toContain('  tw\n  --- paused');
  rmSync(dir, { recursive: true });
});
