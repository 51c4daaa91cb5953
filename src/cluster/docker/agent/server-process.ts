import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockSetting } from '../../cluster.js';
import {
  type ClockFault,
  faketimeEnvironment,
  faketimeStart,
  faketimeText,
  removeFaketimeFiles,
  writeFaketime,
} from './faketime.js';

export interface ServerProcessOptions {
  /** The compiled server, and its configuration. */
  readonly server: string;
  readonly configFile: string;
  /** libfaketime's file. */
  readonly clockFile: string;
  readonly onExit: (pid: number, code: number | null, signal: string | null) => void;
}

/** The loader needs so long before libfaketime wakes, on a very busy machine. */
const FAKETIME_WAKES_WITHIN_MS = 5_000;
const POLL_MS = 5;

/** The replica server as a child of the agent: one at a time, its output into the agent's standard error. */
export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #clock: ClockFault = { setting: { offsetMs: 0, driftPpm: 0 }, sinceMs: performance.now() };
  #spawnedAtMs = performance.now();

  constructor(options: ServerProcessOptions) {
    this.#options = options;
  }

  /** Returns the number of the process, which may have run before. */
  start(): number {
    if (this.#child?.pid !== undefined) return this.#child.pid;
    const { server, configFile, clockFile, onExit } = this.#options;
    this.#spawnedAtMs = performance.now();
    this.#writeClock();
    const child = spawn(process.execPath, [server, configFile], {
      stdio: ['ignore', 2, 2],
      env: { PATH: process.env['PATH'], ...faketimeEnvironment(clockFile) },
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('The server could not be started.');
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#child = undefined;
        removeFaketimeFiles(pid);
        onExit(pid, code, signal);
        resolve();
      });
    });
    void this.#correctDrift(child);
    return pid;
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** False when it does not run. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): boolean {
    return this.#child?.kill(signal) ?? false;
  }

  setClock(setting: ClockSetting): void {
    this.#clock = { setting, sinceMs: performance.now() };
    this.#writeClock();
  }

  #writeClock(): void {
    const pid = this.#child?.pid;
    const startedAtMs = (pid === undefined ? undefined : faketimeStart(pid)) ?? this.#spawnedAtMs;
    writeFaketime(this.#options.clockFile, faketimeText(this.#clock, startedAtMs));
  }

  /** libfaketime counts from when it wakes in the process, not from when that was spawned: known a little later. */
  async #correctDrift(child: ChildProcess): Promise<void> {
    const deadline = performance.now() + FAKETIME_WAKES_WITHIN_MS;
    while (this.#child === child && performance.now() < deadline) {
      if (child.pid !== undefined && faketimeStart(child.pid) !== undefined) {
        this.#writeClock();
        return;
      }
      await sleep(POLL_MS);
    }
  }
}
