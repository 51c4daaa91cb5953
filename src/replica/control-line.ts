/**
 * Lines that are no messages and that the replica never sees: `{"ping":"n2"}`, sent by node n2 or whoever else wants to
 * know whether a server is alive, is answered at once by `{"pong":"n1","pid":4711}`.
 */
export interface Ping {
  /** Who asks. */
  readonly ping: string;
}

/** The answer to a ping: who answers. */
export interface Pong {
  /** The node's name. */
  readonly pong: string;
  /** Its process's number. */
  readonly pid: number;
}

export function isPing(value: unknown): value is Ping {
  return typeof value === 'object' && value !== null && 'ping' in value;
}

export function isPong(value: unknown): value is Pong {
  return typeof value === 'object' && value !== null && 'pong' in value;
}
