import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Address } from '../../replica/address.js';
import { crashReason, serverExit } from '../../replica/server-exit.js';
import { awaitServer } from '../tcp/await-server.js';

/** A node that has to load a module and recover on a busy machine needs so long at most. */
const READY_TIMEOUT_MS = 20_000;
const TAIL_LINES = 20;

/** A server that did not come up. */
export class ReplicaStartError extends Error {
  override readonly name = 'ReplicaStartError';
  /** Its exit code, if it ended by itself. */
  readonly exitCode: number | undefined;

  constructor(message: string, exitCode: number | undefined) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface ReplicaProcessOptions {
  readonly id: string;
  readonly address: Address;
  /** The server's configuration as JSON takes it, without `dataDir` and `supervised`. */
  readonly config: object;
  /** The compiled server. */
  readonly server: string;
  /** The node's own folder, for its configuration and data. */
  readonly dir: string;
  readonly logFile: string;
  /** What the time is, for the log. */
  readonly nowMs: () => number;
  /** Called when the server ends by itself. */
  readonly onCrash: (why: string) => void;
}

type ServerProcess = ReturnType<typeof spawnServer>;

function spawnServer(server: string, configFile: string, logFile: string) {
  // The log goes straight to its file, so that a busy controller does not hold up the node.
  // Execa passes any open file on, but its types know only the first few.
  const log = openSync(logFile, 'a') as 3;
  try {
    return execa(process.execPath, [server, configFile], {
      stdin: 'pipe',
      stdout: log,
      stderr: log,
      buffer: false,
      reject: false,
      // Also ends it when this process exits; the closed standard input does when that is killed.
      cleanup: true,
      killSignal: 'SIGKILL',
      forceKillAfterDelay: false,
      env: { NODE_OPTIONS: '' },
    });
  } finally {
    closeSync(log);
  }
}

/** One replica server as a local process: it can be started, killed, paused, and started again on the same data. */
export class ReplicaProcess {
  readonly #options: ReplicaProcessOptions;
  readonly #configFile: string;
  #process: ServerProcess | undefined;
  /** Aborted when the nemesis acts on a process that is still starting: nobody can wait for its answer then. */
  #interrupted = new AbortController();
  /** Settles when the present process has ended. */
  #exit: Promise<void> = Promise.resolve();

  constructor(options: ReplicaProcessOptions) {
    this.#options = options;
    const { dir, logFile, config } = options;
    mkdirSync(dir, { recursive: true });
    mkdirSync(dirname(logFile), { recursive: true });
    this.#configFile = join(dir, 'config.json');
    writeFileSync(
      this.#configFile,
      JSON.stringify({ ...config, dataDir: 'data', supervised: true }, null, 2) + '\n',
    );
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  /**
   * Starts the server unless it runs. Resolves when it answers, or when it was killed or paused before it could.
   * Rejects with a ReplicaStartError that holds the end of its log; the process is gone then.
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#process) return;
    const { id, address } = this.#options;
    const subprocess = this.#spawn();
    const interrupted = new AbortController();
    this.#interrupted = interrupted;
    const ended = new AbortController();
    let exitCode: number | undefined;
    subprocess.once('exit', (code) => {
      exitCode = code ?? undefined;
      ended.abort();
    });
    try {
      await awaitServer(address, {
        accept: ({ pong, pid }) => pong === id && pid === subprocess.pid,
        timeoutMs: READY_TIMEOUT_MS,
        signal: AbortSignal.any([ended.signal, interrupted.signal, ...(signal ? [signal] : [])]),
      });
    } catch (error) {
      if (interrupted.signal.aborted) return;
      const byItself = ended.signal.aborted;
      await this.kill();
      signal?.throwIfAborted();
      const why = byItself ? `it ended with exit code ${exitCode ?? 'unknown'}` : (error as Error).message;
      throw new ReplicaStartError(`Node ${id} did not start: ${why}.\n${this.#tail()}`, exitCode);
    }
  }

  /** Ends the process with kill -9, even a paused one; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#interrupted.abort();
    this.#process?.kill('SIGKILL');
    await this.#exit;
  }

  /** Stops the process without ending it. Does nothing while it does not run. */
  pause(): void {
    if (!this.#process?.kill('SIGSTOP')) return;
    this.#interrupted.abort();
    this.note('paused');
  }

  resume(): void {
    if (this.#process?.kill('SIGCONT')) this.note('resumed');
  }

  #spawn(): ServerProcess {
    const { server, logFile } = this.#options;
    this.note('started');
    const subprocess = spawnServer(server, this.#configFile, logFile);
    this.#process = subprocess;
    this.#exit = subprocess.then(({ exitCode, signal }) => {
      this.#process = undefined;
      this.note(signal === undefined ? `ended with exit code ${exitCode}` : `ended by ${signal}`);
      if (exitCode === serverExit.crash) this.#options.onCrash(crashReason(this.#tail()));
    });
    return subprocess;
  }

  /** A line of the controller's own in the node's log, which says where in the run the node's lines belong. */
  note(what: string): void {
    appendFileSync(this.#options.logFile, `--- ${what} at ${this.#options.nowMs().toFixed(3)} ms\n`);
  }

  #tail(): string {
    const { logFile } = this.#options;
    const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
    return `The end of ${logFile}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  }
}
