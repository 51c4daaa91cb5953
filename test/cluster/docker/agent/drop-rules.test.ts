import { expect, test } from 'vitest';
import { dropRules } from '../../../../src/cluster/docker/agent/drop-rules.js';

const statements = (sources: readonly string[]): string[] => dropRules(sources).trimEnd().split('\n');

test('one statement per line, which may be repeated at any time', () => {
  expect(statements(['10.0.0.2', '10.0.0.3'])).toEqual([
    'add table inet splitbrain',
    'add set inet splitbrain cut { type ipv4_addr; }',
    'add chain inet splitbrain input { type filter hook input priority -300; policy accept; }',
    'flush chain inet splitbrain input',
    'add rule inet splitbrain input ip saddr @cut drop',
    'flush set inet splitbrain cut',
    'add element inet splitbrain cut { 10.0.0.2, 10.0.0.3 }',
  ]);
});

test('an empty set of elements would be a syntax error', () => {
  expect(statements([]).at(-1)).toBe('flush set inet splitbrain cut');
});
