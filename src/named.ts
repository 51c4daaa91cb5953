/** Thrown when a name that somebody typed means nothing; the message lists the names that do. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
}

/**
 * Finds what a person has named.
 * @param kind what it is, in the singular: `target`
 * @throws UnknownNameError that lists the names there are
 */
export function findNamed<T>(
  kind: string,
  things: readonly T[],
  name: string,
  nameOf: (thing: T) => string,
): T {
  const found = things.find((thing) => nameOf(thing) === name);
  if (found === undefined) {
    throw new UnknownNameError(`There is no ${kind} "${name}". There are: ${things.map(nameOf).join(', ')}.`);
  }
  return found;
}
