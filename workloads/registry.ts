import { register } from './register.js';
import { session } from './session.js';
import type { Workload } from './workload.js';

/** The workloads that come with splitbrain. */
export const workloads: readonly Workload[] = [register, session] as readonly Workload[];
