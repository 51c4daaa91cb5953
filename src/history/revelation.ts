import { existsSync, readFileSync } from 'node:fs';
import type { Value } from './event.js';

/**
 * One line of `truth.jsonl`, which only simulations record: a write of a register reached a replica, which took it in, or
 * left it because it held something newer.
 */
export interface Revelation {
  /** Nanoseconds since the run began. */
  readonly at: number;
  readonly node: string;
  /** Which of the node's lives: each starts with what its disk holds, and reveals that first. */
  readonly life: number;
  readonly key: string;
  /** The write's place in the replicas' own order of the key's versions, compared part by part. */
  readonly version: readonly (number | string)[];
  /** What the write wrote. */
  readonly value: Value;
  /** The value that the replica shows from then on. */
  readonly holds: Value;
}

/** As a line of `truth.jsonl`, without the line break. The fields have a fixed order. */
export function formatRevelation({ at, node, life, key, version, value, holds }: Revelation): string {
  return JSON.stringify({ at, node, life, key, version, value, holds });
}

/**
 * Reads a `truth.jsonl`; undefined when there is none.
 * @throws Error that names the line when one is not JSON
 */
export function readTruth(path: string): readonly Revelation[] | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last line break is torn, if it is anything: the controller died.
  lines.pop();
  return lines.map((line, at) => {
    try {
      return JSON.parse(line) as Revelation;
    } catch (cause) {
      throw new Error(`${path}, line ${at + 1}: expected JSON, but found ${line.slice(0, 60)}.`, { cause });
    }
  });
}

/** Below 0 when the first version is older: part by part; numbers come before texts, and what ends first comes first. */
export function compareVersions(a: Revelation['version'], b: Revelation['version']): number {
  for (let at = 0; at < a.length; at++) {
    const one = a[at] as number | string;
    const other = b[at];
    if (other === undefined) return 1;
    if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}
