import type { Host, Timer } from '../../src/replica/host.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import { satisfies, type Shown, type Token } from './token.js';

/** Why a read with a token was not answered. */
export type TokenRefusal = 'too-far-behind' | 'lost';

interface WaitingRead {
  readonly token: Token;
  readonly timer: Timer;
  readonly done: (refusal: TokenRefusal | undefined) => void;
}

/** Reads that wait until the replica shows what their sessions have seen. */
export class TokenReads {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #shown: () => Shown;
  #waiting: WaitingRead[] = [];

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    shown: () => Shown,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#shown = shown;
  }

  /** Calls back when the replica shows what the token demands, or with the reason why it will not. */
  wait(token: Token, done: (refusal: TokenRefusal | undefined) => void): void {
    const state = satisfies(this.#shown(), token, this.#options);
    if (state !== 'not-yet') {
      done(state === 'lost' ? 'lost' : undefined);
      return;
    }
    this.#host.probe?.('a read waits for what its session saw');
    const timer = this.#host.after(this.#options.waitMs, () => {
      this.#waiting = this.#waiting.filter((one) => one !== read);
      done(this.#bugs.has('answer-after-wait') ? undefined : 'too-far-behind');
    });
    const read: WaitingRead = { token, timer, done };
    this.#waiting.push(read);
  }

  /** The replica shows more than before. */
  advanced(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    const shown = this.#shown();
    const states = waiting.map(({ token }) => satisfies(shown, token, this.#options));
    this.#waiting = waiting.filter((_, at) => states[at] === 'not-yet');
    for (const [at, { timer, done }] of waiting.entries()) {
      if (states[at] === 'not-yet') continue;
      timer.cancel();
      done(states[at] === 'lost' ? 'lost' : undefined);
    }
  }
}
