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

/** Whom to ask, and how many must answer. */
export interface Asked {
  readonly nodes: readonly string[];
  readonly need: number;
}

interface Round {
  body: Unsent;
  asked: Asked;
  /** Whom to ask when the members change meanwhile: then the round begins anew. */
  readonly anew: () => Asked;
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
   * @param anew whom to ask instead, and how many must answer, when the members change before that
   */
  ask(asked: Asked, body: Unsent, timeoutMs: number, anew: () => Asked, done: Round['done']): void {
    if (asked.need <= 0) {
      done([]);
      return;
    }
    const id = ++this.#lastId;
    body.msg_id = id;
    const timers = [this.#host.after(timeoutMs, () => this.#end(id, undefined))];
    const round: Round = { body, asked, anew, answers: [], timers, done };
    this.#rounds.set(id, round);
    const resendLater = (sendings: number): void => {
      if (sendings === SENDINGS) return;
      timers[1] = this.#host.after(timeoutMs / SENDINGS, () => {
        this.#send(round);
        resendLater(sendings + 1);
      });
    };
    this.#send(round);
    resendLater(1);
  }

  /** Takes in an answer; one that is late, repeated, of an older epoch or meant for nobody is ignored. */
  answer(from: string, body: Body): void {
    const id = body.in_reply_to ?? 0;
    const round = this.#rounds.get(id);
    if (!round || body['epoch'] !== round.body['epoch']) return;
    if (round.answers.some((answer) => answer.from === from)) return;
    round.answers.push({ from, body });
    if (round.answers.length >= round.asked.need) this.#end(id, round.answers);
  }

  /** The members have changed: nothing that was answered in an older epoch counts. */
  beginAnew(epoch: number): void {
    if (this.#rounds.size > 0) this.#host.probe?.('the members change during an operation');
    for (const round of this.#rounds.values()) {
      round.body = { ...round.body, epoch };
      round.asked = round.anew();
      round.answers.length = 0;
      this.#send(round);
    }
  }

  #send({ asked, answers, body }: Round): void {
    for (const node of asked.nodes) {
      if (!answers.some(({ from }) => from === node)) this.#host.send(node, body);
    }
  }

  #end(id: number, answers: readonly Answer[] | undefined): void {
    const round = this.#rounds.get(id);
    if (!round) return;
    this.#rounds.delete(id);
    for (const timer of round.timers) timer.cancel();
    round.done(answers);
  }
}
