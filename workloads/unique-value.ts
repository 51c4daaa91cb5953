/** A written value that tells its write from all others. */
export const uniqueValue = (unique: number): number => unique;
