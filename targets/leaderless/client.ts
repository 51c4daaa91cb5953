import type { Value } from '../../src/history/event.js';
import { type Body, isDefinite, isError } from '../../src/replica/message.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Client, Completion } from '../target.js';

/** What its clients can do. */
export const operations = ['read', 'write', 'multi-read', 'inspect'] as const;

function request({ f, key, value }: PlannedOperation): Body {
  switch (f) {
    case 'read':
      return { type: 'read', key };
    case 'write':
      return { type: 'write', key, value };
    case 'multi-read':
      return { type: 'multi-read', keys: Object.keys(value as Record<string, Value>) };
    case 'inspect':
      return { type: 'inspect' };
    default:
      throw new Error(`The leaderless store knows no operation ${f}. It knows ${operations.join(', ')}.`);
  }
}

/** What the operation's answer says it returned. */
function result({ value }: PlannedOperation, body: Body): Value {
  switch (body.type) {
    case 'read_ok':
      return body['value'] as Value;
    case 'multi-read_ok':
      return body['values'] as Value;
    case 'inspect_ok':
      return body['registers'] as Value;
    default:
      return value;
  }
}

/** A request that nobody read certainly did nothing; of one that broke or went unanswered nobody knows. */
function complete(operation: PlannedOperation, answer: RequestResult): Completion {
  const { value } = operation;
  if (answer.kind === 'refused') return { type: 'fail', value, error: { kind: 'refused' } };
  if (answer.kind !== 'reply') return { type: 'info', value, error: { kind: answer.kind } };
  const { body } = answer;
  if (!isError(body)) return { type: 'ok', value: result(operation, body) };
  const type = isDefinite(body.code) ? 'fail' : 'info';
  return { type, value, error: { kind: `error-${body.code}`, text: body.text } };
}

/** A client of the leaderless store: one request to one coordinator for each operation. */
export function connect(): Client {
  return {
    invoke: (operation, ask, done) =>
      ask(operation.node, request(operation), (answer) => done(complete(operation, answer))),
  };
}
