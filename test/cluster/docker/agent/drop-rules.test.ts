import { expect, test } from 'vitest';
import type { Drops } from '../../../../src/cluster/docker/agent/protocol.js';
import { dropRules } from '../../../../src/cluster/docker/agent/drop-rules.js';

const statements = (drops: Drops): string[] => dropRules(drops).trimEnd().split('\n');

test('one statement per line, which may be repeated at any time', () => {
  expect(statements({ sources: ['10.0.0.2', '10.0.0.3'], lossy: [] })).toEqual([
    'add table inet splitbrain',
    'add set inet splitbrain cut { type ipv4_addr; }',
    'add chain inet splitbrain input { type filter hook input priority -300; policy accept; }',
    'add chain inet splitbrain output { type filter hook output priority -300; policy accept; }',
    'flush chain inet splitbrain input',
    'flush chain inet splitbrain output',
    'add rule inet splitbrain input ip saddr @cut drop',
    'flush set inet splitbrain cut',
    'add element inet splitbrain cut { 10.0.0.2, 10.0.0.3 }',
  ]);
});

test('an empty set of elements would be a syntax error', () => {
  expect(statements({ sources: [], lossy: [] }).at(-1)).toBe('flush set inet splitbrain cut');
});

test('loses a share of what comes from one, and clients are whoever is no peer', () => {
  const clients = { port: 7000, peers: ['10.0.0.1', '10.0.0.2'], requests: true, answers: true };
  const rules = statements({ sources: [], lossy: [['10.0.0.2', 0.25]], clients });
  expect(rules).toContain(
    'add rule inet splitbrain input ip saddr 10.0.0.2 numgen random mod 1000 <= 249 drop',
  );
  expect(rules).toContain(
    'add rule inet splitbrain input tcp dport 7000 ip saddr != { 10.0.0.1, 10.0.0.2 } drop',
  );
  expect(rules).toContain(
    'add rule inet splitbrain output tcp sport 7000 ip daddr != { 10.0.0.1, 10.0.0.2 } drop',
  );
});
