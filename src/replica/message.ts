/**
 * The wire protocol, Maelstrom's: `{src, dest, body}` as newline-delimited JSON, where a body has a `type`, a
 * request has a `msg_id`, and its answer repeats that as `in_reply_to`.
 *
 * Messages are immutable: in simulation sender and receiver hold the very same object.
 */
export interface Body {
  readonly type: string;
  readonly msg_id?: number;
  readonly in_reply_to?: number;
  readonly [field: string]: unknown;
}

export interface Message {
  readonly src: string;
  readonly dest: string;
  readonly body: Body;
}

/** An answer that says why a request was not carried out. */
export interface ErrorBody extends Body {
  readonly type: 'error';
  readonly code: number;
  readonly text: string;
}

/** Maelstrom's error codes, by name. */
export const ErrorCode = {
  timeout: 0,
  nodeNotFound: 1,
  notSupported: 10,
  temporarilyUnavailable: 11,
  malformedRequest: 12,
  crash: 13,
  abort: 14,
  keyDoesNotExist: 20,
  keyAlreadyExists: 21,
  preconditionFailed: 22,
  txnConflict: 30,
} as const;

/** Codes after which the request may still have taken effect; all others are definite refusals. */
const indefinite: ReadonlySet<number> = new Set([ErrorCode.timeout, ErrorCode.crash]);

/** True when an error with this code proves that the request had no effect, and never will. */
export function isDefinite(code: number): boolean {
  return !indefinite.has(code);
}

export function isError(body: Body): body is ErrorBody {
  return body.type === 'error';
}
