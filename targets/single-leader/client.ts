import type { Value } from '../../src/history/event.js';
import { type Body, ErrorCode, isDefinite, isError } from '../../src/replica/message.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Ask, Client, Completion, Session } from '../target.js';
import { commands } from './commands.js';
import { ReadingPolicy } from './reading-policy.js';
import type { Position } from './replicated-log.js';
import { NO_TOKEN, type Token } from './token.js';

/** A client is sent on so often before it gives up. */
const MOST_REDIRECTIONS = 3;

/** A client of the single-leader store: it writes at the leader, and reads where the options say. */
export function connect(session: Session): Client {
  return new SingleLeaderClient(session);
}

/** What its clients can do. */
export const operations: readonly string[] = [
  'read',
  'multi-read',
  'inspect',
  'promote',
  ...Object.keys(commands),
];

const reading = new Set(['read', 'multi-read']);

type Answered = (answer: RequestResult) => void;

class SingleLeaderClient implements Client {
  readonly #policy: ReadingPolicy;
  /** Who answered last as leader, or as the end of a chain. */
  readonly #known: { leader: string | undefined; tail: string | undefined } = {
    leader: undefined,
    tail: undefined,
  };

  constructor(session: Session) {
    this.#policy = new ReadingPolicy(session);
  }

  invoke(operation: PlannedOperation, ask: Ask, done: (completion: Completion) => void): void {
    const { f, key, node } = operation;
    const request = requestOf(operation);
    const end = (answer: RequestResult): void => done(complete(operation, answer));
    if (f === 'inspect' || f === 'promote') ask(node, request, end);
    else if (reading.has(f)) this.#read(operation, request, ask, end);
    else {
      this.#askWhoever('leader', operation, this.#policy.asWrite(request), ask, (answer) => {
        this.#policy.wrote(key, tokenOf(answer));
        end(answer);
      });
    }
  }

  #read(operation: PlannedOperation, request: Body, ask: Ask, done: Answered): void {
    const { key } = operation;
    const route = this.#policy.route(operation, key === undefined ? (request['keys'] as string[]) : [key]);
    const end = (answer: RequestResult): void => {
      if (answer.kind !== 'reply') this.#policy.unanswered();
      else if (!isError(answer.body)) this.#policy.hasRead(tokenOf(answer));
      done(answer);
    };
    if (route.at === 'leader' || route.at === 'tail') {
      this.#askWhoever(route.at, operation, request, ask, end);
      return;
    }
    const readThere = (token: Token | undefined): void =>
      ask(route.at, { ...request, local: true, ...(token && { token }) }, end);
    if (!('token' in route) || route.token !== 'ask-leader') {
      readThere('token' in route ? route.token : undefined);
      return;
    }
    this.#askWhoever('leader', operation, { type: 'position' }, ask, (answer) => {
      if (answer.kind === 'reply' && !isError(answer.body)) readThere(tokenOf(answer));
      else done(answer);
    });
  }

  /** Asks whoever it takes for the leader, or for the end of the chain, and goes where it is sent. */
  #askWhoever(
    role: 'leader' | 'tail',
    { node: own }: PlannedOperation,
    request: Body,
    ask: Ask,
    done: Answered,
  ): void {
    const tried = new Set<string>();
    const asked = role === 'tail' ? { ...request, tail: true } : request;
    const attempt = (node: string): void => {
      tried.add(node);
      ask(node, asked, (answer) => {
        const next = this.#whereElse(role, answer, node) ?? own;
        if (isUndone(answer) && !tried.has(next) && tried.size <= MOST_REDIRECTIONS) attempt(next);
        else done(answer);
      });
    };
    attempt(this.#known[role] ?? own);
  }

  /** Who has the role, as far as an answer says. */
  #whereElse(role: 'leader' | 'tail', answer: RequestResult, node: string): string | undefined {
    this.#known[role] = undefined;
    if (answer.kind !== 'reply') return undefined;
    if (isError(answer.body)) return answer.body[role] as string | undefined;
    this.#known[role] = node;
    return undefined;
  }
}

/** Nothing can have happened there, and another node may do it. */
function isUndone(answer: RequestResult): boolean {
  if (answer.kind === 'refused') return true;
  return (
    answer.kind === 'reply' && isError(answer.body) && answer.body.code === ErrorCode.temporarilyUnavailable
  );
}

function requestOf({ f, key, value }: PlannedOperation): Body {
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

function tokenOf(answer: RequestResult): Token {
  if (answer.kind !== 'reply') return NO_TOKEN;
  const { position, wallMs } = answer.body as { readonly position?: Position; readonly wallMs?: number };
  return {
    positions: position && position.at > 0 ? [position] : [],
    ...(wallMs !== undefined && { wallMs }),
  };
}

/** A request that nobody read certainly did nothing; of one that broke or went unanswered nobody knows. */
function complete(operation: PlannedOperation, answer: RequestResult): Completion {
  const { value } = operation;
  if (answer.kind === 'refused') return { type: 'fail', value, error: { kind: 'refused' } };
  if (answer.kind !== 'reply') return { type: 'info', value, error: { kind: answer.kind } };
  const { body } = answer;
  if (!isError(body)) return { type: 'ok', value: resultOf(operation, body) };
  const type = isDefinite(body.code) ? 'fail' : 'info';
  return { type, value, error: { kind: `error-${body.code}`, text: body.text } };
}

/** What the operation's answer says it returned. */
function resultOf({ value }: PlannedOperation, body: Body): Value {
  switch (body.type) {
    case 'multi-read_ok':
      return body['values'] as Value;
    case 'inspect_ok':
      return body['registers'] as Value;
    case 'read_ok':
      return body['value'] as Value;
    default:
      return (body['value'] as Value | undefined) ?? value;
  }
}
