import type { ClockPlan } from '../../plan/plan.js';
import type { Clock } from '../../replica/host.js';
import type { ClockSetting } from '../cluster.js';

/** 2026-01-01T00:00:00Z, the time of day at which every simulation begins, in milliseconds since 1970. */
const EPOCH_MS = 1_767_225_600_000;

/** A node's clocks: monotonic time is sound, wall time is as wrong as the plan and the nemesis want it. */
export class SimulatedClock implements Clock {
  readonly #nowMs: () => number;
  readonly #initial: ClockPlan;
  #fault: ClockSetting = { offsetMs: 0, driftPpm: 0 };
  #faultSinceMs = 0;

  constructor(nowMs: () => number, initial: ClockPlan) {
    this.#nowMs = nowMs;
    this.#initial = initial;
  }

  set(setting: ClockSetting): void {
    this.#fault = setting;
    this.#faultSinceMs = this.#nowMs();
  }

  wall(): number {
    const now = this.#nowMs();
    const initial = this.#initial.offsetMs + (this.#initial.driftPpm * now) / 1e6;
    const fault = this.#fault.offsetMs + (this.#fault.driftPpm * (now - this.#faultSinceMs)) / 1e6;
    return EPOCH_MS + now + initial + fault;
  }

  monotonic(): number {
    return this.#nowMs();
  }
}
