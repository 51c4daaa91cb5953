import { type Model, UNKNOWN } from '../model.js';

/** What a lock is asked, and by whom. An operation that did not get the lock has failed, and had no effect. */
export interface MutexInput {
  readonly f: 'acquire' | 'release';
  /** Whoever asks; a plain mutex does not mind. */
  readonly client?: string | number;
}

/** A lock that one may have at a time; anybody may release it, as long as it is held. The state: whether it is. */
export const mutex: Model<boolean, MutexInput, null> = {
  name: 'mutex',
  init: () => false,
  step: (isHeld, { f }) => (isHeld === (f === 'release') ? [!isHeld] : []),
  hash: Number,
  describeOperation: describe,
  describeState: (isHeld) => (isHeld ? 'held' : 'free'),
};

/** Who holds a lock, and how many times. */
export interface Hold {
  readonly holder: string | number | null;
  readonly times: number;
}

/** A lock that its holder may acquire again, and must release as many times. */
export const reentrantMutex: Model<Hold, MutexInput, null> = {
  name: 'reentrant mutex',
  init: () => ({ holder: null, times: 0 }),
  step({ holder, times }, { f, client = null }) {
    if (f === 'acquire')
      return times === 0 || holder === client ? [{ holder: client, times: times + 1 }] : [];
    if (times === 0 || holder !== client) return [];
    return [times === 1 ? { holder: null, times: 0 } : { holder, times: times - 1 }];
  },
  describeOperation: describe,
  describeState: ({ holder, times }) => (times === 0 ? 'free' : `held by ${holder} ${times} times`),
};

/** Who holds a lock, and the greatest token given so far. */
export interface FencedHold {
  readonly holder: string | number | null;
  readonly isHeld: boolean;
  readonly token: number;
}

/**
 * A lock whose `acquire` answers a fencing token, greater than any before; only its holder may release it. (Kleppmann,
 * "How to do distributed locking", 2016.) A token that nobody knows could be any greater one, so it counts as none.
 */
export const fencedMutex: Model<FencedHold, MutexInput, number | null> = {
  name: 'fenced mutex',
  init: () => ({ holder: null, isHeld: false, token: -Infinity }),
  step({ holder, isHeld, token }, { f, client = null }, output) {
    if (f === 'release') return isHeld && holder === client ? [{ holder: null, isHeld: false, token }] : [];
    if (isHeld) return [];
    if (output === UNKNOWN || output === null) return [{ holder: client, isHeld: true, token }];
    return output > token ? [{ holder: client, isHeld: true, token: output }] : [];
  },
  describeOperation: describe,
  describeState: ({ holder, isHeld, token }) =>
    `${isHeld ? `held by ${holder}` : 'free'}${token === -Infinity ? '' : `, last token ${token}`}`,
};

function describe({ f, client }: MutexInput, output: unknown): string {
  const by = client === undefined ? '' : ` by ${client}`;
  return typeof output === 'number' ? `${f}${by} → token ${output}` : `${f}${by}`;
}
