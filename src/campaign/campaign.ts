import type { Cell } from './matrix.js';
import type { SeedTask } from './seed-task.js';
import { drawSwarm } from './swarm.js';

/** Which part of a campaign one machine does: shard `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What a campaign is asked for; all shards of one are asked for the same. */
export interface Campaign {
  readonly seed: string;
  readonly cells: readonly Cell[];
  /** How many seeds, all shards together; absent: as many as the time allows. */
  readonly seeds?: number;
  /** Each seed draws its own faults, rates and clients around its cell's settings. */
  readonly swarm: boolean;
  /** A planted bug that one seed of a hundred runs with. */
  readonly canary?: string;
}

/** One seed of so many is run twice. */
const TWICE_EVERY = 50;
/** One seed of so many has the canary; not the first, so that short campaigns can do without. */
const CANARY_EVERY = 100;
const CANARY_AT = 9;

/** The seeds of a shard, in order. Each round has one seed for each cell, and shards take whole rounds in turn. */
export function* tasksOf(campaign: Campaign, { index, count }: Shard): Generator<SeedTask, undefined> {
  const { cells, seeds = Infinity } = campaign;
  for (let round = index - 1; round * cells.length < seeds; round += count) {
    for (const [position, cell] of cells.entries()) {
      const number = round * cells.length + position;
      if (number < seeds) yield taskOf(campaign, cell, number);
    }
  }
}

function taskOf({ seed, swarm, canary }: Campaign, { name, settings }: Cell, number: number): SeedTask {
  const isCanary = canary !== undefined && number % CANARY_EVERY === CANARY_AT;
  const own = {
    ...settings,
    seed: `${seed}-${number}`,
    bugs: isCanary ? [...settings.bugs, canary] : settings.bugs,
  };
  return {
    number,
    cell: name,
    settings: swarm ? drawSwarm(own) : own,
    ...(isCanary && { canary: true }),
    ...(number % TWICE_EVERY === 0 && { twice: true }),
  };
}

/** The task of one seed, by its number. @throws RangeError when the campaign has no such seed */
export function taskNumber(campaign: Campaign, number: number): SeedTask {
  const cell = campaign.cells[number % campaign.cells.length];
  if (!cell || number >= (campaign.seeds ?? Infinity)) {
    throw new RangeError(`The campaign has no seed number ${number}.`);
  }
  return taskOf(campaign, cell, number);
}
