import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import type { Answers } from './answers.js';
import type { Election } from './election.js';
import type { MemberChanges, OrderOutcome } from './member-changes.js';
import { type SingleLeaderOptions, whyFixed } from './options.js';

const refusals: Readonly<Record<Exclude<OrderOutcome, 'done'>, { code: number; text: string }>> = {
  superseded: { code: ErrorCode.preconditionFailed, text: 'a later order came' },
  'leads-no-more': {
    code: ErrorCode.timeout,
    text: 'the node leads no more; the order may be carried out, or not',
  },
};

/** What an operator may ask of a node: to lead, or, of whoever leads, that these nodes be the members. */
export class OperatorOrders {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #election: Election;
  readonly #changes: () => MemberChanges | undefined;
  readonly #answers: Answers;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    node: { readonly election: Election; readonly changes: () => MemberChanges | undefined },
    answers: Answers,
  ) {
    this.#host = host;
    this.#options = options;
    this.#election = node.election;
    this.#changes = node.changes;
    this.#answers = answers;
  }

  promote(from: string, request: Body): void {
    if (!this.#election.mayLead) {
      this.#answers.refuse(from, request);
      return;
    }
    this.#answers.reply(from, request, { type: 'promote_ok' });
    this.#election.campaign(true);
  }

  changeMembers(from: string, request: Body): void {
    const answer = (body: Body): void => this.#answers.reply(from, request, body);
    const why = whyFixed(this.#options, this.#host.nodes.length);
    if (why !== undefined) {
      const text = `the members cannot change: ${why}`;
      answer({ type: 'error', code: ErrorCode.notSupported, text });
      return;
    }
    const changes = this.#changes();
    if (!changes) {
      this.#answers.refuse(from, request);
      return;
    }
    const { nodes, number } = request as unknown as { nodes: readonly string[]; number: number };
    changes.order(nodes, number, (outcome) =>
      answer(outcome === 'done' ? { type: 'members_ok' } : { type: 'error', ...refusals[outcome] }),
    );
  }
}
