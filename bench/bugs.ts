import { availableParallelism } from 'node:os';
import { interruptible } from '../src/cli/interrupt.js';
import { currentCommit } from '../src/run/current-commit.js';
import { targets } from '../targets/registry.js';
import { type Find, MOST_SEEDS, type Search } from './find-bug.js';
import { findBugs } from './find-bugs.js';
import type { Group, Measurement } from './group.js';
import { median } from './measure.js';

/** Campaigns with seeds of their own, for each bug, and how many of their finds are shrunk. */
const CAMPAIGNS = 5;
const SHRUNK = 3;
/** What each minimum should have at most, in the median over bugs, and how long it may take to find. */
const GOAL = { operations: 6, faults: 2, seconds: 30 } as const;

/** Two at a time, where there are so many cores: what else runs on the machine would make them take longer. */
const WORKERS = Math.min(2, availableParallelism());

interface Bug {
  readonly target: string;
  readonly bug: string;
}

const bugs: readonly Bug[] = targets.flatMap(({ name: target, bugs: planted }) =>
  planted.map(({ name: bug }) => ({ target, bug })),
);

const nameOf = ({ target, bug }: Bug): string => `${target} ${bug}`;

/** Figures of the finds that were shrunk. */
const figures: readonly {
  readonly name: string;
  readonly of: (shrunk: NonNullable<Find['shrunk']>) => number;
  readonly words: (figure: number) => string;
}[] = [
  { name: 'operations', of: ({ operations }) => operations, words: String },
  { name: 'faults', of: ({ faults }) => faults, words: String },
  { name: 'shrinking took', of: ({ seconds }) => seconds, words: (seconds) => `${seconds.toFixed(1)} s` },
];

const columns = [
  'bug',
  'found',
  'seeds to find it',
  ...figures.map(({ name }) => name),
  'finds shrunk',
  'seen as',
];

const middleAndMost = (numbers: readonly number[], words: (figure: number) => string): string =>
  numbers.length === 0 ? '–' : `${words(median(numbers))}, most ${words(Math.max(...numbers))}`;

const shrunkOf = (finds: readonly Find[]) => finds.flatMap(({ shrunk }) => shrunk ?? []);

function rowOf(bug: Bug, ended: readonly (Find | null)[]): string[] {
  const finds = findsIn(ended);
  const shrunk = shrunkOf(finds);
  return [
    nameOf(bug),
    `${finds.length} of ${ended.length}`,
    middleAndMost(
      finds.map(({ seeds }) => seeds),
      String,
    ),
    ...figures.map(({ of, words }) => middleAndMost(shrunk.map(of), words)),
    String(shrunk.length),
    [...new Set(finds.map(({ kind }) => kind))].sort().join(', '),
  ];
}

/** What of the goals is missed, where each bug counts by the middle of its finds. */
function shortfalls(findsByBug: ReadonlyMap<Bug, readonly Find[]>): string[] {
  const shrunk = [...findsByBug].filter(([, finds]) => shrunkOf(finds).length > 0);
  if (shrunk.length === 0) return [];
  const middle = (finds: readonly Find[], at: number): number =>
    median(shrunkOf(finds).map((figures[at] as (typeof figures)[number]).of));
  const [operations = 0, faults = 0] = [0, 1].map((at) =>
    median(shrunk.map(([, finds]) => middle(finds, at))),
  );
  const slow = shrunk.filter(([, finds]) => middle(finds, 2) >= GOAL.seconds).map(([bug]) => nameOf(bug));
  return [
    ...(operations > GOAL.operations || faults > GOAL.faults
      ? [`the minima have ${operations} operations and ${faults} faults, in the median over bugs`]
      : []),
    ...(slow.length > 0
      ? [`${slow.join(', ')}: ${GOAL.seconds} s or more to shrink, in the median of the finds`]
      : []),
  ];
}

/**
 * How soon a campaign finds each planted bug, and how small its failures become, as a table for `docs/planted-bugs.md`. Takes
 * long: measured when asked for. What has ended is kept for the commit, and not measured again; Ctrl-C ends it with what it has.
 */
export const bugsGroup: Group = {
  names: bugs.map(nameOf),
  onlyWhenAsked: true,
  isMarkdown: true,
  async measure(isWanted): Promise<Measurement> {
    const wanted = bugs.filter((one) => isWanted(nameOf(one)));
    // First one campaign of each, so that one that is cut off knows something of all.
    const searches = Array.from({ length: CAMPAIGNS }, (_, campaign) =>
      wanted.map((one): Search => ({ ...one, campaign, shrinks: campaign < SHRUNK })),
    ).flat();
    const ended = new Map<string, (Find | null)[]>(wanted.map((bug) => [nameOf(bug), []]));
    const endedOf = (bug: Bug): (Find | null)[] => ended.get(nameOf(bug)) ?? [];
    const file = `store/bench/bugs-${currentCommit()?.slice(0, 12) ?? 'no-commit'}.jsonl`;
    await interruptible((signal) =>
      findBugs(searches, { workers: WORKERS, file, signal }, (search, found) => {
        endedOf(search).push(found);
        // All of it takes long: what is measured is said at once.
        process.stderr.write(`${rowOf(search, endedOf(search)).join('  ')}\n`);
      }),
    );
    const missed = wanted.flatMap((bug) => {
      const all = endedOf(bug);
      const count = all.length - findsIn(all).length;
      if (all.length < CAMPAIGNS) return [`${nameOf(bug)}: ${all.length} of ${CAMPAIGNS} campaigns were run`];
      return count > 0 ? [`${nameOf(bug)}: ${count} campaigns did not find it in ${MOST_SEEDS} seeds`] : [];
    });
    const found = new Map(wanted.map((bug) => [bug, findsIn(endedOf(bug))]));
    const table = [columns, ...wanted.map((bug) => rowOf(bug, endedOf(bug)))];
    return { table, failures: [...missed, ...shortfalls(found)] };
  },
};

const findsIn = (ended: readonly (Find | null)[]): Find[] => ended.flatMap((found) => found ?? []);
