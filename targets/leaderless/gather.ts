import type { Host, Timer } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';

/** A question that still lacks its number. */
interface Unsent extends Body {
  msg_id?: number;
}

/** A replica's answer to a broadcast. */
export interface Answer {
  readonly from: string;
  readonly body: Body;
}

interface Round {
  readonly need: number;
  readonly answers: Answer[];
  readonly timers: Timer[];
  readonly done: (answers: readonly Answer[] | undefined) => void;
}

/** More than a node can ask in one life; times the incarnation it stays exact in a double. */
const IDS_PER_LIFE = 2 ** 32;

/** How often an unanswered request is sent again within a phase: messages get lost. */
const SENDINGS = 4;

/** Asks several replicas the same thing and waits for enough of them. */
export class Gather {
  readonly #host: Host;
  readonly #rounds = new Map<number, Round>();
  #lastId: number;

  /**
   * @param incarnation a number that no other life of this node has: message ids are counted from there, because an
   * answer to an earlier life may still be on its way, and must not count for a question of this one
   */
  constructor(host: Host, incarnation: number) {
    this.#host = host;
    this.#lastId = incarnation * IDS_PER_LIFE;
  }

  /**
   * Sends `body`, made for this and completed in place, to each of `nodes`. `done` gets the first `need` answers, or
   * undefined when there are fewer after `timeoutMs`.
   */
  ask(nodes: readonly string[], body: Unsent, need: number, timeoutMs: number, done: Round['done']): void {
    if (need <= 0) {
      done([]);
      return;
    }
    const id = ++this.#lastId;
    body.msg_id = id;
    const answers: Answer[] = [];
    const send = (): void => {
      for (const node of nodes) {
        if (!answers.some(({ from }) => from === node)) this.#host.send(node, body);
      }
    };
    const timers = [this.#host.after(timeoutMs, () => this.#end(id, undefined))];
    const round: Round = { need, answers, timers, done };
    this.#rounds.set(id, round);
    const resendLater = (sendings: number): void => {
      if (sendings === SENDINGS) return;
      timers[1] = this.#host.after(timeoutMs / SENDINGS, () => {
        send();
        resendLater(sendings + 1);
      });
    };
    send();
    resendLater(1);
  }

  /** Takes in an answer; one that is late, repeated or meant for nobody is ignored. */
  answer(from: string, body: Body): void {
    const id = body.in_reply_to ?? 0;
    const round = this.#rounds.get(id);
    if (!round || round.answers.some((answer) => answer.from === from)) return;
    round.answers.push({ from, body });
    if (round.answers.length >= round.need) this.#end(id, round.answers);
  }

  #end(id: number, answers: readonly Answer[] | undefined): void {
    const round = this.#rounds.get(id);
    if (!round) return;
    this.#rounds.delete(id);
    for (const timer of round.timers) timer.cancel();
    round.done(answers);
  }
}
