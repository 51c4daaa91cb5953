import type { ObjectModel, Understood } from './object-model.js';
import { Unfit } from './object-model.js';
import { changeOf, isList, itemOf, scalarOf, takenOf } from './values.js';

const growOnlySet: ObjectModel = {
  name: 'set',
  summary: '',
  model: 'growOnlySet',
  operations: [
    { names: ['add'], takes: 'ELEMENT', ask: ({ input }) => ({ f: 'add', value: scalarOf(input) }) },
    {
      names: ['read', 'get'],
      takes: '',
      ask: () => ({ f: 'read' }),
      answer({ output }) {
        if (!isList(output)) throw new Unfit('a list of the elements as the answer');
        return output.map(scalarOf);
      },
    },
  ],
};

const elementwise = (f: 'add' | 'remove' | 'contains', names: readonly string[]): Understood => ({
  names,
  takes: 'ELEMENT',
  ask: ({ input }) => ({ f, value: scalarOf(input) }),
  answer(operation) {
    const change = changeOf(operation);
    if (f === 'contains' && change === null) throw new Unfit('true or false as the answer');
    return change;
  },
});

export const set: ObjectModel = {
  name: 'set',
  summary: 'a set that is asked about single elements; or one that only grows and is read as a whole',
  model: 'set',
  operations: [
    elementwise('add', ['add']),
    elementwise('remove', ['remove', 'delete']),
    elementwise('contains', ['contains', 'has']),
    ...growOnlySet.operations.slice(1),
  ],
  instead: (names) => (names.has('read') || names.has('get') ? growOnlySet : undefined),
};

export const queue: ObjectModel = {
  name: 'queue',
  summary: 'first in, first out; an empty queue answers null',
  model: 'queue',
  operations: [
    {
      names: ['enqueue', 'offer', 'put', 'send'],
      takes: 'VALUE',
      ask: ({ input }) => ({ f: 'enqueue', value: itemOf(input) }),
    },
    {
      names: ['dequeue', 'poll', 'take', 'receive'],
      takes: '',
      ask: () => ({ f: 'dequeue' }),
      answer: ({ output }) => takenOf(output),
    },
  ],
};

export const unorderedQueue: ObjectModel = {
  ...queue,
  name: 'unordered-queue',
  summary: 'a queue that gives its items back in any order',
  model: 'unorderedQueue',
};

export const stack: ObjectModel = {
  name: 'stack',
  summary: 'last in, first out; an empty stack answers null',
  model: 'stack',
  operations: [
    { names: ['push'], takes: 'VALUE', ask: ({ input }) => ({ f: 'push', value: itemOf(input) }) },
    { names: ['pop'], takes: '', ask: () => ({ f: 'pop' }), answer: ({ output }) => takenOf(output) },
  ],
};

export const appendLog: ObjectModel = {
  name: 'append-log',
  summary: 'a log that is appended to, and read from its beginning or from a position',
  model: 'appendLog',
  operations: [
    {
      names: ['append'],
      takes: 'VALUE',
      ask: ({ input }) => ({ f: 'append', value: scalarOf(input) }),
      // What echoes the value is an acknowledgement, not a position.
      answer: ({ input, output }) => (typeof output === 'number' && output !== input ? output : null),
    },
    {
      names: ['read', 'get', 'r'],
      takes: 'POSITION or null',
      ask({ input }) {
        if (input !== null && !(Number.isInteger(input) && (input as number) >= 0)) {
          throw new Unfit('a position from 0, or null for the beginning');
        }
        return input === null ? { f: 'read' } : { f: 'read', from: input };
      },
      answer({ output }) {
        if (output === null) return [];
        if (!isList(output)) throw new Unfit('a list of the entries as the answer');
        return output.map(scalarOf);
      },
    },
  ],
};
