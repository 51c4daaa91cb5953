import type { Cluster, OperatorPort } from '../cluster/cluster.js';
import { NEMESIS, REPLICA_CRASH, type Value } from '../history/event.js';
import type { Heal } from '../nemesis/fault.js';
import { faultOfKind } from '../nemesis/registry.js';
import type { PlannedFault } from '../plan/plan.js';
import type { PlanClock } from './plan-clock.js';
import type { Recorder } from './recorder.js';

/** So long an operator's connection to a node stays open. */
const ORDER_TIMEOUT_MS = 1_000;

/** Hears of a fault that has struck, and may heal it before its time. */
type Injected = (fault: PlannedFault, heal: () => void) => void;

/** Injects the plan's faults when their time comes, heals each at its end, and records both. */
export class Nemesis {
  readonly #clock: PlanClock;
  readonly #port: OperatorPort;
  readonly #recorder: Recorder;
  /** Faults whose healing has not ended yet. */
  #open = 0;
  #whenAllHealed: (() => void) | undefined;
  #crashes = 0;
  #orders = 0;

  constructor(cluster: Cluster, clock: PlanClock, recorder: Recorder) {
    this.#clock = clock;
    this.#port = {
      ...cluster.faults,
      order: (node, body, answered = () => {}) =>
        cluster.request('operator', node, body, ORDER_TIMEOUT_MS, answered),
      number: () => ++this.#orders,
    };
    this.#recorder = recorder;
  }

  /** Schedules all the faults, counted from now. */
  start(faults: readonly PlannedFault[], injected: Injected): void {
    this.#open = faults.length;
    for (const fault of faults) this.#clock.after(fault.atMs, () => this.#inject(fault, injected));
  }

  /** Calls back once every fault has been injected and healed. */
  whenAllHealed(done: () => void): void {
    if (this.#open === 0) done();
    else this.#whenAllHealed = done;
  }

  /** A replica ended by itself: nobody's fault but its own, and recorded beside those of the plan. */
  crashed(node: string, why: string): void {
    const about = { id: `${REPLICA_CRASH}-${++this.#crashes}`, kind: REPLICA_CRASH };
    this.#record('inject', { ...about, nodes: [node], why });
    this.#record('inject', { ...about, done: true });
  }

  #inject(fault: PlannedFault, injected: Injected): void {
    const { id, kind, atMs: _at, durationMs, ...fields } = fault;
    const deed = faultOfKind(kind);
    this.#record('inject', { id, kind, ...fields });
    const goOn = this.#clock.hold();
    settle(
      () => deed.inject(this.#port, fields),
      (heal) => {
        this.#record('inject', { id, kind, done: true });
        let isHealed = false;
        const healOnce = (): void => {
          if (!isHealed) this.#heal(fault, heal);
          isHealed = true;
        };
        this.#clock.after(durationMs, healOnce);
        goOn();
        injected(fault, healOnce);
      },
      (error) => {
        this.#record('inject', { id, kind, done: false }, error);
        goOn();
        this.#closed();
      },
    );
  }

  #heal({ id, kind }: PlannedFault, heal: Heal): void {
    this.#record('heal', { id, kind });
    const goOn = this.#clock.hold();
    const end = (error?: Error): void => {
      this.#record('heal', { id, kind, done: !error }, error);
      this.#closed();
    };
    settle(
      heal,
      (later) => {
        goOn();
        if (later) later.whenEnded(end, end);
        else end();
      },
      (error) => {
        goOn();
        end(error);
      },
    );
  }

  #closed(): void {
    this.#open--;
    if (this.#open === 0) this.#whenAllHealed?.();
  }

  #record(f: string, value: Value, error?: Error): void {
    const why = error && { error: { kind: 'nemesis', text: error.message } };
    this.#recorder.record({ process: NEMESIS, type: 'info', f, value, ...why });
  }
}

/** Goes on at once where `action` is synchronous, as it is in simulation, and after its promise elsewhere. */
function settle<T>(
  action: () => T | Promise<T>,
  then: (result: T) => void,
  failed: (error: Error) => void,
): void {
  let result: T | Promise<T>;
  try {
    result = action();
  } catch (error) {
    failed(error as Error);
    return;
  }
  if (result instanceof Promise) result.then(then, failed);
  else then(result);
}
