import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';
import type { Answer, Answers } from './answers.js';
import type { Applying } from './applying.js';
import type { ChainLink } from './chain-link.js';
import type { Duty } from './duty.js';
import type { ReplicaOptions, SingleLeaderBug } from './options.js';
import { whenReadable } from './reads.js';
import type { Position, ReplicatedLog } from './replicated-log.js';
import { NO_TOKEN, type Seen, seenTogether, type Token } from './token.js';
import { type TokenRefusal, TokenReads } from './token-reads.js';

/** What reads are answered from. */
export interface ReadSources {
  readonly log: ReplicatedLog;
  readonly applying: Applying;
  readonly link: ChainLink;
}

/** What a node knows of itself when it is asked. */
export interface Standing {
  /** While it leads. */
  readonly duty: Duty | undefined;
  /** Whether it leads or is a member: who is neither may be behind for ever. */
  readonly serves: boolean;
  /** How far behind it believes that it is; infinite where it does not know. */
  readonly lagMs: number;
  /** Until when it had all that was committed. */
  readonly asOfMs: number;
}

/** What a node lets clients read: at once, when it has what they saw, when it is sure that it leads, or not at all. */
export class Reading {
  readonly #host: Host;
  readonly #options: ReplicaOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #applying: Applying;
  readonly #link: ChainLink;
  readonly #standing: () => Standing;
  readonly #answers: Answers;
  readonly #tokenReads: TokenReads;

  constructor(
    host: Host,
    options: ReplicaOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    { log, applying, link }: ReadSources,
    standing: () => Standing,
    answers: Answers,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#applying = applying;
    this.#link = link;
    this.#standing = standing;
    this.#answers = answers;
    this.#tokenReads = new TokenReads(host, options, bugs, () => ({
      applied: bugs.has('token-by-received') ? log.last : applying.store.applied,
      termAt: (at) => log.termAt(at),
      asOfMs: standing().asOfMs,
    }));
  }

  /** More is shown: who waits for it may read. */
  advanced(): void {
    this.#tokenReads.advanced();
  }

  /** Answers a read, now or when it can. */
  receive(from: string, request: Body): void {
    const { duty, serves, lagMs } = this.#standing();
    const reply = (): void => this.#answers.reply(from, request, this.#answerTo(request));
    if (!serves) this.#answers.refuse(from, request);
    else if (!this.#applying.isSound) {
      const text = 'the log is not replayed yet to where the data that were copied make sense';
      this.#answers.unavailable(from, request, text);
    } else if (lagMs > ((request['maxLagMs'] as number | undefined) ?? Infinity)) {
      this.#host.probe?.('a replica says that it is too far behind to be read');
      const text = `this replica is more than ${String(request['maxLagMs'])} ms behind, or does not know`;
      this.#answers.unavailable(from, request, text);
    } else if (request['local'] === true) {
      this.#tokenReads.wait((request['token'] as Token | undefined) ?? NO_TOKEN, (refusal) => {
        if (refusal === undefined) reply();
        else this.#refuseToken(from, request, refusal);
      });
    } else if (!duty && request['tail'] === true && this.#link.mayRead()) reply();
    else if (duty && !(request['tail'] === true && duty.leadership.tail)) {
      whenReadable(this.#options, this.#bugs, duty.leadership, (leads) => {
        if (leads) reply();
        else {
          this.#host.probe?.('a leader asked for a read cannot answer yet, or leads no more');
          this.#answers.refuse(from, request);
        }
      });
    } else this.#answers.refuse(from, request);
  }

  #answerTo(request: Body): Answer {
    if (request.type === 'position') return { type: 'position_ok', position: this.#applying.store.applied };
    if (request.type === 'multi-read') {
      const keys = request['keys'] as string[];
      const values = Object.fromEntries(keys.map((key) => [key, this.#value(key)]));
      return { type: 'multi-read_ok', values, ...this.#seenIn(keys) };
    }
    const key = request['key'] as string;
    return { type: 'read_ok', value: this.#value(key), ...this.#seenIn([key]) };
  }

  #value(key: string): Value {
    return this.#standing().duty?.writes.acknowledged(key) ?? this.#applying.shown.value(key);
  }

  /** Where the log is in what is read of these rows, and what their writers had seen in other partitions, where that is tracked. */
  #seenIn(keys: readonly string[]): { readonly position: Position; readonly after?: Seen } {
    const position = this.#applying.seenIn(keys);
    if (this.#options.dependencies !== 'tracked') return { position };
    const { store } = this.#applying;
    return { position, after: keys.map((key) => store.dependencies(key)).reduce(seenTogether, {}) };
  }

  #refuseToken(to: string, request: Body, refusal: TokenRefusal): void {
    const text =
      refusal === 'lost'
        ? 'what this session saw was taken back: it lost its leader'
        : `this replica is behind what the session saw, and was so for ${this.#options.waitMs} ms`;
    this.#answers.unavailable(to, request, text);
  }
}
