import type { Value } from '../../src/history/event.js';
import { type Body, ErrorCode, isDefinite, isError } from '../../src/replica/message.js';
import type { RequestResult } from '../../src/cluster/cluster.js';
import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Ask, Client, Completion, Session } from '../target.js';
import { type AskLeader, BesideClient, besideOperations } from './beside-client.js';
import { commands } from './commands.js';
import type { SingleLeaderOptions } from './options.js';
import { partitionOf } from './partition-of.js';
import { ReadingPolicy, type Route } from './reading-policy.js';
import type { Position } from './replicated-log.js';
import { NO_TOKEN, type Seen, type Token } from './token.js';

/** A client is sent on so often before it gives up. */
const MOST_REDIRECTIONS = 3;

/** A client of the single-leader store: it writes at the leader, and reads where the options say. */
export function connect(session: Session): Client {
  return new SingleLeaderClient(session);
}

/** What its clients can do. */
export const operations: readonly string[] = [
  ...new Set([
    'read',
    'multi-read',
    'inspect',
    'promote',
    'append',
    ...Object.keys(commands),
    ...besideOperations,
  ]),
];

const reading = new Set(['read', 'multi-read']);

type Answered = (answer: RequestResult) => void;

/** A request to one partition. */
interface PartRequest {
  readonly partition: number;
  readonly request: Body;
}

/** A read of keys of several partitions. */
interface ReadingParts {
  readonly route: Route;
  readonly keys: readonly string[];
  readonly parts: readonly PartRequest[];
  /** The last answer of each partition. */
  readonly read: Map<number, Body>;
}

class SingleLeaderClient implements Client {
  readonly #options: SingleLeaderOptions;
  readonly #policy: ReadingPolicy;
  readonly #beside: BesideClient;
  /** For each partition who answered last as leader, or as the end of a chain. */
  readonly #known = { leader: new Map<number, string>(), tail: new Map<number, string>() };

  constructor(session: Session) {
    this.#options = session.options as SingleLeaderOptions;
    this.#policy = new ReadingPolicy(session);
    this.#beside = new BesideClient(session, complete);
  }

  invoke(operation: PlannedOperation, ask: Ask, done: (completion: Completion) => void): void {
    const { f, node } = operation;
    const askLeader: AskLeader = (key, request, answered) => {
      const part = this.#part(partitionOf(key, this.#options), request);
      this.#askWhoever('leader', operation, part, ask, answered);
    };
    if (this.#beside.invoke(operation, ask, askLeader, done)) return;
    const end = (answer: RequestResult): void => done(complete(operation, answer));
    if (f === 'inspect' || f === 'promote') ask(node, { type: f }, end);
    else if (reading.has(f)) this.#read(operation, ask, end);
    else this.#write(operation, ask, end);
  }

  #write(operation: PlannedOperation, ask: Ask, done: Answered): void {
    const { f, key, value } = operation;
    const partition = partitionOf(key ?? '', this.#options);
    const tracks = this.#options.dependencies === 'tracked';
    const after = tracks && { after: this.#policy.seenBeside(partition) };
    // What nodes send each other has the name of an append.
    const type = f === 'append' ? 'push' : f;
    const part = this.#part(partition, this.#policy.asWrite({ type, key, value, ...after }));
    this.#askWhoever('leader', operation, part, ask, (answer) => {
      this.#policy.wrote(key, partition, tokenOf(answer));
      done(answer);
    });
  }

  #read(operation: PlannedOperation, ask: Ask, done: Answered): void {
    const { f, key, value } = operation;
    const keys = key === undefined ? Object.keys(value as Record<string, Value>) : [key];
    const route = this.#policy.route(operation, keys);
    if (f === 'read') {
      const partition = partitionOf(keys[0] as string, this.#options);
      this.#readPart(operation, route, this.#part(partition, { type: f, key }), ask, done);
      return;
    }
    const parts = [...byPartition(keys, this.#options)].map(([partition, some]) =>
      this.#part(partition, { type: f, keys: some }),
    );
    this.#readParts(operation, { route, keys, parts, read: new Map() }, parts, ask, done);
  }

  /**
   * Reads keys of several partitions, each by itself: together they need not have stood at any moment. Where dependencies are
   * tracked, a partition that lacks what another's rows depend on is read again.
   */
  #readParts(
    operation: PlannedOperation,
    reading: ReadingParts,
    toRead: readonly PartRequest[],
    ask: Ask,
    done: Answered,
  ): void {
    const { route, keys, parts, read } = reading;
    let waiting = toRead.length;
    let failed: RequestResult | undefined;
    for (const part of toRead) {
      this.#readPart(operation, route, part, ask, (answer) => {
        if (answer.kind === 'reply' && !isError(answer.body)) read.set(part.partition, answer.body);
        else failed ??= answer;
        if (--waiting > 0) return;
        const behind = parts.filter(({ partition }) => this.#isBehind(partition, read.get(partition)));
        if (failed) done(failed);
        else if (behind.length > 0) this.#readParts(operation, reading, behind, ask, done);
        else done({ kind: 'reply', body: together(keys, [...read.values()]) });
      });
    }
  }

  /** Whether what was read of a partition lacks something that the session has seen by now. */
  #isBehind(partition: number, body: Body | undefined): boolean {
    if (this.#options.dependencies !== 'tracked') return false;
    const shown = (body?.['position'] as Position | undefined)?.at ?? 0;
    return this.#policy.token(partition).positions.some(({ at }) => at > shown);
  }

  #readPart(operation: PlannedOperation, route: Route, part: PartRequest, ask: Ask, done: Answered): void {
    const { partition, request } = part;
    const end = (answer: RequestResult): void => {
      if (answer.kind !== 'reply') this.#policy.unanswered();
      else if (!isError(answer.body)) {
        this.#policy.hasRead(partition, tokenOf(answer), (answer.body['after'] ?? {}) as Seen);
      }
      done(answer);
    };
    if (route.at === 'leader' || route.at === 'tail') {
      this.#askWhoever(route.at, operation, part, ask, end);
      return;
    }
    if ('orElse' in route) {
      this.#readFresh([route.at, ...route.orElse], { ...request, maxLagMs: route.maxLagMs }, ask, end);
      return;
    }
    const readThere = (token: Token | undefined): void =>
      ask(route.at, { ...request, local: true, ...(token && { token }) }, end);
    const demands = 'token' in route ? route.token : undefined;
    if (demands !== 'ask-leader') {
      readThere(demands && this.#policy.token(partition));
      return;
    }
    const position = this.#part(partition, { type: 'position' });
    this.#askWhoever('leader', operation, position, ask, (answer) => {
      if (answer.kind === 'reply' && !isError(answer.body)) readThere(tokenOf(answer));
      else done(answer);
    });
  }

  /** Reads at the first of the nodes that is not too far behind, and is there. */
  #readFresh([node, ...others]: readonly string[], request: Body, ask: Ask, done: Answered): void {
    ask(node as string, { ...request, local: true }, (answer) => {
      if (isUndone(answer) && others.length > 0) this.#readFresh(others, request, ask, done);
      else done(answer);
    });
  }

  /** Where there are several partitions a request says which it is for. */
  #part(partition: number, request: Body): PartRequest {
    return { partition, request: this.#options.partitions > 1 ? { ...request, partition } : request };
  }

  /** Asks whoever it takes for the leader of a partition, or for the end of its chain, and goes where it is sent. */
  #askWhoever(
    role: 'leader' | 'tail',
    { node: own }: PlannedOperation,
    { partition, request }: PartRequest,
    ask: Ask,
    done: Answered,
  ): void {
    const tried = new Set<string>();
    const asked = role === 'tail' ? { ...request, tail: true } : request;
    const attempt = (node: string): void => {
      tried.add(node);
      ask(node, asked, (answer) => {
        const next = this.#whereElse(role, partition, answer, node) ?? own;
        if (isUndone(answer) && !tried.has(next) && tried.size <= MOST_REDIRECTIONS) attempt(next);
        else done(answer);
      });
    };
    attempt(this.#known[role].get(partition) ?? own);
  }

  /** Who has the role, as far as an answer says. */
  #whereElse(
    role: 'leader' | 'tail',
    partition: number,
    answer: RequestResult,
    node: string,
  ): string | undefined {
    this.#known[role].delete(partition);
    if (answer.kind !== 'reply') return undefined;
    if (isError(answer.body)) return answer.body[role] as string | undefined;
    this.#known[role].set(partition, node);
    return undefined;
  }
}

function byPartition(keys: readonly string[], options: SingleLeaderOptions): ReadonlyMap<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const key of keys) {
    const partition = partitionOf(key, options);
    const group = groups.get(partition);
    if (group) group.push(key);
    else groups.set(partition, [key]);
  }
  return groups;
}

/** One answer made of those of several partitions. */
function together(keys: readonly string[], bodies: readonly Body[]): Body {
  const values = Object.assign({}, ...bodies.map((body) => body['values'])) as Record<string, Value>;
  return {
    type: 'multi-read_ok',
    values: Object.fromEntries(keys.map((key) => [key, values[key] ?? null])),
  };
}

/** Nothing can have happened there, and another node may do it. */
function isUndone(answer: RequestResult): boolean {
  if (answer.kind === 'refused') return true;
  return (
    answer.kind === 'reply' && isError(answer.body) && answer.body.code === ErrorCode.temporarilyUnavailable
  );
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
