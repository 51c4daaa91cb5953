/**
 * A checker contradicts another, or what a simulation knows: a mistake in splitbrain, which no verdict may hide. It ends
 * the check, whatever the history was like.
 */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
}
