import type { ClockSetting } from '../../cluster.js';

/** Which packets a container drops. Addresses are IPv4. */
export interface Drops {
  /** All that comes from them. */
  readonly sources: readonly string[];
  /** A share, in (0, 1], of what comes from them. */
  readonly lossy: readonly (readonly [source: string, share: number])[];
  /** What clients send to this port, or what leaves it to them. Clients are those that are not among the peers. */
  readonly clients?: {
    readonly port: number;
    readonly peers: readonly string[];
    readonly requests: boolean;
    readonly answers: boolean;
  };
}

/**
 * What the controller asks of a container's agent, and the agent's answers: newline-delimited JSON over the agent's
 * standard input and output. Requests are carried out in the order in which they come.
 */
export type AgentRequest =
  /** Writes the server's configuration; before the first `start`. */
  | { readonly do: 'configure'; readonly config: object }
  /** Starts the server unless it runs; answers with its process number at once, not when it is ready. */
  | { readonly do: 'start' }
  /** Ends the server with SIGKILL; answers when it is gone. */
  | { readonly do: 'kill' }
  /** Sends SIGSTOP or SIGCONT to the server; answers with false if it does not run. */
  | { readonly do: 'pause' | 'resume' }
  /** From now on drops these packets and no others. */
  | { readonly do: 'drop'; readonly drops: Drops }
  /** Sets how wrong the server's wall clock is, now and after a restart. */
  | { readonly do: 'clock'; readonly setting: ClockSetting };

/** What each request is answered with. */
export interface AgentResults {
  readonly configure: null;
  readonly start: { readonly pid: number };
  readonly kill: null;
  readonly pause: boolean;
  readonly resume: boolean;
  readonly drop: null;
  readonly clock: null;
}

/** A request on its way. */
export type NumberedRequest = AgentRequest & { readonly id: number };

/** What the agent says: the answer to a request, or that something happened. */
export type AgentLine =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly event: 'hello'; readonly node: string }
  | {
      readonly event: 'exit';
      readonly pid: number;
      readonly code: number | null;
      readonly signal: string | null;
    };
