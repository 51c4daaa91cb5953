import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import { RecordLog } from '../../src/replica/record-log.js';
import { formatTakenBack } from '../../src/replica/taken-back.js';
import type { Entry } from './replicated-log.js';

/** The entries that a node took back, as a former leader does with what it alone had: kept aside on its disk for the operator. */
export class TakenBack {
  readonly #host: Host;
  readonly #log: RecordLog<Entry>;
  #count: number;

  constructor(host: Host) {
    this.#host = host;
    this.#log = new RecordLog(host, 'discarded');
    this.#count = this.#log.recover().flatMap(writesOf).length;
    this.#tell();
  }

  /** Keeps entries aside, and says what they wrote. */
  keep(entries: readonly Entry[]): void {
    const [first] = entries;
    if (!first) return;
    const { at, term } = first;
    this.#host.log(`takes back ${entries.length} entries from ${at} of term ${term} on`);
    for (const entry of entries) {
      this.#log.append(entry);
      for (const write of writesOf(entry)) {
        this.#count++;
        this.#host.log(formatTakenBack({ ...write, term: entry.term, at: entry.at }));
      }
    }
    this.#tell();
  }

  /** How many writes, of all its lives, once there are any. */
  #tell(): void {
    if (this.#count > 0) this.#host.tell?.({ 'taken-back': this.#count });
  }
}

/** What an entry wrote, or for a statement what it was asked to; rows without a key are known by what they held. */
export function writesOf({ at, payload }: Entry): readonly { readonly key: string; readonly value: Value }[] {
  switch (payload.kind) {
    case 'no-op':
    case 'members':
      return [];
    case 'rows':
      return payload.changes.map(({ key, row }) => ({ key, value: row }));
    case 'images':
      return payload.images.map((image) => ({
        key: 'key' in image ? image.key : JSON.stringify(image.old),
        value: image.row,
      }));
    case 'pages':
      // The rest of a page was written before.
      return payload.pages
        .flat()
        .filter(({ version }) => version === undefined || version[1] === at)
        .map(({ key, row }) => ({ key, value: row }));
    case 'statement':
      return [{ key: payload.statement.key, value: payload.statement.value }];
  }
}
