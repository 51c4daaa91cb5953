import { CLIENTS, type Link } from '../cluster.js';

/** What is wrong with what one node hears or says to clients. */
export interface NodeLinks {
  /** Nodes that it does not hear at all. */
  readonly unheard: readonly string[];
  /** Nodes of which it misses a share, in (0, 1]. */
  readonly missed: readonly (readonly [node: string, share: number])[];
  /** It does not hear clients; clients do not hear it. */
  readonly unheardClients: boolean;
  readonly unheardByClients: boolean;
}

/** Which directed links are cut or lossy. Each belongs to the node at which it can be spoilt: its end that is no client. */
export class LinkFaults {
  readonly #cut = new Map<string, Set<string>>();
  readonly #lossy = new Map<string, Map<string, number>>();

  /** Cuts these links; returns the nodes for which something changes. */
  cut(links: readonly Link[]): string[] {
    return nodesOf(
      links.filter(([from, to]) => !this.#cut.get(to)?.has(from) && this.#unheard(to).add(from)),
    );
  }

  /** Mends these links; returns the nodes for which something changes. */
  mend(links: readonly Link[]): string[] {
    return nodesOf(links.filter(([from, to]) => this.#unheard(to).delete(from)));
  }

  /** Loses this share on these links, or none; returns the nodes for which something changes. */
  lose(links: readonly Link[], share: number): string[] {
    return nodesOf(
      links.filter(([from, to]) => {
        const row = this.#lossy.get(to) ?? new Map<string, number>();
        this.#lossy.set(to, row);
        const before = row.get(from) ?? 0;
        if (share > 0) row.set(from, share);
        else row.delete(from);
        return before !== share;
      }),
    );
  }

  /** All that is wrong at a node. */
  at(node: string): NodeLinks {
    const unheard = this.#unheard(node);
    return {
      unheard: [...unheard].filter((from) => from !== CLIENTS),
      missed: [...(this.#lossy.get(node) ?? [])],
      unheardClients: unheard.has(CLIENTS),
      unheardByClients: this.#unheard(CLIENTS).has(node),
    };
  }

  #unheard(to: string): Set<string> {
    let row = this.#cut.get(to);
    if (!row) this.#cut.set(to, (row = new Set()));
    return row;
  }
}

function nodesOf(links: readonly Link[]): string[] {
  return [...new Set(links.map(([from, to]) => (to === CLIENTS ? from : to)))];
}
