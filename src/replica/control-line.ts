/**
 * Lines between servers (and from whoever asks whether one is alive) that are no messages: `{"ping":1}` is answered at
 * once by `{"pong":"n1","pid":4711}`. The replica never sees them.
 */
export const PING = '{"ping":1}';

/** The answer to a ping: who answers. */
export interface Pong {
  /** The node's name. */
  readonly pong: string;
  /** Its process's number. */
  readonly pid: number;
}

export function isPing(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ping' in value;
}

export function isPong(value: unknown): value is Pong {
  return typeof value === 'object' && value !== null && 'pong' in value;
}
