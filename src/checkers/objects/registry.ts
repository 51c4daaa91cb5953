import { findNamed } from '../../named.js';
import { appendLog, queue, set, stack, unorderedQueue } from './collections.js';
import { fencedMutex, mutex, reentrantMutex } from './locks.js';
import type { ObjectModel } from './object-model.js';
import { casRegister, counter, keyValue, multiRegister, readModifyWrite, register } from './registers.js';

/** The kinds of objects that histories can be judged against. */
export const objectModels: readonly ObjectModel[] = [
  register,
  casRegister,
  multiRegister,
  keyValue,
  counter,
  set,
  queue,
  unorderedQueue,
  stack,
  mutex,
  reentrantMutex,
  fencedMutex,
  appendLog,
  readModifyWrite,
];

/** @throws UnknownNameError that lists the models there are */
export const objectModelNamed = (name: string): ObjectModel =>
  findNamed('model', objectModels, name, ({ name: known }) => known);
