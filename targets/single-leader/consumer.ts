import type { Value } from '../../src/history/event.js';
import type { Host, Replica } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { RecordLog } from '../../src/replica/record-log.js';
import type { FedChange, Feed } from './change-feed.js';
import type { Row } from './snapshot.js';

/** A consumer asks so often for what is new. */
const POLL_MS = 25;
/** A replica that has not answered so many polls is asked no more. */
const PATIENCE = 4;

/** Where a consumer is, with what it took over last: one record, so that a crash never parts them. */
interface Captured {
  readonly to: Value;
  readonly rows: Readonly<Record<string, Row>>;
  /** The rows are all there are: what it had before is void. */
  readonly isAll?: true;
}

/**
 * Change data capture: an external process that rebuilds the data from the changes that replicas give it, remembers how far
 * it has come, and goes on from there after a crash. It is no replica: nobody waits for it, and it has no vote.
 */
export class Consumer implements Replica {
  readonly #host: Host;
  readonly #replicas: readonly string[];
  readonly #captured: RecordLog<Captured>;
  readonly #rows = new Map<string, Row>();
  #to: Value = null;
  /** Counts polls: an answer to an older one came too late. */
  #poll = 0;
  #unanswered = 0;
  #source = 0;

  constructor(host: Host, replicas: readonly string[]) {
    this.#host = host;
    this.#replicas = replicas;
    this.#captured = new RecordLog(host, 'captured');
    for (const record of this.#captured.recover()) this.#take(record);
    host.log(`goes on after ${JSON.stringify(this.#to)}`);
    this.#askOn();
  }

  receive(from: string, body: Body): void {
    if (body.type === 'changes_ok') {
      if (body['poll'] === this.#poll && this.#unanswered > 0) this.#hear(body as unknown as Feed);
    } else if (body.type === 'inspect') {
      this.#reply(from, body, { type: 'inspect_ok', registers: Object.fromEntries(this.#rows) });
    } else {
      const [leader] = this.#replicas;
      const text = 'this node only consumes changes';
      const code = ErrorCode.temporarilyUnavailable;
      this.#reply(from, body, { type: 'error', code, text, leader, tail: leader });
    }
  }

  #askOn(): void {
    if (this.#unanswered >= PATIENCE) {
      this.#source++;
      this.#unanswered = 0;
    }
    this.#unanswered++;
    const source = this.#replicas[this.#source % this.#replicas.length] as string;
    this.#host.send(source, { type: 'changes', poll: ++this.#poll, after: this.#to });
    this.#host.after(POLL_MS, () => this.#askOn());
  }

  #hear(feed: Feed): void {
    this.#unanswered = 0;
    if ('rows' in feed) {
      this.#host.probe?.('a consumer begins again from a snapshot');
      this.#host.log(`begins again from a snapshot of ${JSON.stringify(feed.to)}`);
      this.#keep({ to: feed.to, rows: feed.rows, isAll: true });
      return;
    }
    if (feed.changes.length === 0) return;
    const rows: Record<string, Row> = {};
    for (const { position, payload } of feed.changes) {
      if (payload.kind !== 'rows' && payload.kind !== 'no-op') {
        this.#host.log(`cannot make anything of ${payload.kind} at ${position.at}: it needs a log of rows`);
        return;
      }
      Object.assign(rows, rowsOf({ position, payload }));
    }
    this.#keep({ to: feed.to, rows });
  }

  #keep(captured: Captured): void {
    this.#take(captured);
    this.#captured.append(captured);
    // Nobody waits for it: what a crash takes is asked for again.
    this.#captured.sync(() => {});
  }

  #take({ to, rows, isAll }: Captured): void {
    if (isAll) this.#rows.clear();
    for (const [key, row] of Object.entries(rows)) {
      this.#rows.set(key, row);
      this.#host.reveal?.({ key, version: row.version, value: row.value, holds: row.value });
    }
    this.#to = to;
  }

  #reply(to: string, request: Body, answer: Body): void {
    if (request.msg_id !== undefined) this.#host.send(to, { ...answer, in_reply_to: request.msg_id });
  }
}

function rowsOf({ position: { term, at }, payload }: FedChange): Record<string, Row> {
  if (payload.kind !== 'rows') return {};
  return Object.fromEntries(
    payload.changes.map(({ key, row: value }) => [key, { value, version: [term, at] }]),
  );
}
