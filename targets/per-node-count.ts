/** The same function, which keeps what it has made: a schema is compiled when it first parses, and a campaign draws thousands of plans. */
export function perNodeCount<Made>(make: (nodeCount: number) => Made): (nodeCount: number) => Made {
  const made = new Map<number, Made>();
  return (nodeCount) => {
    let known = made.get(nodeCount);
    if (known === undefined) made.set(nodeCount, (known = make(nodeCount)));
    return known;
  };
}
