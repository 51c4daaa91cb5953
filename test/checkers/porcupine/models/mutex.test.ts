import fc from 'fast-check';
import { describe } from 'vitest';
import {
  fencedMutex,
  mutex,
  type MutexInput,
  reentrantMutex,
} from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testWords, testWritten } from './subject.js';

const input: fc.Arbitrary<MutexInput> = fc.record({
  f: fc.constantFrom('acquire' as const, 'release' as const),
  client: fc.nat({ max: 1 }),
});

const plain: Subject<boolean, boolean, MutexInput, null> = {
  model: mutex,
  first: false,
  perform: (isHeld, { f }) => (isHeld === (f === 'release') ? [null, !isHeld] : undefined),
  input,
  output: () => fc.constant(null),
};

const reentrant: Subject<unknown, readonly number[], MutexInput, null> = {
  model: reentrantMutex,
  first: [],
  perform(holds, { f, client }) {
    if (holds.length > 0 && holds[0] !== client) return undefined;
    if (f === 'acquire') return [null, [...holds, client as number]];
    return holds.length > 0 ? [null, holds.slice(1)] : undefined;
  },
  input,
  output: () => fc.constant(null),
};

const fenced: Subject<
  unknown,
  { readonly holder: number | null; readonly token: number },
  MutexInput,
  number | null
> = {
  model: fencedMutex,
  first: { holder: null, token: 0 },
  perform({ holder, token }, { f, client = 0 }) {
    if (f === 'release') return holder === client ? [null, { holder: null, token }] : undefined;
    return holder === null ? [token + 1, { holder: client as number, token: token + 1 }] : undefined;
  },
  input,
  output: ({ f }) => (f === 'acquire' ? fc.option(fc.integer({ min: 1, max: 3 })) : fc.constant(null)),
};

const acquire = (client: number) => ({ f: 'acquire', client }) as const;
const release = (client: number) => ({ f: 'release', client }) as const;

describe('a mutex', () => {
  testWritten(mutex, {
    accepted: {
      'one after the other': [
        ok(acquire(1), null, 0, 1),
        ok(release(1), null, 2, 5),
        ok(acquire(2), null, 3, 6),
      ],
      'a release by another': [ok(acquire(1), null, 0, 1), ok(release(2), null, 2, 3)],
      'an unknown release': [ok(acquire(1), null, 0, 1), info(release(1), 2), ok(acquire(2), null, 8, 9)],
      'an acquire that failed': [
        ok(acquire(1), null, 0, 1),
        fail(acquire(2), 2, 3),
        ok(release(1), null, 4, 5),
      ],
      'an unknown acquire that never got it': [info(acquire(1), 0), ok(acquire(2), null, 1, 2)],
    },
    rejected: {
      'two at a time': [ok(acquire(1), null, 0, 9), ok(acquire(2), null, 0, 9)],
      'a release of what nobody holds': [ok(release(1), null, 0, 1)],
      'two after one release': [
        ok(acquire(1), null, 0, 1),
        info(release(1), 2),
        ok(acquire(2), null, 3, 9),
        ok(acquire(3), null, 3, 9),
      ],
      'a release that failed': [
        ok(acquire(1), null, 0, 1),
        fail(release(1), 2, 3),
        ok(acquire(2), null, 4, 5),
      ],
    },
  });
  testRandom(plain);
  testWords(mutex, {
    'acquire by 3': ok(acquire(3), null, 0, 1),
    release: ok({ f: 'release' }, null, 0, 1),
  });
});

describe('a reentrant mutex', () => {
  testWritten(reentrantMutex, {
    accepted: {
      'a holder that acquires again': [
        ok(acquire(1), null, 0, 1),
        ok(acquire(1), null, 2, 3),
        ok(release(1), null, 4, 5),
        ok(release(1), null, 6, 7),
        ok(acquire(2), null, 8, 9),
      ],
      'an unknown second acquire that needs no release': [
        ok(acquire(1), null, 0, 1),
        info(acquire(1), 2),
        ok(release(1), null, 4, 5),
        ok(acquire(2), null, 6, 7),
      ],
    },
    rejected: {
      'another after too few releases': [
        ok(acquire(1), null, 0, 1),
        ok(acquire(1), null, 2, 3),
        ok(release(1), null, 4, 5),
        ok(acquire(2), null, 6, 7),
      ],
      'a release by another': [ok(acquire(1), null, 0, 1), ok(release(2), null, 2, 3)],
      'a release too many': [
        ok(acquire(1), null, 0, 1),
        ok(release(1), null, 2, 3),
        ok(release(1), null, 4, 5),
      ],
      'clients whose names only look alike': [
        ok(acquire(1), null, 0, 1),
        ok({ f: 'acquire', client: '1' }, null, 2, 3),
      ],
    },
  });
  testRandom(reentrant);
});

describe('a fenced mutex', () => {
  testWritten(fencedMutex, {
    accepted: {
      'tokens that grow': [ok(acquire(1), 3, 0, 1), ok(release(1), null, 2, 3), ok(acquire(2), 7, 4, 5)],
      'an unknown holder between': [
        ok(acquire(1), 3, 0, 1),
        ok(release(1), null, 2, 3),
        info(acquire(2), 4),
        info(release(2), 5),
        ok(acquire(1), 5, 8, 9),
      ],
    },
    rejected: {
      'a token that comes again': [
        ok(acquire(1), 3, 0, 1),
        ok(release(1), null, 2, 3),
        ok(acquire(2), 3, 4, 5),
      ],
      'a token that shrinks': [ok(acquire(1), 3, 0, 1), ok(release(1), null, 2, 3), ok(acquire(2), 2, 4, 5)],
      'two at a time, whatever their tokens': [ok(acquire(1), 1, 0, 9), ok(acquire(2), 2, 0, 9)],
      'a release by another': [ok(acquire(1), 1, 0, 1), ok(release(2), null, 2, 3)],
    },
  });
  testRandom(fenced);
  testWords(fencedMutex, { 'acquire by 3 → token 7': ok(acquire(3), 7, 0, 1) });
});
