/** A directed graph over the nodes 0 … n−1, kept in flat arrays so that a million edges are cheap. */
export class Graph {
  readonly size: number;
  /** For each node its last edge, or -1. */
  readonly #last: Int32Array;
  readonly #target: number[] = [];
  /** For each edge the one added before it at the same node, or -1. */
  readonly #previous: number[] = [];

  constructor(size: number) {
    this.size = size;
    this.#last = new Int32Array(size).fill(-1);
  }

  addEdge(from: number, to: number): void {
    this.#previous.push(this.#last[from] as number);
    this.#target.push(to);
    this.#last[from] = this.#target.length - 1;
  }

  /** The node's last edge, or -1; `next` leads on. */
  firstEdge(node: number): number {
    return this.#last[node] as number;
  }

  nextEdge(edge: number): number {
    return this.#previous[edge] as number;
  }

  target(edge: number): number {
    return this.#target[edge] as number;
  }
}

/**
 * The strongly connected components with more than one node (Tarjan, "Depth-first search and linear graph algorithms",
 * SIAM J. Comput. 1972), without recursion, because paths can be as long as the history.
 */
export function stronglyConnected(graph: Graph): number[][] {
  const { size } = graph;
  const components: number[][] = [];
  /** When a node was found, from 1; 0: not yet. */
  const found = new Int32Array(size);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const edge = new Int32Array(size);
  const stack: number[] = [];
  const path: number[] = [];
  let count = 0;

  const enter = (node: number): void => {
    found[node] = low[node] = ++count;
    edge[node] = graph.firstEdge(node);
    onStack[node] = 1;
    stack.push(node);
    path.push(node);
  };
  const lower = (node: number, value: number): void => {
    if (value < (low[node] as number)) low[node] = value;
  };
  const leave = (node: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent, low[node] as number);
    if (low[node] !== found[node]) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const member of component) onStack[member] = 0;
    if (component.length > 1) components.push(component);
  };

  for (let root = 0; root < size; root++) {
    if (found[root] !== 0) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = edge[node] as number;
      if (next < 0) {
        leave(node);
        continue;
      }
      edge[node] = graph.nextEdge(next);
      const to = graph.target(next);
      if (found[to] === 0) enter(to);
      else if (onStack[to] === 1) lower(node, found[to] as number);
    }
  }
  return components;
}
