import type { Value } from '../../history/event.js';
import * as porcupine from '../porcupine/index.js';
import { type Scalar } from '../porcupine/model.js';
import { scalarOf } from './values.js';

type AnyModel = porcupine.Model<unknown, unknown, unknown>;

const makers = {
  register: (initial: Scalar) => porcupine.register(initial),
  readModifyWrite: (initial: Scalar) => porcupine.readModifyWrite(initial),
  multiRegister: (initial: Scalar) => porcupine.multiRegister(initial),
  // It compares values and joins them to texts, so numbers do as well.
  keyValue: (missing: Scalar) => porcupine.keyValue(missing as string | null),
  counter: (initial: Scalar) => ({ ...porcupine.counter, init: () => Number(initial) }),
  set: () => porcupine.set(),
  growOnlySet: () => porcupine.growOnlySet(),
  queue: () => porcupine.queue(),
  unorderedQueue: () => porcupine.unorderedQueue(),
  stack: () => porcupine.stack(),
  appendLog: () => porcupine.appendLog(),
  mutex: () => porcupine.mutex,
  reentrantMutex: () => porcupine.reentrantMutex,
  fencedMutex: () => porcupine.fencedMutex,
} as const satisfies Readonly<Record<string, (initial: Scalar) => unknown>>;

/** A model of `splitbrain/porcupine`. */
export type ModelName = keyof typeof makers;

/**
 * Makes a model by name, as threads do that cannot be sent one.
 * @param isKeyed whether there is one such object for each key
 */
export function makeModel(name: ModelName, initial: Value, isKeyed: boolean): AnyModel {
  const model = makers[name](scalarOf(initial)) as AnyModel;
  return isKeyed ? porcupine.keyed(model) : model;
}
