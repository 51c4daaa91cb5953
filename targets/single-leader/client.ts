import type { Value } from '../../src/history/event.js';
import { type Body, ErrorCode, isDefinite, isError } from '../../src/replica/message.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Ask, Client, Completion, Session } from '../target.js';
import type { SingleLeaderOptions } from './options.js';

/** A client is sent on so often before it gives up. */
const MOST_REDIRECTIONS = 3;

function request({ f, key, value }: PlannedOperation): Body {
  switch (f) {
    case 'multi-read':
      return { type: f, keys: Object.keys(value as Record<string, Value>) };
    case 'read':
      return { type: f, key };
    case 'inspect':
      return { type: f };
    default:
      return { type: f, key, value };
  }
}

/** What the operation's answer says it returned. */
function result({ value }: PlannedOperation, body: Body): Value {
  switch (body.type) {
    case 'multi-read_ok':
      return body['values'] as Value;
    case 'inspect_ok':
      return body['registers'] as Value;
    default:
      return (body['value'] as Value | undefined) ?? (body.type === 'read_ok' ? null : value);
  }
}

function complete(operation: PlannedOperation, answer: RequestResult): Completion {
  const { value } = operation;
  if (answer.kind === 'refused') return { type: 'fail', value, error: { kind: 'refused' } };
  if (answer.kind !== 'reply') return { type: 'info', value, error: { kind: answer.kind } };
  const { body } = answer;
  if (!isError(body)) return { type: 'ok', value: result(operation, body) };
  const type = isDefinite(body.code) ? 'fail' : 'info';
  return { type, value, error: { kind: `error-${body.code}`, text: body.text } };
}

const reading = new Set(['read', 'multi-read']);

/** A client of the single-leader store: it writes at the leader, and reads where the options say. */
export function connect({ options }: Session): Client {
  const { reads } = options as SingleLeaderOptions;
  let leader: string | undefined;

  const askLeader = (operation: PlannedOperation, ask: Ask, done: (completion: Completion) => void): void => {
    const tried = new Set<string>();
    const attempt = (node: string): void => {
      tried.add(node);
      ask(node, request(operation), (answer) => {
        const better = whereElse(answer, node, operation.node);
        if (better !== undefined && !tried.has(better) && tried.size <= MOST_REDIRECTIONS) attempt(better);
        else done(complete(operation, answer));
      });
    };
    attempt(leader ?? operation.node);
  };

  /** Where to ask instead, if nothing can have happened there. */
  const whereElse = (answer: RequestResult, node: string, own: string): string | undefined => {
    if (answer.kind === 'reply' && !isError(answer.body)) {
      leader = node;
      return undefined;
    }
    leader = undefined;
    if (answer.kind === 'refused') return own;
    if (answer.kind !== 'reply' || !isError(answer.body)) return undefined;
    if (answer.body.code !== ErrorCode.temporarilyUnavailable) return undefined;
    return (answer.body['leader'] as string | undefined) ?? own;
  };

  return {
    invoke(operation, ask, done) {
      const { f, node } = operation;
      const isLocal = f === 'inspect' || f === 'promote' || (reads === 'any' && reading.has(f));
      if (!isLocal) askLeader(operation, ask, done);
      else ask(node, { ...request(operation), local: true }, (answer) => done(complete(operation, answer)));
    },
  };
}
