import type { Value } from '../../../src/history/event.js';
import type { History } from '../../../src/history/operation.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { type Draft, inspect, makeHistory } from '../make-history.js';
import { stream } from '../../../src/plan/stream.js';

const NODES = ['n1', 'n2', 'n3'];
const KEYS = ['a', 'b', 'c', 'd', 'e'];
const PROCESSES = 8;
const DURATION_NS = 20e9;
const FAULT_TO = 2e9;

/** What is planted among the operations of a history of registers, about keys that nobody else uses. */
export interface RegisterPlanting {
  /** Times count hundredths of the time from the middle of the history to its end. */
  readonly drafts: readonly Draft[];
  /** What the replicas hold of these keys in the end, by node; without it, nobody is asked. */
  readonly holds?: { readonly [node: string]: { readonly [key: string]: Value } };
  /** What replicas reveal, in order, without the moment. */
  readonly truth?: readonly Omit<Revelation, 'at'>[];
}

export interface PlantedRegisters {
  readonly history: History;
  /** Indexes of the planted operations. */
  readonly planted: ReadonlySet<number>;
  readonly truth: readonly Revelation[];
}

/**
 * A history of 20 s, half of whose operations overlap, which satisfies every guarantee since it really happened, and into
 * which something is planted. Eight processes read and write five keys, one by one or all together; for the
 * first two seconds there is a fault, and some writes fail or have an unknown outcome.
 */
export function plantedRegisters(
  operations: number,
  seed: string,
  { drafts, holds, truth = [] }: RegisterPlanting,
): PlantedRegisters {
  const spacing = Math.round(DURATION_NS / operations);
  const base = sharedDrafts(operations, seed, spacing);
  const middle = DURATION_NS / 2;
  const at = (hundredths: number): number => Math.round(middle + hundredths * (DURATION_NS / 200));
  const ours = drafts.map((draft): Draft => ({
    ...draft,
    process: draft.process + 10_000_000,
    invoked: at(draft.invoked),
    ...(draft.ended !== undefined && { ended: at(draft.ended) }),
  }));
  const end = DURATION_NS + 10 * spacing;
  const looks = holds
    ? NODES.map((node, number) =>
        inspect(node, { ...base.content, ...holds[node] }, end + number, end + 10 + number),
      )
    : [];
  const history = makeHistory(...base.drafts, ...ours, ...looks);
  const mine = new Set(ours.map(({ process }) => process));
  return {
    history: {
      ...history,
      faults: [{ id: 'partition-1', kind: 'partition', value: {}, from: 0, to: FAULT_TO }],
    },
    planted: new Set(history.operations.filter(({ process }) => mine.has(process)).map(({ index }) => index)),
    truth: [...base.truth, ...truth.map((one, turn) => ({ ...one, at: end + turn }))],
  };
}

interface Lawful {
  readonly drafts: readonly Draft[];
  /** What each key holds in the end. */
  readonly content: { readonly [key: string]: Value };
  readonly truth: readonly Revelation[];
}

const drawn = new Map<string, Lawful>();

/** Drawn once for all that is planted into them: half of the time that a test of many operations would take. */
function sharedDrafts(operations: number, seed: string, spacing: number): Lawful {
  const name = `${operations} ${seed}`;
  const lawful = drawn.get(name) ?? lawfulDrafts(operations, seed, spacing);
  drawn.set(name, lawful);
  return lawful;
}

function lawfulDrafts(operations: number, seed: string, spacing: number): Lawful {
  const { unit } = stream(seed, 'lawful');
  const content: { [key: string]: Value } = {};
  // Each unknown outcome begins another session, and of those a client has only so many.
  const unknown = Math.min(0.2, 200 / operations);
  const numbers = Array.from({ length: PROCESSES }, (_, process) => process);
  const truth: Revelation[] = [];
  const drafts = Array.from({ length: operations }, (_, turn): Draft => {
    const place = turn % PROCESSES;
    // It takes effect at its turn, and began and ends up to three turns away from it.
    const now = turn * spacing;
    const [invoked, ended] = [
      now - Math.floor(unit() * 3 * spacing),
      now + Math.floor(unit() * 3 * spacing) + 1,
    ];
    const about = {
      process: numbers[place] as number,
      invoked: invoked + 3 * spacing,
      ended: ended + 3 * spacing,
    };
    const key = KEYS[Math.floor(unit() * KEYS.length)] as string;
    const kind = unit();
    if (kind < 0.1) {
      const values = KEYS.map((name): [string, Value] => [name, content[name] ?? null]);
      return { ...about, f: 'multi-read', value: Object.fromEntries(values) };
    }
    if (kind < 0.6) return { ...about, f: 'read', key, value: content[key] ?? null };
    const outcome = now < FAULT_TO ? unit() : 1;
    if (outcome < 0.1) return { ...about, f: 'write', key, value: turn, type: 'fail' };
    content[key] = turn;
    truth.push(
      ...NODES.map((node) => ({ at: now, node, life: 1, key, version: [turn], value: turn, holds: turn })),
    );
    if (outcome > 0.1 + unknown) return { ...about, f: 'write', key, value: turn };
    numbers[place] = about.process + PROCESSES;
    return { ...about, f: 'write', key, value: turn, type: 'info' };
  });
  return { drafts, content, truth };
}
