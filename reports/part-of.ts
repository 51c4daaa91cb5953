/** A figure's name, taken apart: a node that has several replicas tells `p2.leads` of the one called `p2`. */
export interface PartName {
  /** Empty where the node is one whole. */
  readonly part: string;
  readonly name: string;
}

/** Takes a figure's name apart. */
export function partOf(full: string): PartName {
  const dot = full.lastIndexOf('.');
  return { part: full.slice(0, Math.max(0, dot)), name: full.slice(dot + 1) };
}
