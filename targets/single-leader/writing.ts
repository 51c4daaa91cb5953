import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import type { Answers } from './answers.js';
import { commands } from './commands.js';
import type { Duty } from './duty.js';
import type { SingleLeaderBug } from './options.js';
import type { Seen } from './token.js';

/** What a node does with clients' writes: it takes them while it leads, and says who leads when it does not. */
export class Writing {
  readonly #host: Host;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #duty: () => Duty | undefined;
  readonly #answers: Answers;

  constructor(
    host: Host,
    bugs: ReadonlySet<SingleLeaderBug>,
    duty: () => Duty | undefined,
    answers: Answers,
  ) {
    this.#host = host;
    this.#bugs = bugs;
    this.#duty = duty;
    this.#answers = answers;
  }

  /** Answers a write once it is known what came of it. */
  receive(from: string, request: Body): void {
    const { type } = request;
    if (!commands[type]) {
      const known = [...Object.keys(commands), 'read', 'multi-read', 'inspect', 'promote'].join(', ');
      const text = `unknown request ${type}; known: ${known}`;
      this.#answers.reply(from, request, { type: 'error', code: ErrorCode.notSupported, text });
      return;
    }
    const duty = this.#duty();
    if (!duty) {
      this.#answers.refuse(from, request);
      return;
    }
    duty.writes.append(
      { type, key: request['key'] as string, value: request['value'] as Value },
      { waits: request['waits'] !== false, after: request['after'] as Seen | undefined },
      (outcome) => {
        if (outcome === 'indefinite') {
          this.#host.probe?.('a write outlives its leader');
          const text = 'the node leads no more; the write may survive, or not';
          const code = this.#bugs.has('fail-when-deposed') ? ErrorCode.abort : ErrorCode.timeout;
          this.#answers.reply(from, request, { type: 'error', code, text });
        } else {
          const { result: value, position } = outcome;
          const wallMs = this.#host.clock.wall();
          this.#answers.reply(from, request, { type: `${type}_ok`, value, position, wallMs });
        }
      },
    );
  }
}
