import type { Cluster } from '../cluster/cluster.js';
import type { PlannedOperation } from '../plan/plan.js';
import type { Client, Completion } from '../../targets/target.js';
import { clientName } from './client-name.js';
import type { Recorder } from './recorder.js';

/**
 * One of the plan's clients as it runs: it invokes one operation at a time. After an `info` its process is retired,
 * because that operation may still be under way; the next process number takes its place with a session of its own.
 */
export class Session {
  readonly #cluster: Cluster;
  readonly #connect: (process: number) => Client;
  readonly #recorder: Recorder;
  readonly #name: string;
  readonly #step: number;
  readonly #user: string | undefined;
  #process: number;
  #client: Client;

  /**
   * @param connect makes the client that a process is
   * @param process the first process number
   * @param step what is added to the number when a process is retired: the count of clients
   * @param user whose device it is, whatever its process
   */
  constructor(
    cluster: Cluster,
    connect: (process: number) => Client,
    recorder: Recorder,
    process: number,
    step: number,
    user?: string,
  ) {
    this.#cluster = cluster;
    this.#connect = connect;
    this.#recorder = recorder;
    this.#name = clientName(process);
    this.#step = step;
    this.#user = user;
    this.#process = process;
    this.#client = connect(process);
  }

  /** Invokes an operation, and calls back when it has ended: at the latest after `timeoutMs`. */
  invoke(
    operation: PlannedOperation,
    { timeoutMs, final }: { timeoutMs: number; final?: true },
    done: (completion: Completion) => void,
  ): void {
    const cluster = this.#cluster;
    const { f, key, node, value } = operation;
    const process = this.#process;
    const user = this.#user;
    this.#recorder.record({ process, type: 'invoke', f, key, value, node, user, final });

    const deadline = cluster.now() + timeoutMs * 1e6;
    let ended = false;
    const end = (completion: Completion): void => {
      if (ended) return;
      ended = true;
      callOff();
      const { type, value: result, error } = completion;
      this.#recorder.record({ process, type, f, key, value: result, node, user, error, final });
      if (type === 'info') this.#retire();
      done(completion);
    };
    // A client that asks several nodes in turn has one patience for all of them.
    const callOff = cluster.after(timeoutMs + 1, () =>
      end({ type: 'info', value, error: { kind: 'timeout' } }),
    );
    this.#client.invoke(
      operation,
      (to, body, answer) => {
        const leftMs = Math.max(1, (deadline - cluster.now()) / 1e6);
        cluster.request(this.#name, to, body, leftMs, (result) => {
          if (!ended) answer(result);
        });
      },
      end,
    );
  }

  #retire(): void {
    this.#process += this.#step;
    this.#client = this.#connect(this.#process);
  }
}
