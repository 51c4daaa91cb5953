/** An edge with whatever number says why it is there. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly label: number;
}

/** Directed edges over numbered nodes, as they come, in flat arrays so that millions are cheap. */
export class Edges {
  #from: Int32Array;
  #to: Int32Array;
  #label: Int32Array;
  #count = 0;

  /** @param expected how many edges there may well be; more are welcome */
  constructor(expected = 1024) {
    this.#from = new Int32Array(expected);
    this.#to = new Int32Array(expected);
    this.#label = new Int32Array(expected);
  }

  get count(): number {
    return this.#count;
  }

  *[Symbol.iterator](): Generator<Edge> {
    for (let edge = 0; edge < this.#count; edge++) yield this.at(edge);
  }

  add(from: number, to: number, label: number): void {
    if (this.#count === this.#from.length) {
      this.#from = doubled(this.#from);
      this.#to = doubled(this.#to);
      this.#label = doubled(this.#label);
    }
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#label[this.#count++] = label;
  }

  /** The edges by the node that they lead to; only the first `limit` of them, if given. */
  byEnd(nodes: number, limit = this.#count): EdgesByEnd {
    return new EdgesByEnd(this.#from, this.#to.subarray(0, limit), nodes);
  }

  /**
   * A shortest cycle through some node that lies on one; undefined when there is no cycle. Nodes without incoming edges
   * are taken away until none is left (Kahn, "Topological sorting of large networks", CACM 1962); what cannot be taken
   * away lies on cycles or behind them.
   */
  cycle(nodes: number): Edge[] | undefined {
    const { start, edges } = this.#rows(nodes);
    const { incoming, left } = this.#peeled(nodes, start, edges);
    if (left === 0) return undefined;
    const origin = this.#onCycle(nodes, incoming);
    return this.#shortestBack(origin, start, edges, nodes).map((edge) => this.at(edge));
  }

  /** Whether no way along the edges comes back to where it began. */
  isAcyclic(nodes: number): boolean {
    const { start, edges } = this.#rows(nodes);
    return this.#peeled(nodes, start, edges).left === 0;
  }

  /** Takes away nodes without incoming edges until there are none: how many are left, and edges into each from these. */
  #peeled(nodes: number, start: Int32Array, edges: Int32Array): { incoming: Int32Array; left: number } {
    const to = this.#to;
    const incoming = new Int32Array(nodes);
    for (let edge = 0; edge < this.#count; edge++) {
      incoming[to[edge] as number] = (incoming[to[edge] as number] as number) + 1;
    }
    const free: number[] = [];
    for (let node = 0; node < nodes; node++) if (incoming[node] === 0) free.push(node);
    let left = nodes;
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      left--;
      for (let at = start[node] as number; at < (start[node + 1] as number); at++) {
        const next = to[edges[at] as number] as number;
        incoming[next] = (incoming[next] as number) - 1;
        if (incoming[next] === 0) free.push(next);
      }
    }
    return { incoming, left };
  }

  /** The edge that was added as the `at`-th, from 0. */
  at(at: number): Edge {
    return { from: this.#from[at] as number, to: this.#to[at] as number, label: this.#label[at] as number };
  }

  /** A node that lies on a cycle: going backwards among what is left, some node comes again. */
  #onCycle(nodes: number, incoming: Int32Array): number {
    const before = new Int32Array(nodes).fill(-1);
    for (let edge = 0; edge < this.#count; edge++) {
      const [from, to] = [this.#from[edge] as number, this.#to[edge] as number];
      if ((incoming[from] as number) > 0 && (incoming[to] as number) > 0) before[to] = from;
    }
    const visited = new Uint8Array(nodes);
    let node = incoming.findIndex((count) => count > 0);
    while (!visited[node]) {
      visited[node] = 1;
      node = before[node] as number;
    }
    return node;
  }

  /** The edges by the node that they leave. */
  #rows(nodes: number): { start: Int32Array; edges: Int32Array } {
    const start = new Int32Array(nodes + 1);
    for (let edge = 0; edge < this.#count; edge++) {
      const node = (this.#from[edge] as number) + 1;
      start[node] = (start[node] as number) + 1;
    }
    for (let node = 0; node < nodes; node++) {
      start[node + 1] = (start[node + 1] as number) + (start[node] as number);
    }
    const next = start.slice();
    const edges = new Int32Array(this.#count);
    for (let edge = 0; edge < this.#count; edge++) {
      const node = this.#from[edge] as number;
      edges[next[node] as number] = edge;
      next[node] = (next[node] as number) + 1;
    }
    return { start, edges };
  }

  /** The edges of a shortest way from a node back to itself, breadth first. */
  #shortestBack(origin: number, start: Int32Array, edges: Int32Array, nodes: number): number[] {
    const by = new Int32Array(nodes).fill(-1);
    for (let level = [origin]; level.length > 0;) {
      const next: number[] = [];
      for (const node of level) {
        for (let at = start[node] as number; at < (start[node + 1] as number); at++) {
          const edge = edges[at] as number;
          const to = this.#to[edge] as number;
          if (to === origin) {
            const way = [edge];
            for (let one = node; one !== origin; one = this.#from[by[one] as number] as number) {
              way.push(by[one] as number);
            }
            return way.reverse();
          }
          if (by[to] !== -1) continue;
          by[to] = edge;
          next.push(to);
        }
      }
      level = next;
    }
    throw new Error('A node that should lie on a cycle does not.');
  }
}

/** Edges in chains, one for each node that some lead to. */
export class EdgesByEnd {
  /** Where each edge comes from. */
  readonly from: Int32Array;
  /** The last edge into each node; -1 when there is none. */
  readonly last: Int32Array;
  /** For each edge the one before it into the same node; -1 when it is the first. */
  readonly before: Int32Array;

  constructor(from: Int32Array, to: Int32Array, nodes: number) {
    this.from = from;
    this.last = new Int32Array(nodes).fill(-1);
    this.before = new Int32Array(to.length);
    for (let edge = 0; edge < to.length; edge++) {
      const node = to[edge] as number;
      this.before[edge] = this.last[node] as number;
      this.last[node] = edge;
    }
  }
}

function doubled(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
