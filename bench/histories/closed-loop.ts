import { stream } from '../../src/plan/stream.js';
import type { TimedOperation } from '../../src/checkers/porcupine/index.js';

/** How clients call: each calls again soon after its last operation has returned. */
export interface LoopShape {
  readonly seed: string;
  readonly operations: number;
  readonly clients: number;
  /** This share of the operations lasts thirty times longer. */
  readonly slow?: number;
}

/** What clients do, and what it does to the object. */
export interface LoopActions<Input, Output> {
  /** Asks for a client's next input. */
  readonly call: (client: number) => Input;
  /** Lets an operation take effect; undefined when it fails. */
  readonly apply: (input: Input, client: number) => Output | undefined;
  /** For an operation of unknown outcome, whether it takes effect; undefined for all others. */
  readonly isUnknown?: (input: Input, position: number) => { readonly happens: boolean } | undefined;
}

interface Client<Input, Output> {
  /** When its next event is, in its own continuous time. */
  next: number;
  phase: 'call' | 'effect' | 'return';
  end: number;
  operation: Draft<Input, Output> | undefined;
}

interface Draft<Input, Output> {
  input: Input;
  output: Output | undefined;
  call: number;
  return: number;
  outcome: 'ok' | 'info' | 'fail';
  happens: boolean;
}

const SLOW = 30;

/**
 * How long operations last in the mean is the unit of time. As in real systems none is much faster than that, and some
 * take several times as long; a client rests for a moment before its next call.
 */
const LASTS_AT_LEAST = 0.2;
const MOST_REST = 0.1;

/**
 * Clients in closed loop on a real object: each operation takes effect at one moment between its call and its return, so
 * the history is linearizable. Times are distinct integers; operations come in order of call.
 */
export function closedLoop<Input, Output>(
  { seed, operations, clients, slow = 0 }: LoopShape,
  { call, apply, isUnknown }: LoopActions<Input, Output>,
): TimedOperation<Input, Output>[] {
  const { unit } = stream(seed, 'closed loop');
  const loop: Client<Input, Output>[] = Array.from({ length: clients }, () => ({
    next: unit(),
    phase: 'call',
    end: 0,
    operation: undefined,
  }));
  const history: Draft<Input, Output>[] = [];
  for (let tick = 0; ;) {
    const at = earliest(loop);
    const client = loop[at] as Client<Input, Output>;
    if (client.next === Infinity) break;
    const { operation } = client;
    if (client.phase === 'call') {
      if (history.length === operations) {
        client.next = Infinity;
        continue;
      }
      const input = call(at);
      const unknown = isUnknown?.(input, history.length);
      client.operation = {
        input,
        output: undefined,
        call: tick++,
        return: Infinity,
        outcome: unknown ? 'info' : 'ok',
        happens: unknown?.happens ?? true,
      };
      history.push(client.operation);
      const exponential = -Math.log(1 - unit());
      const usual = LASTS_AT_LEAST + (1 - LASTS_AT_LEAST) * exponential;
      const lasts = usual * (unit() < slow ? SLOW : 1);
      client.end = client.next + lasts;
      client.next += unit() * lasts;
      client.phase = 'effect';
    } else if (client.phase === 'effect') {
      const draft = operation as Draft<Input, Output>;
      if (draft.happens) {
        draft.output = apply(draft.input, at);
        if (draft.output === undefined) draft.outcome = 'fail';
      }
      client.next = client.end;
      client.phase = 'return';
    } else {
      (operation as Draft<Input, Output>).return = tick++;
      client.next += unit() * MOST_REST;
      client.phase = 'call';
    }
  }
  return history.map(({ input, output, call: began, return: end, outcome }) => ({
    input,
    output: outcome === 'ok' ? output : undefined,
    call: began,
    return: outcome === 'info' ? undefined : end,
    outcome,
  }));
}

function earliest(loop: readonly { readonly next: number }[]): number {
  let found = 0;
  for (let at = 1; at < loop.length; at++) {
    if ((loop[at] as { next: number }).next < (loop[found] as { next: number }).next) found = at;
  }
  return found;
}
