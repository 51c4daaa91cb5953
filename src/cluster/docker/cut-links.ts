import type { Link } from '../cluster.js';

/** Which directed links are cut: for every node, whom it does not hear. */
export class CutLinks {
  readonly #unheard = new Map<string, Set<string>>();

  /** Cuts these links; returns the nodes that hear less than before. */
  cut(links: readonly Link[]): string[] {
    return this.#change(links, (unheard, from) => !unheard.has(from) && unheard.add(from) !== undefined);
  }

  /** Mends these links; returns the nodes that hear more than before. */
  mend(links: readonly Link[]): string[] {
    return this.#change(links, (unheard, from) => unheard.delete(from));
  }

  /** Whom this node does not hear. */
  unheardBy(node: string): readonly string[] {
    return [...(this.#unheard.get(node) ?? [])];
  }

  #change(links: readonly Link[], change: (unheard: Set<string>, from: string) => boolean): string[] {
    const changed = new Set<string>();
    for (const [from, to] of links) {
      const unheard = this.#unheard.get(to) ?? new Set<string>();
      this.#unheard.set(to, unheard);
      if (change(unheard, from)) changed.add(to);
    }
    return [...changed];
  }
}
