import { type Engine, openEngine } from './engine.js';
import { LABEL, OWNER_LABEL } from './labels.js';
import { ownerState, parseOwner } from './owner.js';
import { type Labelled, type Removed, removeLabelled } from './removal.js';

export interface SweepOptions {
  /** Also what belongs to runs that may still be going on. */
  readonly all?: boolean;
}

function isLeftover({ Labels }: Labelled): boolean {
  const owner = parseOwner(Labels?.[OWNER_LABEL]);
  return owner !== undefined && ownerState(owner) === 'dead';
}

/** Removes what dead controllers left on this engine. */
export async function sweep(engine: Engine, { all = false }: SweepOptions = {}): Promise<Removed> {
  return removeLabelled(engine, LABEL, all ? () => true : isLeftover);
}

/**
 * Removes the containers and networks of runs whose controller is gone. Runs of living controllers are left alone, and
 * so are those of controllers elsewhere, of which nothing is known; unless `all` says otherwise.
 * @throws DockerError when no engine answers or it does not manage it
 */
export async function sweepLeftovers(options: SweepOptions = {}): Promise<Removed> {
  return sweep(await openEngine(), options);
}
