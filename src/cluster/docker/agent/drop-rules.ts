import { spawnSync } from 'node:child_process';
import type { Drops } from './protocol.js';

const TABLE = 'inet splitbrain';

/** Each packet draws one of so many numbers, from 0 on. */
const PARTS = 1_000;

/** Packets that draw this number or a lower one are lost. nft takes no number that cannot be drawn. */
const lastLost = (share: number): number => Math.max(1, Math.round(share * PARTS)) - 1;

/**
 * The nft script after which just these packets are dropped. One transaction: there is no moment with half of the rules.
 * Each side drops what it hears, so each direction is cut by itself, and because no connection is tracked, established ones
 * are cut as well. Clients are whoever is no peer; their requests come to the server's port, and answers leave from it.
 */
export function dropRules({ sources, lossy, clients }: Drops): string {
  const others = clients && `!= { ${clients.peers.join(', ')} }`;
  return [
    `add table ${TABLE}`,
    `add set ${TABLE} cut { type ipv4_addr; }`,
    `add chain ${TABLE} input { type filter hook input priority -300; policy accept; }`,
    `add chain ${TABLE} output { type filter hook output priority -300; policy accept; }`,
    `flush chain ${TABLE} input`,
    `flush chain ${TABLE} output`,
    `add rule ${TABLE} input ip saddr @cut drop`,
    ...lossy.map(
      ([source, share]) =>
        `add rule ${TABLE} input ip saddr ${source} numgen random mod ${PARTS} <= ${lastLost(share)} drop`,
    ),
    ...(clients?.requests
      ? [`add rule ${TABLE} input tcp dport ${clients.port} ip saddr ${others} drop`]
      : []),
    ...(clients?.answers
      ? [`add rule ${TABLE} output tcp sport ${clients.port} ip daddr ${others} drop`]
      : []),
    `flush set ${TABLE} cut`,
    ...(sources.length > 0 ? [`add element ${TABLE} cut { ${sources.join(', ')} }`] : []),
    '',
  ].join('\n');
}

/**
 * Puts the rules in force in this network namespace.
 * @throws Error with what nft said
 */
export function dropPackets(drops: Drops): void {
  const { status, stderr, error } = spawnSync('nft', ['-f', '-'], {
    input: dropRules(drops),
    encoding: 'utf8',
  });
  if (error) throw new Error(`nft cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`nft refused the rules: ${stderr.trim()}`);
}
