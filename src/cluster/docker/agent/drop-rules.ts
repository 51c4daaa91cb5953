import { spawnSync } from 'node:child_process';

const TABLE = 'inet splitbrain';

/**
 * The nft script after which packets from these addresses are dropped as they come in, and no others. One transaction:
 * there is no moment with half of the rules. Each side drops what it hears, so each direction is cut by itself, and
 * because no connection is tracked, established ones are cut as well.
 */
export function dropRules(sources: readonly string[]): string {
  return [
    `add table ${TABLE}`,
    `add set ${TABLE} cut { type ipv4_addr; }`,
    `add chain ${TABLE} input { type filter hook input priority -300; policy accept; }`,
    `flush chain ${TABLE} input`,
    `add rule ${TABLE} input ip saddr @cut drop`,
    `flush set ${TABLE} cut`,
    ...(sources.length > 0 ? [`add element ${TABLE} cut { ${sources.join(', ')} }`] : []),
    '',
  ].join('\n');
}

/**
 * Puts the rules in force in this network namespace.
 * @throws Error with what nft said
 */
export function dropFrom(sources: readonly string[]): void {
  const { status, stderr, error } = spawnSync('nft', ['-f', '-'], {
    input: dropRules(sources),
    encoding: 'utf8',
  });
  if (error) throw new Error(`nft cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`nft refused the rules: ${stderr.trim()}`);
}
