import { findNamed } from '../src/named.js';
import { appendLog } from './append-log.js';
import { autoIncrement } from './auto-increment.js';
import { counter } from './counter.js';
import { devices } from './devices.js';
import { questionAnswer } from './question-answer.js';
import { lock } from './lock.js';
import { register } from './register.js';
import { session } from './session.js';
import { statements } from './statements.js';
import type { Workload } from './workload.js';

/** The workloads that come with splitbrain. */
export const workloads: readonly Workload[] = [
  register,
  session,
  devices,
  counter,
  questionAnswer,
  appendLog,
  autoIncrement,
  lock,
  statements,
] as readonly Workload[];

/** @throws UnknownNameError that lists the workloads there are */
export function workloadNamed(name: string): Workload {
  return findNamed('workload', workloads, name, (workload) => workload.name);
}
