import type { ObjectModel, Understood } from './object-model.js';
import { isFields } from './values.js';

const lock = (f: 'acquire' | 'release', names: readonly string[]): Understood => ({
  names,
  takes: '',
  ask: () => ({ f }),
});

/** For locks that mind who holds them: that is the process. */
const lockOf = (f: 'acquire' | 'release', names: readonly string[]): Understood => ({
  ...lock(f, names),
  ask: ({ process }) => ({ f, client: process }),
});

const acquire = ['acquire', 'lock'];
const release = ['release', 'unlock'];

export const mutex: ObjectModel = {
  name: 'mutex',
  summary: 'a lock that one may hold at a time',
  model: 'mutex',
  operations: [lock('acquire', acquire), lock('release', release)],
};

export const reentrantMutex: ObjectModel = {
  name: 'reentrant-mutex',
  summary: 'a lock that the process that holds it may acquire again, and must release as often',
  model: 'reentrantMutex',
  operations: [lockOf('acquire', acquire), lockOf('release', release)],
};

export const fencedMutex: ObjectModel = {
  name: 'fenced-mutex',
  summary: 'a lock that answers a fencing token, greater than any before, or {"fence": TOKEN}',
  model: 'fencedMutex',
  operations: [
    {
      ...lockOf('acquire', acquire),
      answer({ output }) {
        const token = isFields(output) ? (output['fence'] ?? output['token']) : output;
        return typeof token === 'number' ? token : null;
      },
    },
    lockOf('release', release),
  ],
};
