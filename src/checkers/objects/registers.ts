import type { Value } from '../../history/event.js';
import type { Operation } from '../../history/operation.js';
import type { ObjectModel, Understood } from './object-model.js';
import { Unfit } from './object-model.js';
import { type Fields, isFields, isList, keyOf, numberOf, pairOf, scalarOf } from './values.js';

const read: Understood = {
  names: ['read', 'get', 'r'],
  isRead: true,
  takes: '',
  ask: () => ({ f: 'read' }),
  answer: ({ output }) => scalarOf(output),
};

const cas: Understood = {
  names: ['cas', 'compare-and-set'],
  takes: '[EXPECTED, NEW]',
  ask({ input }) {
    const [expected, value] = pairOf(input);
    return { f: 'cas', expected, value };
  },
  answer: ({ output }) => output !== false,
};

/** A register, which most histories are about. */
export const casRegister: ObjectModel = {
  name: 'cas-register',
  summary: 'a register with compare-and-set; one that answers false has found another value than it expected',
  model: 'register',
  takesInitial: true,
  operations: [
    read,
    {
      names: ['write', 'put', 'set', 'w'],
      takes: 'VALUE',
      ask: ({ input }) => ({ f: 'write', value: scalarOf(input) }),
    },
    cas,
  ],
};

export const register: ObjectModel = {
  ...casRegister,
  name: 'register',
  summary: 'a register, with compare-and-set or without',
};

export const readModifyWrite: ObjectModel = {
  name: 'read-modify-write',
  summary: 'a register on which a write answers the value that it replaces; or on which all writes are cas',
  model: 'readModifyWrite',
  takesInitial: true,
  operations: [
    read,
    {
      names: ['swap', 'get-and-set', 'read-modify-write', 'rmw'],
      takes: 'VALUE',
      ask: ({ input }) => ({ f: 'swap', value: scalarOf(input) }),
      answer: ({ output }) => scalarOf(output),
    },
  ],
  instead: (names) =>
    cas.names.some((name) => names.has(name)) ? { ...casRegister, name: 'read-modify-write' } : undefined,
};

export const counter: ObjectModel = {
  name: 'counter',
  summary: 'a number that is added to, and read',
  model: 'counter',
  takesInitial: true,
  initial: () => 0,
  operations: [
    {
      names: ['read', 'get'],
      takes: '',
      ask: () => ({ f: 'read' }),
      // A counter that nobody has changed yet need not exist.
      answer: ({ output }) => numberOf(output ?? 0),
    },
    {
      names: ['add', 'inc', 'increment'],
      takes: 'AMOUNT',
      ask: ({ input }) => ({ f: 'add', amount: input === null ? 1 : numberOf(input) }),
    },
    {
      names: ['subtract', 'dec', 'decrement'],
      takes: 'AMOUNT',
      ask: ({ input }) => ({ f: 'add', amount: input === null ? -1 : -numberOf(input) }),
    },
    {
      names: ['add-and-get'],
      takes: 'AMOUNT',
      ask: ({ input }) => ({ f: 'add-and-get', amount: numberOf(input) }),
      answer: ({ output }) => numberOf(output),
    },
  ],
};

export const keyValue: ObjectModel = {
  name: 'key-value',
  summary:
    'a store of texts by key; a key that is not there reads as null, or as "" where the history does so',
  model: 'keyValue',
  hasKeys: true,
  takesInitial: true,
  initial: readsMissingAs,
  operations: [
    {
      names: ['get', 'read'],
      isRead: true,
      takes: '',
      ask: (operation) => ({ f: 'get', key: keyOf(operation) }),
      answer: ({ output }) => scalarOf(output),
    },
    ...(['put', 'append'] as const).map((f): Understood => ({
      names: f === 'put' ? ['put', 'write', 'set'] : ['append'],
      takes: 'VALUE',
      ask: (operation) => ({ f, key: keyOf(operation), value: scalarOf(operation.input) }),
    })),
    {
      names: ['delete', 'remove', 'del'],
      takes: '',
      ask: (operation) => ({ f: 'delete', key: keyOf(operation) }),
    },
    {
      ...cas,
      ask(operation) {
        const [expected, value] = pairOf(operation.input);
        return { f: 'cas', key: keyOf(operation), expected, value };
      },
    },
  ],
};

/** "" if something reads so that nobody wrote, else null. */
function readsMissingAs(operations: readonly Operation[]): Value {
  const isEmptyRead = ({ type, f, output }: Operation): boolean =>
    type === 'ok' && output === '' && (f === 'get' || f === 'read');
  return operations.some(isEmptyRead) && !operations.some(({ input }) => input === '') ? '' : null;
}

export const multiRegister: ObjectModel = {
  name: 'multi-register',
  summary: 'registers that are read and written together, by key or in transactions',
  model: 'multiRegister',
  hasKeys: true,
  takesInitial: true,
  operations: [
    {
      names: ['txn'],
      takes: '[[r KEY null], [w KEY VALUE], …]',
      ask: ({ input }) => ({ f: 'txn', steps: microOperations(input).map(stepOf) }),
      answer: ({ output }) =>
        microOperations(output).map(([f, , value = null]) => (isRead(f) ? scalarOf(value) : null)),
    },
    {
      names: ['read', 'multi-read'],
      isRead: true,
      takes: '',
      ask: (operation) => ({ f: 'read', keys: Object.keys(valuesByKey(operation, operation.output)) }),
      answer: (operation) => scalars(valuesByKey(operation, operation.output)),
    },
    {
      names: ['write', 'multi-write'],
      takes: 'VALUE or {KEY: VALUE, …}',
      ask: (operation) => ({ f: 'write', values: scalars(valuesByKey(operation, operation.input)) }),
    },
  ],
};

type MicroOperation = readonly [f: Value, key: Value, value?: Value];

const isRead = (f: Value): boolean => f === 'r' || f === 'read';

function microOperations(value: Value): readonly MicroOperation[] {
  const isMicro = (item: Value): boolean =>
    isList(item) && item.length >= 2 && ['r', 'read', 'w', 'write'].includes(item[0] as string);
  if (!isList(value) || !value.every(isMicro))
    throw new Unfit('a list of [r, KEY, null] and [w, KEY, VALUE]');
  return value as readonly MicroOperation[];
}

function stepOf([f, key, value = null]: MicroOperation): readonly unknown[] {
  const name = String(scalarOf(key));
  return isRead(f) ? ['r', name] : ['w', name, scalarOf(value)];
}

/** What an operation read or wrote: under its key, or of several keys in a map. */
function valuesByKey({ key, type }: Operation, value: Value): Fields {
  if (key !== undefined) return { [key]: value };
  if (isFields(value)) return value;
  if (type === 'info') return {};
  throw new Unfit('a key, or a map of values by key');
}

const scalars = (values: Fields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, scalarOf(value)]));
